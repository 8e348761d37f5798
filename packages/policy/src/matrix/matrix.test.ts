import type { Role } from "@trias/protocol";
import { describe, expect, test } from "vitest";
import { harmless, isolation } from "../__fixtures__/facts.ts";
import type { Facts } from "../facts.ts";
import { DEFAULT_MATRIX } from "./default-matrix.ts";
import { looseningRows } from "./loosening.ts";
import { matrixApprovals } from "./matrix.ts";

function asked(type: string, fields: Partial<Facts> = {}, parameters: Facts["intents"][number]["parameters"] = {}) {
  const facts = harmless({ intents: [{ type, parameters, confidence: 1 }], ...fields });
  return matrixApprovals(facts, { matrix: [] })
    .map(({ role }) => role)
    .sort();
}

const production: Partial<Facts> = { environments: ["production"] };
const reaching: Partial<Facts> = { opened_count: { total: 1, production: 1, internet: 0 } };
const finding: Partial<Facts> = { kind: "incident", malicious_finding: true };
const earlier = (usd: number): Partial<Facts> => ({
  accumulated: [{ over: "requester", id: "x", without_finance_usd: usd, without_cfo_usd: usd }],
});

describe("the default matrix asks", () => {
  test.each<[string, string[], readonly Role[]]>([
    ["isolation on a malicious finding", asked("isolate_instance", finding), []],
    ["… that nobody signed", asked("isolate_instance", { ...finding, authenticated: false }), ["security"]],
    ["… that was guessed", asked("isolate_instance", { ...finding, certain: false }), ["security"]],
    ["… of a harmless class", asked("isolate_instance", { ...finding, malicious_finding: false }), ["security"]],
    ["isolation by a person", asked("isolate_instance", { malicious_finding: true }), ["security"]],
    [
      "a block that intelligence knows",
      asked("add_firewall_rule", { ...production, intelligence_agrees: true }, { effect: "block" }),
      [],
    ],
    ["a block that nobody knows", asked("add_firewall_rule", {}, { effect: "block" }), ["security"]],
    ["an allow", asked("add_firewall_rule", { intelligence_agrees: true }, { effect: "allow" }), ["security"]],
    ["a rule without an effect", asked("add_firewall_rule", { intelligence_agrees: true }), ["security"]],
    ["vendor access", asked("grant_vendor_access"), ["security"]],
    ["vendor access taken, expired", asked("revoke_vendor_access", { access_expired_or_suspicious: true }), []],
    ["vendor access taken", asked("revoke_vendor_access"), ["security"]],
    ["99.99 USD on a trend", asked("scale_capacity", { monthly_usd_delta: 99.99, trend_sustained: true }), []],
    ["99.99 USD without a trend", asked("scale_capacity", { monthly_usd_delta: 99.99 }), ["network"]],
    ["100 USD", asked("scale_capacity", { monthly_usd_delta: 100, trend_sustained: true }), ["network"]],
    [
      "the second 60 USD",
      asked("scale_capacity", { monthly_usd_delta: 60, trend_sustained: true, ...earlier(60) }),
      ["network"],
    ],
    [
      "a price that is not known",
      asked("scale_capacity", { monthly_usd_delta: null, trend_sustained: true }),
      ["network"],
    ],
    ["an attachment in non-production", asked("attach_network"), []],
    ["an attachment that reaches production", asked("attach_network", reaching), ["network", "security"]],
    ["an attachment in production", asked("attach_network", production), ["network", "security"]],
    [
      "a route where the environment is not known",
      asked("change_route", { environments: ["unknown"] }),
      ["network", "security"],
    ],
    ["a new segment", asked("create_segment", production), ["network-architect"]],
    ["a segment deleted", asked("delete_segment"), ["compliance", "network", "security"]],
    ["a failover", asked("fail_over_region"), ["emergency"]],
    ["what no row lists", asked("optimize_cost"), ["network"]],
    ["what no row lists, in production", asked("optimize_cost", production), ["network", "security"]],
    ["no intent at all", asked("x", { intents: [] }), ["network"]],
    ["reading", asked("network_status", { ...production, changes: 0 }), []],
    [
      "a rollback of what nobody uses",
      asked("roll_back", { rollback: { approvers: ["network-architect"], unused: true } }),
      ["network-architect"],
    ],
    [
      "a rollback of what is used",
      asked("roll_back", { rollback: { approvers: ["network-architect"], unused: false } }),
      ["network", "network-architect"],
    ],
    [
      "a rollback of what ran alone",
      asked("roll_back", { ...production, rollback: { approvers: [], unused: true } }),
      ["network", "security"],
    ],
    ["a rollback of an unknown case", asked("roll_back"), ["network"]],
  ])("%s", (_what, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  test("two intents ask for both, each role once", () => {
    const intents = ["create_segment", "grant_vendor_access", "add_firewall_rule"].map((type) => ({
      type,
      parameters: {},
      confidence: 1,
    }));
    const approvals = matrixApprovals(harmless({ intents }), { matrix: [] });
    expect(approvals.map(({ role }) => role)).toEqual(["network-architect", "security"]);
    expect(approvals[1]?.reason).toContain("; ");
  });
});

test("a charter's row adds to the default, whatever it says", () => {
  const matrix = [{ intent: "*", roles: ["compliance" as const], reason: "more eyes" }];
  const roles = (facts: Facts) => matrixApprovals(facts, { matrix }).map(({ role }) => role);
  expect(roles(isolation())).toEqual(["compliance"]);
  expect(roles(isolation({ authenticated: false }))).toEqual(["security", "compliance"]);
  const empty = [{ intent: "*", roles: [], reason: "nobody" }];
  expect(matrixApprovals(isolation({ authenticated: false }), { matrix: empty })).toMatchObject([{ role: "security" }]);
});

test("the default does not loosen itself, and answers in every situation", () => {
  expect(looseningRows(DEFAULT_MATRIX)).toEqual([]);
  expect(DEFAULT_MATRIX.at(-1)).toMatchObject({ intent: "*", roles: ["network", "security"] });
});
