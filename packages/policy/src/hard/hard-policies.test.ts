import { describe, expect, test } from "vitest";
import { harmless, isolation, SAMPLE_CHARTER } from "../__fixtures__/facts.ts";
import { contextOf, evaluateSet } from "../cedar/evaluate.ts";
import { CEDAR_SCHEMA } from "../cedar/schema.ts";
import { wasmCedarEngine } from "../cedar/wasm-engine.ts";
import { assembleCharter } from "../charter/assemble.ts";
import { evaluatePolicies } from "../evaluate-policies.ts";
import type { Facts, HardPolicyId } from "../facts.ts";
import { CORE_POLICIES, CORE_RULES } from "./core-set.ts";
import { HARD_POLICIES, HARD_POLICIES_DIGEST, hardFindings } from "./hard-policies.ts";

const cedar = wasmCedarEngine();
const { charter } = assembleCharter(SAMPLE_CHARTER, cedar);

function inTypeScript(facts: Facts): string[] {
  return [...new Set(hardFindings(facts).map(({ rule }) => rule))].sort();
}

function inCedar(facts: Facts): string[] {
  const context = contextOf(facts);
  if ("finding" in context) return [context.finding.rule];
  const evaluation = evaluateSet("hard", CORE_POLICIES, context.context, cedar);
  return evaluation.type === "evaluated" ? [...evaluation.satisfied].sort() : [evaluation.finding.rule];
}

type Row = readonly [what: string, facts: Facts, rules: readonly string[]];

const production: Partial<Facts> = { environments: ["production"], segments: ["prod-api"] };
const ref = { part: "databases", id: "cards" };
const over = (usd: number) => [
  { over: "requester" as const, id: "developer", without_finance_usd: usd, without_cfo_usd: usd },
];
const exposed = (environment: Facts["environments"][number], declared: boolean) => ({
  exposures: [{ place: "alb-1", ports: "443", environment, declared }],
});
const unknown = (policy: HardPolicyId) => ({ unknown: [{ ...ref, attribute: "encrypted", guards: [policy] }] });

