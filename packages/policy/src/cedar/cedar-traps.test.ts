import { describe, expect, test } from "vitest";
import { harmless, SAMPLE_CHARTER } from "../__fixtures__/facts.ts";
import { assembleCharter } from "../charter/assemble.ts";
import { combine } from "../combine.ts";
import { PolicyError } from "../errors.ts";
import { evaluatePolicies } from "../evaluate-policies.ts";
import type { Facts } from "../facts.ts";
import { CORE_POLICIES } from "../hard/core-set.ts";
import type { CedarAnswer, CedarEngine } from "./engine.ts";
import { evaluateSet } from "./evaluate.ts";
import { readOrganisationPolicy } from "./organisation-policy.ts";
import { POLICY_LIMITS } from "./policy-source.ts";
import { wasmCedarEngine } from "./wasm-engine.ts";

const cedar = wasmCedarEngine();
const { charter } = assembleCharter(SAMPLE_CHARTER, cedar);

function judge(facts: Facts, engine: CedarEngine) {
  const outcome = evaluatePolicies(facts, charter, engine);
  return { ids: outcome.concerns.map(({ id }) => id), decision: combine(outcome) };
}

/** The real engine with one answer replaced. */
function answering(change: (answer: CedarAnswer) => CedarAnswer): CedarEngine {
  return { ...cedar, evaluate: (policies, schema, context) => change(cedar.evaluate(policies, schema, context)) };
}

test("the facts of these tests go through when the engine answers properly", () => {
  expect(judge(harmless(), cedar)).toEqual({ ids: [], decision: "approved" });
});

test("a forbid that errors is skipped by Cedar, and blocks here", () => {
  const schema = `namespace Trias { entity Requester; entity Plan; action "execute" appliesTo { principal: [Requester], resource: [Plan], context: { n: Long } }; }`;
  const policies = {
    "trias.base": `permit(principal, action, resource);`,
    overflow: `forbid(principal, action, resource) when { context.n + 9223372036854775807 > 0 };`,
  };
  const raw = cedar.evaluate(policies, schema, { n: 1 });
  expect(raw).toMatchObject({ type: "success", decision: "allow", errors: [{ policy: "overflow" }] });
  const wrapped = evaluateSet("test", policies, {}, { ...cedar, evaluate: () => raw });
  expect(wrapped).toMatchObject({ type: "failed", finding: { rule: "policy.engine", level: "block" } });
});

test.each([["nobody"], ["trias.base"]])("a denial by `%s`, which can't deny, is no evaluation", (id) => {
  const answer: CedarAnswer = { type: "success", decision: "deny", reason: ["P3", id], errors: [] };
  const evaluation = evaluateSet("hard", CORE_POLICIES, {}, { ...cedar, evaluate: () => answer });
  expect(evaluation).toMatchObject({ type: "failed", finding: { rule: "policy.engine", level: "block" } });
});

describe("an engine that does not answer properly blocks", () => {
  const success: CedarAnswer = { type: "success", decision: "allow", reason: ["trias.base"], errors: [] };
  test.each<[string, CedarEngine]>([
    [
      "it crashes",
      {
        ...cedar,
        evaluate: () => {
          throw new PolicyError("cedar_failed", "memory access out of bounds");
        },
      },
    ],
    ["it fails", answering(() => ({ type: "failure", messages: ["no"] }))],
    ["a policy errors", answering(() => ({ ...success, errors: [{ policy: "P3", message: "no such attribute" }] }))],
    ["it denies without a reason", answering(() => ({ ...success, decision: "deny", reason: [] }))],
    ["a stranger denies", answering(() => ({ ...success, decision: "deny", reason: ["nobody"] }))],
    ["the permit denies", answering(() => ({ ...success, decision: "deny", reason: ["trias.base"] }))],
    ["another permit allows", answering(() => ({ ...success, reason: ["org.allow_all"] }))],
    ["nothing allows", answering(() => ({ ...success, reason: [] }))],
  ])("%s", (_what, engine) => {
    expect(judge(harmless(), engine)).toMatchObject({
      decision: "vetoed",
      ids: expect.arrayContaining(["policy.engine"]),
    });
  });

  test("both forms differ", () => {
    const blind = answering(() => success);
    const exposures = [{ place: "i-1", ports: "22", environment: "production" as const, declared: false }];
    expect(judge(harmless({ exposures }), blind).ids).toEqual(["P3", "policy.disagreement"]);
    const seeing = answering(() => ({ ...success, decision: "deny", reason: ["P5"] }));
    expect(judge(harmless(), seeing).ids).toContain("policy.disagreement");
  });
});

describe("letters outside of ASCII from a plan block", () => {
  test.each<[string, Partial<Facts>]>([
    ["a Cyrillic letter in a segment", { segments: ["pr\u043Ed-pci"] }],
    ["a zero-width mark in an action", { actions: ["block_ip\u200b"] }],
    ["a deleted id", { deletions: [{ part: "vpcs", id: "vpc-\u0430", confirmed: true }] }],
    ["an intent", { intents: [{ type: "r\u0435port", parameters: {}, confidence: 1 }] }],
    ["a control character", { compliance: ["pci\u0000"] }],
  ])("%s", (_what, fields) => {
    const { decision, ids } = judge(harmless(fields), cedar);
    expect(decision).toBe("vetoed");
    expect(ids).toContain("policy.not_ascii");
  });

  test("free text for people may be in any script", () => {
    const facts = harmless({ taints: [{ argument: "target", source: "étiquette «projet»" }] });
    expect(judge(facts, cedar).ids).toEqual(["argument.tainted"]);
  });
});

