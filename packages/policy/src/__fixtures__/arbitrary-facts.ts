import { roleSchema } from "@trias/protocol";
import fc from "fast-check";
import { type Facts, hardPolicyIdSchema } from "../facts.ts";

const intents = ["isolate_instance", "add_firewall_rule", "scale_capacity", "create_segment", "delete_segment", "roll_back", "attach_network", "generate_report", "made_up"];
const name = fc.constantFrom("a", "b", "c");
const ref = { part: fc.constantFrom("databases", "flow_logs", "segments"), id: name };
const usd = fc.oneof(fc.constantFrom(0, 99.99, 100, 1000, 1000.01, 10_000, 10_000.01), fc.double({ min: -20_000, max: 20_000, noNaN: true }));
const few = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });
const environment = fc.constantFrom("production" as const, "non-production" as const, "unknown" as const);
const roles = few(fc.constantFrom(...roleSchema.options));

/** Any facts that the schema takes, dense around the thresholds. */
export const arbitraryFacts: fc.Arbitrary<Facts> = fc.record({
  kind: fc.constantFrom("change" as const, "incident" as const),
  authenticated: fc.boolean(),
  malicious_finding: fc.boolean(),
  certain: fc.boolean(),
  intents: few(
    fc.record({
      type: fc.constantFrom(...intents),
      parameters: fc.record({ effect: fc.constantFrom("allow", "block") }),
      confidence: fc.constant(1),
    }),
  ),
  actions: few(name),
  changes: fc.nat(2),
  containment: fc.boolean(),
  environments: fc.uniqueArray(environment, { maxLength: 3 }),
  segments: few(fc.constantFrom("prod-api", "nonprod-dev", "nonprod-test")),
  compliance: few(fc.constantFrom("pci", "gdpr")),
  ticket: fc.constantFrom("none" as const, "change" as const, "emergency" as const),
  deletions: few(fc.record({ ...ref, confirmed: fc.boolean() })),
  exposures: few(fc.record({ place: name, ports: fc.constant("443"), environment, declared: fc.boolean() })),
  monthly_usd_delta: fc.option(usd),
  accumulated: few(
    fc.record({
      over: fc.constantFrom("requester" as const, "segment" as const, "planner" as const),
      id: name,
      without_finance_usd: usd.map(Math.abs),
      without_cfo_usd: usd.map(Math.abs),
    }),
  ),
  tampering: few(fc.record({ ...ref, what: name })),
  pci_lacks: few(fc.record({ ...ref, lacks: fc.constantFrom("encryption" as const, "isolation" as const), why: name })),
  residency_violations: few(fc.record({ ...ref, region: fc.constant("us-east-1"), why: name })),
  unknown: few(fc.record({ ...ref, attribute: name, guards: fc.uniqueArray(fc.constantFrom(...hardPolicyIdSchema.options)) })),
  opened: fc.constant([]),
  opened_count: fc.record({ total: fc.nat(100), production: fc.nat(2), internet: fc.nat(2) }),
  invariant_violations: few(fc.record({ invariant: name, flow: name, new: fc.boolean() })),
  irreversible: few(fc.record({ step: fc.constant("s1"), reason: name })),
  way_back_proven: fc.boolean(),
  rollback: fc.option(fc.record({ approvers: roles, unused: fc.boolean() })),
  intelligence_agrees: fc.boolean(),
  trend_sustained: fc.boolean(),
  access_expired_or_suspicious: fc.boolean(),
  never_list_hits: few(fc.record({ address: fc.constant("10.0.0.1/32"), reason: name })),
  wide_blocks: few(fc.constant("203.0.113.0/24")),
  caps_exceeded: few(fc.record({ cap: name, limit: fc.nat(5), count: fc.nat(9) })),
  last_healthy_targets: few(fc.record(ref)),
  taints: few(fc.record({ argument: name, source: name })),
  stale_parts: few(fc.record({ part: name, age_seconds: fc.option(fc.nat(1000)) })),
  freezes: few(fc.record({ id: name, approvers: fc.constant(["emergency" as const]) })),
  downtime_seconds: fc.option(fc.double({ min: 0, max: 1000, noNaN: true })),
});
