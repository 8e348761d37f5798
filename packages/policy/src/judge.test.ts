import type { Decision } from "@trias/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryFacts } from "./__fixtures__/arbitrary-facts.ts";
import { harmless, isolation, SAMPLE_CHARTER } from "./__fixtures__/facts.ts";
import { autonomy } from "./autonomy.ts";
import { wasmCedarEngine } from "./cedar/wasm-engine.ts";
import { assembleCharter } from "./charter/assemble.ts";
import { combine } from "./combine.ts";
import { evaluatePolicies } from "./evaluate-policies.ts";
import type { Facts } from "./facts.ts";
import { mergeOutcomes } from "./finding.ts";
import { matrixApprovals } from "./matrix/matrix.ts";
import { NOTHING } from "./outcome.ts";

/** Hundreds of evaluations on a machine that is busy with other things: a limit on hanging, not a measurement. */
const PATIENCE = 120_000;

const cedar = wasmCedarEngine();
const { charter } = assembleCharter(SAMPLE_CHARTER, cedar);

function judge(facts: Facts) {
  const policies = evaluatePolicies(facts, charter, cedar);
  const approvals = matrixApprovals(facts, charter);
  const outcome = mergeOutcomes(policies, { ...NOTHING, approvals }, autonomy(facts, charter));
  return { ...outcome, decision: combine(outcome), disagreement: policies.disagreement };
}

const ids = (facts: Facts) => judge(facts).concerns.map(({ id }) => id);
const roles = (facts: Facts) =>
  judge(facts)
    .approvals.map(({ role }) => role)
    .sort();

describe("the cases that everything else hangs on", () => {
  test("a harmless change in a test segment goes alone", () => {
    expect(judge(harmless())).toMatchObject({ decision: "approved", concerns: [], approvals: [], holds: [] });
  });

  test("a finding of crypto mining isolates by itself, in production", () => {
    expect(judge(isolation())).toMatchObject({ decision: "approved", concerns: [], approvals: [] });
  });

  test("the same from a source that did not sign asks security", () => {
    const facts = isolation({ authenticated: false });
    expect(judge(facts).decision).toBe("escalated");
    expect(ids(facts)).toEqual(["event.unauthenticated"]);
    expect(roles(facts)).toEqual(["security"]);
  });

  test("doubling the render fleet asks network and finance", () => {
    const facts = harmless({
      intents: [{ type: "scale_capacity", parameters: { target: "render-fleet", factor: 2 }, confidence: 1 }],
      monthly_usd_delta: 2850.53,
    });
    expect(judge(facts).decision).toBe("escalated");
    expect(roles(facts)).toEqual(["finance", "network"]);
  });

  test("a new non-production segment asks the network architect alone", () => {
    const facts = harmless({
      intents: [{ type: "create_segment", parameters: { purpose: "machine learning" }, confidence: 1 }],
      monthly_usd_delta: 47.45,
    });
    expect(judge(facts)).toMatchObject({ decision: "escalated", approvals: [{ role: "network-architect" }] });
    expect(roles(facts)).toEqual(["network-architect"]);
  });

  test("a deletion names what the requester has to confirm", () => {
    const facts = harmless({ deletions: [{ part: "segments", id: "nonprod-ml", confirmed: false }] });
    expect(judge(facts)).toMatchObject({ decision: "escalated", confirmations: ["nonprod-ml"] });
  });

  test("a stale estate is held, whoever approves", () => {
    expect(judge(harmless({ stale_parts: [{ part: "vpcs", age_seconds: 900 }] })).holds).toHaveLength(1);
  });

  test("two thousand faults of one kind make a bounded list that says how many", () => {
    const exposures = Array.from({ length: 2000 }, (_, n) => ({
      place: `i-${n}`,
      ports: "22",
      environment: "production" as const,
      declared: false,
    }));
    const { concerns, decision } = judge(harmless({ exposures }));
    expect(decision).toBe("vetoed");
    expect(concerns.length).toBeLessThan(30);
    expect(concerns.some(({ message }) => message.includes("1980 more"))).toBe(true);
  });

  test("facts that do not have their form block", () => {
    const broken = { ...harmless(), monthly_usd_delta: Number.NaN };
    expect(judge(broken)).toMatchObject({
      decision: "vetoed",
      concerns: expect.arrayContaining([expect.objectContaining({ id: "policy.facts" })]),
    });
  });
});

