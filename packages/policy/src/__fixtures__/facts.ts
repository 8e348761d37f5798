import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CharterFiles } from "../charter/assemble.ts";
import type { Facts } from "../facts.ts";

const folder = fileURLToPath(new URL("../../../../charter/", import.meta.url));

/** The sample company's charter, as it stands in the repository. */
export const SAMPLE_CHARTER: CharterFiles = Object.fromEntries(
  globSync("**/*.{json,txt,cedar,md}", { cwd: folder }).map((path) => [path, readFileSync(`${folder}${path}`, "utf8")]),
);

/** A change in a test segment that harms nobody: what a test does not name stays as it is here. */
export function harmless(fields: Partial<Facts> = {}): Facts {
  return {
    kind: "change",
    authenticated: true,
    malicious_finding: false,
    certain: true,
    intents: [{ type: "allocate_addresses", parameters: { size: "/24" }, confidence: 1 }],
    actions: ["allocate_block"],
    changes: 1,
    containment: false,
    environments: ["non-production"],
    segments: ["nonprod-test"],
    compliance: [],
    ticket: "none",
    deletions: [],
    exposures: [],
    monthly_usd_delta: 0,
    accumulated: [],
    tampering: [],
    pci_lacks: [],
    residency_violations: [],
    unknown: [],
    opened: [],
    opened_count: { total: 0, production: 0, internet: 0 },
    invariant_violations: [],
    irreversible: [],
    way_back_proven: true,
    rollback: null,
    intelligence_agrees: false,
    trend_sustained: false,
    access_expired_or_suspicious: false,
    never_list_hits: [],
    wide_blocks: [],
    caps_exceeded: [],
    last_healthy_targets: [],
    taints: [],
    stale_parts: [],
    freezes: [],
    downtime_seconds: 0,
    ...fields,
  };
}

/** An instance isolated on a finding, as the fast path has it. */
export function isolation(fields: Partial<Facts> = {}): Facts {
  return harmless({
    kind: "incident",
    malicious_finding: true,
    intents: [{ type: "isolate_instance", parameters: { instance: "i-0a1" }, confidence: 1 }],
    actions: ["create_security_group", "set_interface_groups"],
    changes: 2,
    containment: true,
    environments: ["production"],
    segments: ["prod-general"],
    ticket: "emergency",
    ...fields,
  });
}
