/**
 * What organisation policies are written against: the published vocabulary. Identifiers are ASCII; lists of free text do
 * not enter. `docs` of each attribute stand in `facts.ts`, which this follows.
 */
export const CEDAR_SCHEMA = `namespace Trias {
  entity Requester;
  entity Plan;

  type Deletion = { "confirmed": Bool };
  type Exposure = { "environment": String, "declared": Bool };

  type Facts = {
    "kind": String,
    "authenticated": Bool,
    "malicious_finding": Bool,
    "certain": Bool,
    "intents": Set<String>,
    "actions": Set<String>,
    "changes": Long,
    "containment": Bool,
    "environments": Set<String>,
    "segments": Set<String>,
    "compliance": Set<String>,
    "ticket": String,
    "deletions": Set<Deletion>,
    "deleted_parts": Set<String>,
    "deleted_ids": Set<String>,
    "exposures": Set<Exposure>,
    "exposed_places": Set<String>,
    "monthly_cents_delta"?: Long,
    "accumulated_cents_without_finance": Long,
    "accumulated_cents_without_cfo": Long,
    "tampered": Set<String>,
    "pci_lacks": Set<String>,
    "residency_regions": Set<String>,
    "unknown_for": Set<String>,
    "unknown_attributes": Set<String>,
    "opened_total": Long,
    "opened_production": Long,
    "opened_internet": Long,
    "invariants_broken": Set<String>,
    "irreversible_steps": Long,
    "way_back_proven": Bool,
    "intelligence_agrees": Bool,
    "trend_sustained": Bool,
    "access_expired_or_suspicious": Bool,
    "never_list_hits": Set<String>,
    "wide_blocks": Set<String>,
    "caps_exceeded": Set<String>,
    "last_healthy_targets": Set<String>,
    "tainted_arguments": Long,
    "stale_parts": Set<String>,
    "freezes": Set<String>,
    "downtime_seconds"?: Long
  };

  action "execute" appliesTo { principal: [Requester], resource: [Plan], context: Facts };
}
`;