describe("guards", () => {
  test.each<[string, Partial<Facts>, string]>([
    ["never-list", { never_list_hits: [{ address: "10.0.0.1/32", reason: "own" }] }, "containment.never_list"],
    ["a wide block", { wide_blocks: ["203.0.113.0/24"] }, "containment.wide_block"],
    ["a cap", { caps_exceeded: [{ cap: "block_ip_per_hour", limit: 60, count: 61 }] }, "containment.cap"],
    [
      "the last healthy target",
      { last_healthy_targets: [{ part: "instances", id: "i-1" }] },
      "containment.last_target",
    ],
    ["a taint", { taints: [{ argument: "target", source: "tag" }] }, "argument.tainted"],
    ["a freeze", { freezes: [{ id: "year-end", approvers: ["emergency"] }] }, "calendar.freeze"],
    ["a step without a way back", { irreversible: [{ step: "s1", reason: "data goes" }] }, "way_back.irreversible"],
    ["a guess in production", { certain: false, environments: ["production"], ticket: "change" }, "intent.uncertain"],
  ])("%s asks a person", (_what, fields, id) => {
    expect(ids(harmless(fields))).toContain(id);
    expect(judge(harmless(fields)).decision).toBe("escalated");
    expect(roles(harmless(fields))).not.toEqual([]);
  });

  test.each<[string, Partial<Facts>, string]>([
    ["a way back that is not proven", { way_back_proven: false }, "way_back.unproven"],
    [
      "a broken invariant",
      { invariant_violations: [{ invariant: "dev-pci", flow: "a to b", new: true }] },
      "invariant.dev-pci",
    ],
  ])("%s blocks", (_what, fields, id) => {
    expect(ids(harmless(fields))).toContain(id);
    expect(judge(harmless(fields)).decision).toBe("vetoed");
  });

  test("an invariant that was broken before, and a freeze during containment, stop nothing", () => {
    const before = harmless({ invariant_violations: [{ invariant: "dev-pci", flow: "a to b", new: false }] });
    expect(judge(before).decision).toBe("approved");
    expect(judge(isolation({ freezes: [{ id: "x", approvers: ["emergency"] }] })).decision).toBe("approved");
  });

  test("a guess in non-production may run by itself", () => {
    expect(judge(harmless({ certain: false })).decision).toBe("approved");
  });
});

describe("budgets below those of P4", () => {
  const tight = { ...charter, limits: { ...charter.limits, budgets: { finance_usd: 100, cfo_usd: 500 } } };
  const asked = (facts: Facts) => evaluatePolicies(facts, tight, cedar).approvals.map(({ role }) => role);

  test.each<[number, number, string[]]>([
    [100, 0, []],
    [100.01, 0, ["finance"]],
    [60, 60, ["finance"]],
    [500.01, 0, ["finance", "cfo"]],
    [-900, 5000, []],
  ])("%d USD after %d USD", (delta, earlier, expected) => {
    const accumulated = [{ over: "planner" as const, id: "p", without_finance_usd: earlier, without_cfo_usd: earlier }];
    expect(asked(harmless({ monthly_usd_delta: delta, accumulated }))).toEqual(expected);
  });
});

const RANK: Readonly<Record<Decision, number>> = { approved: 0, amend: 1, escalated: 2, vetoed: 3 };