const HEAD = `@id("org.x") @title("x") @guardrail("block")`;
const policy = (condition: string, head = HEAD) =>
  `${head}\nforbid(principal, action == Trias::Action::"execute", resource) when { ${condition} };`;

describe("an organisation policy is refused", () => {
  test.each([
    ["without an id", policy("context.certain", `@title("x") @guardrail("block")`), /@id/],
    ["with the id of a hard policy", policy("true", `@id("P3") @title("x") @guardrail("block")`), /org\./],
    ["with the id of the base", policy("true", `@id("trias.base") @title("x") @guardrail("block")`), /org\./],
    [
      "with a level that there is not",
      policy("context.certain", `@id("org.x") @title("x") @guardrail("maybe")`),
      /guardrail/,
    ],
    ["with a role that there is not", policy("context.certain", `${HEAD} @approvers("root")`), /approvers/],
    ["with an annotation that there is not", policy("context.certain", `${HEAD} @level("block")`), /level/],
    [
      "that escalates to nobody",
      policy("context.certain", `@id("org.x") @title("x") @guardrail("escalate")`),
      /whom it asks/,
    ],
    ["that reads what there is not", policy('context.environment == "production"'), /environment/],
    ["that reads an optional attribute unguarded", policy("context.monthly_cents_delta > 5"), /optional/],
    ["that compares different types", policy("context.kind == 5"), /type/i],
    ["that can never hold", policy("context.certain && false"), /impossible|never/i],
    ["with arithmetic", policy("context.changes + 1 > 5"), /overflow/],
    ["with an extension that can fail", policy(`ip("10.0.0.0/8").isIpv4()`), /can fail/],
    ["that is two", `${policy("context.certain")}\n${policy("context.certain")}`, /exactly one/],
    ["that is a template", `${HEAD}\nforbid(principal == ?principal, action, resource);`, /templates/],
    ["in another script", policy(`context.kind == "ch\u0430nge"`), /ASCII/],
    ["that is no Cedar", `${HEAD} deny everything`, /parsed/],
    ["that is too long", policy(`context.kind == "${"x".repeat(POLICY_LIMITS.bytes)}"`), /characters/],
    ["that is too deep", policy(`${"(".repeat(101)}context.certain${")".repeat(101)}`), /nested/],
    ["with too many branches", policy(`${"if context.certain then true else ".repeat(21)}true`), /`if`/],
    ["with too many accesses", policy(`context${".a".repeat(201)}`), /accesses/],
  ])("%s", (_what, text, reason) => {
    expect(() => readOrganisationPolicy("policies/x.cedar", text, cedar)).toThrow(
      expect.objectContaining({
        code: "policy_refused",
        at: "policies/x.cedar",
        message: expect.stringMatching(reason),
      }),
    );
  });

  test("what the bounds let through leaves the engine alive", () => {
    const texts = [
      policy(`${"(".repeat(99)}context.certain${")".repeat(99)}`),
      policy(`${"(if context.certain then true else ".repeat(20)}context.authenticated${")".repeat(20)}`),
      policy(Array.from({ length: 190 }, () => "context.certain").join(" && ")),
      policy(`${"[".repeat(99)}${"]".repeat(99)}.isEmpty() && context.certain`),
      policy(`context has ${Array.from({ length: 199 }, () => "a").join(".")}`),
      policy(`${"true && ".repeat(900)}context.certain`),
      policy(`${"(context.certain && (if context.certain then ".repeat(20)}true${" else false))".repeat(20)}`),
    ];
    for (const text of texts) {
      try {
        readOrganisationPolicy("policies/x.cedar", text, cedar);
      } catch (error) {
        expect(error).toMatchObject({ code: "policy_refused" });
      }
    }
    expect(judge(harmless(), cedar).decision).toBe("approved");
  });
});

test("a permit of the organisation is ignored", () => {
  const files = {
    ...SAMPLE_CHARTER,
    "policies/allow.cedar": `@id("org.allow") @title("all")\npermit(principal, action, resource);`,
  };
  const { charter: permissive } = assembleCharter(files, cedar);
  expect(permissive.policies.map(({ id }) => id)).not.toContain("org.allow");
  const facts = harmless({ environments: ["production"] });
  expect(combine(evaluatePolicies(facts, permissive, cedar))).toBe("vetoed");
});

test("a satisfied organisation policy adds its level and its approvers", () => {
  const outcome = evaluatePolicies(harmless({ compliance: ["pci"] }), charter, cedar);
  expect(outcome.concerns).toMatchObject([
    { id: "org.pci_changes", level: "escalate", subject: "policies/pci-changes.cedar" },
  ]);
  expect(outcome.approvals).toMatchObject([{ role: "compliance" }]);
});
