import { flowSchema, intentSchema, resourceRefSchema, roleSchema } from "@trias/protocol";
import { z } from "zod";

const text = z.string().max(500);
const id = z.string().min(1).max(256);
/** Bounded so that sums of cents stay exact. */
const usd = z.number().min(-1e12).max(1e12);

/** `unknown` counts as production wherever a policy asks. */
export const environmentSchema = z.enum(["production", "non-production", "unknown"]);
export type Environment = z.infer<typeof environmentSchema>;

export const hardPolicyIdSchema = z.enum(["P1", "P2", "P3", "P4", "P5", "P6", "P7"]);
export type HardPolicyId = z.infer<typeof hardPolicyIdSchema>;

/**
 * What the auditor found out itself from the raw material; the one input of every policy. Nothing here may come from a
 * claim of the planner. Lists hold only what is of concern: an empty list means "looked, and there is none"; what could not
 * be looked at goes into `unknown`, never into an empty list.
 */
export const factsSchema = z.strictObject({
  /** `incident` when an event opened the case, `change` when a person did. */
  kind: z.enum(["change", "incident"]),
  /** For an incident: the source's signature verified. True for a change (the person's token did). */
  authenticated: z.boolean(),
  /** For an incident: the event is a finding of a malicious class (crypto mining, command and control, denial of service, …). */
  malicious_finding: z.boolean(),
  /** Whether the auditor's own rules read the sentence or the finding without guessing. */
  certain: z.boolean(),
  /** The auditor's intents; never the planner's. */
  intents: z.array(intentSchema).max(16),
  /** Names of the actions in the plan, without duplicates. */
  actions: z.array(z.string().max(64)).max(200),
  /** Resource changes that the actions make; 0 for a plan that only reads. */
  changes: z.int().min(0),
  /** Every step isolates, blocks or limits, and nothing becomes newly reachable. */
  containment: z.boolean(),

  /**
   * Environments of everything that changes; a change whose environment can't be read adds `unknown`, and none at all counts
   * as unknown too.
   */
  environments: z.array(environmentSchema).max(3),
  /** Segments (estate names) and compliance scopes of everything that changes, on both sides of each change. */
  segments: z.array(id).max(200),
  compliance: z.array(z.string().max(32)).max(16),

  /** The ticket that the case carries, checked against the auditor's register: open, and not used by another case. */
  ticket: z.enum(["none", "change", "emergency"]),
  /**
   * Everything that goes away: deleted, replaced or forgotten resources, and segments that leave a core network policy
   * (part `segments`). `confirmed` once the requester named it.
   */
  deletions: z.array(z.strictObject({ ...resourceRefSchema.shape, confirmed: z.boolean() })).max(2000),
  /** What becomes reachable from 0.0.0.0/0 or ::/0, by reachability; a `may` counts. `declared` by `isPublicEntry(charter, …)`. */
  exposures: z
    .array(
      z.strictObject({ place: id, ports: z.string().max(32), environment: environmentSchema, declared: z.boolean() }),
    )
    .max(2000),
  /** Change of the monthly cost in USD, rounded to cents; null where anything in it has no price. */
  monthly_usd_delta: usd.nullable(),
  /**
   * Positive deltas of the other plans of the last 24 hours (not rolled back), summed per requester, per segment touched
   * and for the planner as a whole: those that finance or the CFO did not approve, and those that the CFO did not.
   */
  accumulated: z
    .array(
      z.strictObject({
        over: z.enum(["requester", "segment", "planner"]),
        id: z.string().max(900),
        without_finance_usd: usd.min(0),
        without_cfo_usd: usd.min(0),
      }),
    )
    .max(300),
  /** Weakened watchers: auditor, ledger, CloudTrail, flow logs, Config, GuardDuty, their stores; Trias's own roles, keys, policies. */
  tampering: z.array(z.strictObject({ ...resourceRefSchema.shape, what: text })).max(2000),
  /** PCI workloads that would be without something that they must have. */
  pci_lacks: z
    .array(
      z.strictObject({
        ...resourceRefSchema.shape,
        lacks: z.enum(["encryption", "logging", "inspection", "isolation"]),
        why: text,
      }),
    )
    .max(2000),
  /** Data or workloads with EU residency that would leave the EU. */
  residency_violations: z
    .array(z.strictObject({ ...resourceRefSchema.shape, region: z.string().max(64), why: text }))
    .max(2000),
  /** Values that could not be known, with the hard policies that read them; each of these fails closed. */
  unknown: z
    .array(
      z.strictObject({
        ...resourceRefSchema.shape,
        attribute: z.string().max(200),
        guards: z.array(hardPolicyIdSchema).max(7),
      }),
    )
    .max(2000),

  /** Newly possible flows, and how many touch production or come from or go to the internet. */
  opened: z.array(flowSchema).max(2000),
  opened_count: z.strictObject({ total: z.int().min(0), production: z.int().min(0), internet: z.int().min(0) }),
  /** Expectations of the charter that do not hold afterwards; `new` where they held before. */
  invariant_violations: z.array(z.strictObject({ invariant: id, flow: text, new: z.boolean() })).max(500),

  /** Steps without an inverse, as the auditor's own action definitions say, not as the plan says. */
  irreversible: z.array(z.strictObject({ step: z.string().max(8), reason: text })).max(200),
  /** Plan and inverse together gave the starting estate, save for the steps in `irreversible`. */
  way_back_proven: z.boolean(),
  /** For `roll_back`: the roles that had approved the case, and whether nobody uses yet what goes; null for other intents. */
  rollback: z.strictObject({ approvers: z.array(roleSchema).max(16), unused: z.boolean() }).nullable(),

  /** Every address that a block rule names stands on the charter's verified threat list. */
  intelligence_agrees: z.boolean(),
  /** For a scale-up: the trend behind it is sustained, by the auditor's own evidence. */
  trend_sustained: z.boolean(),
  /** For `revoke_vendor_access`: the access is past its expiry, or an authenticated finding names it. */
  access_expired_or_suspicious: z.boolean(),

  /** Addresses to block that the never-list covers, by `neverListed(charter, cidr)`. */
  never_list_hits: z.array(z.strictObject({ address: z.string().max(49), reason: text })).max(2000),
  /** Blocks wider than one address. */
  wide_blocks: z.array(z.string().max(49)).max(2000),
  /** Caps of the charter that this plan would exceed, this plan counted. */
  caps_exceeded: z
    .array(z.strictObject({ cap: z.string().max(64), limit: z.int().min(0), count: z.int().min(0) }))
    .max(64),
  /** Targets whose isolation would leave a load balancer without a healthy one. */
  last_healthy_targets: z.array(resourceRefSchema).max(200),
  /** Arguments that come from text which an outsider can write, and choose a target or widen a range. */
  taints: z.array(z.strictObject({ argument: z.string().max(200), source: z.string().max(200) })).max(200),

  /** Parts of the estate that the verdict relies on and that are older than the charter allows, or unknown. */
  stale_parts: z.array(z.strictObject({ part: z.string().max(64), age_seconds: z.number().min(0).nullable() })).max(64),
  /** Freeze windows of the charter that hold now for the environments touched, by `activeFreezes(charter, …)`. */
  freezes: z.array(z.strictObject({ id, approvers: z.array(roleSchema).min(1).max(8) })).max(20),
  /** Interruption of anything that is in use; null where it can't be estimated. */
  downtime_seconds: z.number().min(0).nullable(),
});
export type Facts = z.infer<typeof factsSchema>;

/** Whether anything in production changes; what has no known environment counts as production. */
export function touchesProduction({ changes, environments }: Facts): boolean {
  if (changes === 0) return false;
  return environments.length === 0 || environments.some((environment) => environment !== "non-production");
}