const TABLE: Readonly<Record<HardPolicyId, readonly Row[]>> = {
  P1: [
    ["production without a ticket", harmless(production), ["P1"]],
    ["production with a change ticket", harmless({ ...production, ticket: "change" }), []],
    ["non-production without a ticket", harmless(), []],
    ["one change of two in production", harmless({ environments: ["non-production", "production"] }), ["P1"]],
    ["an environment that is not known", harmless({ environments: ["unknown"] }), ["P1"]],
    ["no environment at all", harmless({ environments: [] }), ["P1"]],
    ["reading production", harmless({ ...production, changes: 0 }), []],
    ["containment of an incident with an emergency ticket", isolation(), []],
    ["containment of an incident without a ticket", isolation({ ticket: "none" }), ["P1"]],
    ["an incident's plan that does more than contain", isolation({ containment: false }), ["P1"]],
    ["a person's containment with an emergency ticket", isolation({ kind: "change" }), ["P1"]],
    ["an emergency ticket on a plain change", harmless({ ...production, ticket: "emergency" }), ["P1"]],
    ["an environment tag that is not known yet", harmless(unknown("P1")), ["P1.unknown"]],
  ],
  P2: [
    ["a deletion that nobody confirmed", harmless({ deletions: [{ ...ref, confirmed: false }] }), ["P2"]],
    ["a deletion that was confirmed", harmless({ deletions: [{ ...ref, confirmed: true }] }), []],
    [
      "one of two confirmed",
      harmless({
        deletions: [
          { ...ref, confirmed: true },
          { ...ref, id: "orders", confirmed: false },
        ],
      }),
      ["P2"],
    ],
    ["no deletion", harmless(), []],
    ["a deletion that can't be read", harmless(unknown("P2")), ["P2.unknown"]],
  ],
  P3: [
    ["production opened to the internet", harmless(exposed("production", false)), ["P3"]],
    ["an unknown environment opened", harmless(exposed("unknown", false)), ["P3"]],
    ["non-production opened", harmless(exposed("non-production", false)), []],
    ["a declared public entry", harmless(exposed("production", true)), []],
    [
      "a declared entry and another",
      harmless({ exposures: [...exposed("production", true).exposures, ...exposed("production", false).exposures] }),
      ["P3"],
    ],
    ["a source that is not known yet", harmless(unknown("P3")), ["P3.unknown"]],
  ],
  P4: [
    ["exactly 1,000 USD", harmless({ monthly_usd_delta: 1000 }), []],
    ["a cent more", harmless({ monthly_usd_delta: 1000.01 }), ["P4.finance"]],
    ["the doubled render fleet", harmless({ monthly_usd_delta: 2850.53 }), ["P4.finance"]],
    ["exactly 10,000 USD", harmless({ monthly_usd_delta: 10_000 }), ["P4.finance"]],
    ["a cent more than 10,000 USD", harmless({ monthly_usd_delta: 10_000.01 }), ["P4.cfo", "P4.finance"]],
    ["the second plan of 900 USD", harmless({ monthly_usd_delta: 900, accumulated: over(900) }), ["P4.finance"]],
    ["the cent that fills the day", harmless({ monthly_usd_delta: 0.01, accumulated: over(1000) }), ["P4.finance"]],
    ["up to the limit together", harmless({ monthly_usd_delta: 100, accumulated: over(900) }), []],
    ["a saving after a dear day", harmless({ monthly_usd_delta: -5000, accumulated: over(50_000) }), []],
    ["an unpriced resource", harmless({ monthly_usd_delta: null }), ["P4.cost_unknown"]],
    ["a size that is not known yet", harmless(unknown("P4")), ["P4.unknown"]],
  ],
  P5: [
    [
      "a flow log stopped",
      harmless({ tampering: [{ part: "flow_logs", id: "fl-1", what: "flow log stopped" }] }),
      ["P5"],
    ],
    ["nothing that watches", harmless(), []],
    ["a role path that is not known yet", harmless(unknown("P5")), ["P5.unknown"]],
  ],
  P6: [
    ...(["encryption", "logging", "inspection", "isolation"] as const).map(
      (lacks): Row => [`without ${lacks}`, harmless({ pci_lacks: [{ ...ref, lacks, why: "turned off" }] }), ["P6"]],
    ),
    ["a PCI change that keeps everything", harmless({ compliance: ["pci"] }), []],
    ["encryption that is not known yet", harmless(unknown("P6")), ["P6.unknown"]],
  ],
  P7: [
    [
      "a copy outside of the EU",
      harmless({ residency_violations: [{ ...ref, region: "us-east-1", why: "a replica" }] }),
      ["P7"],
    ],
    ["a change that stays", harmless({ compliance: ["gdpr"] }), []],
    ["a region that is not known yet", harmless(unknown("P7")), ["P7.unknown"]],
  ],
};

describe.each(Object.entries(TABLE))("%s", (policy, rows) => {
  test.each(rows)("%s, in both forms", (_what, facts, rules) => {
    const own = (fired: readonly string[]) => fired.filter((rule) => rule.startsWith(policy));
    expect(own(inTypeScript(facts))).toEqual(rules);
    expect(own(inCedar(facts))).toEqual(rules);
    expect(inCedar(facts)).toEqual(inTypeScript(facts));
    expect(evaluatePolicies(facts, charter, cedar).disagreement).toBeNull();
  });
});

test("every rule is exercised by the table, and listed in both forms", () => {
  const exercised = new Set(Object.values(TABLE).flatMap((rows) => rows.flatMap(([, , rules]) => rules)));
  const listed = HARD_POLICIES.flatMap(({ rules }) => rules).sort();
  expect([...exercised].sort()).toEqual(listed);
  expect([...CORE_RULES.keys()].sort()).toEqual(listed);
});

test("the blocking policies block, P2 asks the requester, P4 asks finance and the CFO", () => {
  const levels = Object.fromEntries([...CORE_RULES].map(([id, { level, approvers }]) => [id, [level, ...approvers]]));
  expect(levels).toMatchObject({
    P1: ["block"],
    P2: ["escalate"],
    P3: ["block"],
    "P4.finance": ["escalate", "finance"],
    "P4.cfo": ["escalate", "cfo"],
    "P4.cost_unknown": ["escalate", "finance"],
    P5: ["block"],
    P6: ["block"],
    P7: ["block"],
    "P6.unknown": ["block"],
  });
});

test("the core set is strictly valid, and its digest is pinned", () => {
  expect(cedar.validate(CORE_POLICIES, CEDAR_SCHEMA)).toEqual([]);
  expect(HARD_POLICIES_DIGEST).toMatchInlineSnapshot(
    `"sha256:68d1cf8df83e921027de613bd9826e3b4414884a61a916d6a6f9f880a8df6d12"`,
  );
});