/** Each makes a plan worse, or less known, in one way. */
const HARMS: readonly ((facts: Facts) => Facts)[] = [
  (f) => ({ ...f, environments: [...new Set([...f.environments, "production" as const])] }),
  (f) => ({ ...f, environments: [...new Set([...f.environments, "unknown" as const])] }),
  (f) => ({ ...f, ticket: "none" }),
  (f) => ({ ...f, containment: false }),
  (f) => ({ ...f, authenticated: false }),
  (f) => ({ ...f, certain: false }),
  (f) => ({ ...f, malicious_finding: false }),
  (f) => ({ ...f, intelligence_agrees: false }),
  (f) => ({ ...f, trend_sustained: false }),
  (f) => ({ ...f, access_expired_or_suspicious: false }),
  (f) => ({ ...f, way_back_proven: false }),
  (f) => ({ ...f, deletions: [...f.deletions, { part: "vpcs", id: "vpc-9", confirmed: false }] }),
  (f) => ({
    ...f,
    exposures: [...f.exposures, { place: "x", ports: "22", environment: "production", declared: false }],
  }),
  (f) => ({ ...f, monthly_usd_delta: null }),
  (f) => ({ ...f, monthly_usd_delta: f.monthly_usd_delta === null ? null : Math.abs(f.monthly_usd_delta) + 1500 }),
  (f) => ({
    ...f,
    accumulated: [...f.accumulated, { over: "planner", id: "p", without_finance_usd: 2e4, without_cfo_usd: 2e4 }],
  }),
  (f) => ({ ...f, tampering: [...f.tampering, { part: "watchers", id: "w", what: "trail stopped" }] }),
  (f) => ({ ...f, pci_lacks: [...f.pci_lacks, { part: "databases", id: "d", lacks: "encryption", why: "off" }] }),
  (f) => ({
    ...f,
    residency_violations: [...f.residency_violations, { part: "buckets", id: "b", region: "us-east-1", why: "copy" }],
  }),
  (f) => ({ ...f, unknown: [...f.unknown, { part: "databases", id: "d", attribute: "encrypted", guards: ["P6"] }] }),
  (f) => ({
    ...f,
    opened_count: { total: f.opened_count.total + 99, production: f.opened_count.production + 1, internet: 1 },
  }),
  (f) => ({ ...f, invariant_violations: [...f.invariant_violations, { invariant: "z", flow: "z", new: true }] }),
  (f) => ({ ...f, irreversible: [...f.irreversible, { step: "s2", reason: "gone" }] }),
  (f) => ({ ...f, never_list_hits: [...f.never_list_hits, { address: "10.0.0.9/32", reason: "own" }] }),
  (f) => ({ ...f, caps_exceeded: [...f.caps_exceeded, { cap: "z", limit: 1, count: 2 }] }),
  (f) => ({ ...f, taints: [...f.taints, { argument: "target", source: "tag" }] }),
  (f) => ({ ...f, stale_parts: [...f.stale_parts, { part: "vpcs", age_seconds: null }] }),
  (f) => ({ ...f, freezes: [...f.freezes, { id: "z", approvers: ["emergency"] }] }),
  (f) => ({ ...f, segments: [...f.segments, "prod-pci"] }),
  (f) => ({ ...f, intents: [...f.intents, { type: "delete_segment", parameters: {}, confidence: 1 }] }),
];

test(
  "more harm never lowers the decision, nor takes a concern, a hold or a confirmation away",
  () => {
    fc.assert(
      fc.property(arbitraryFacts, fc.nat(HARMS.length - 1), (facts, n) => {
        const harmed = HARMS[n]?.(facts) ?? facts;
        const [before, after] = [judge(facts), judge(harmed)];
        expect(RANK[after.decision]).toBeGreaterThanOrEqual(RANK[before.decision]);
        for (const name of before.confirmations) expect(after.confirmations).toContain(name);
        for (const hold of before.holds) expect(after.holds).toContain(hold);
      }),
      { numRuns: 300 },
    );
  },
  PATIENCE,
);

test(
  "both forms of the hard policies agree on any facts",
  () => {
    fc.assert(
      fc.property(arbitraryFacts, (facts) => {
        expect(judge(facts).disagreement).toBeNull();
        expect(ids(facts)).not.toContain("policy.engine");
      }),
      { numRuns: 300 },
    );
  },
  PATIENCE,
);
