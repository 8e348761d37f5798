import { type Estate, get, list, type PrefixList, type ResourceChange } from "@trias/estate";
import { buildBlockAddress, simulatePlan } from "@trias/plan";
import type { Intent } from "@trias/protocol";
import { describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { scopeOfIntents } from "../union.ts";

const block: Intent["parameters"] = { effect: "block", source: "203.0.113.45/32", direction: "ingress" };
const scopeFor = (parameters: Intent["parameters"], on: Estate = estate) =>
  scopeOfIntents([{ type: "add_firewall_rule", parameters, confidence: 1 }], on, {});
const scope = scopeFor(block);
const changes = simulatePlan(estate, buildBlockAddress(estate, "203.0.113.45")).steps.flatMap((step) => step.changes);
const found = list(estate, "prefix_lists")[0] as PrefixList;
const entries = (...cidrs: string[]): ResourceChange => ({
  part: "prefix_lists",
  id: found.id,
  before: found,
  after: {
    ...found,
    version: found.version + 1,
    entries: [...found.entries, ...cidrs.map((cidr) => ({ cidr, description: "" }))],
  },
});

describe("the scope of add_firewall_rule", () => {
  it("permits the block of exactly one address, in either family", () => {
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.map(scope.change)).toEqual(changes.map(() => null));
    expect(scopeFor({ ...block, source: "2001:db8::1/128" }).change(entries("2001:db8::1/128"))).toBeNull();
  });

  it.each<[string, ResourceChange, RegExp]>([
    ["another address", entries("203.0.113.46/32"), /203\.0\.113\.46/],
    ["one more", entries("203.0.113.45/32", "198.51.100.1/32"), /198\.51\.100\.1/],
    ["a wider range", entries("203.0.113.0/24"), /203\.0\.113\.0/],
    [
      "a new limit",
      { ...entries("203.0.113.45/32"), after: { ...found, max_entries: 1000 } } as ResourceChange,
      /`max_entries`/,
    ],
    ["another part", { part: "security_groups", id: "sg-1", before: null, after: null }, /no block list/],
  ])("refuses %s", (_, change, why) => {
    expect(scope.change(change) ?? "permitted").toMatch(why);
  });

  it("refuses a list that lets traffic pass somewhere", () => {
    const group = list(estate, "security_groups")[0];
    if (group === undefined || estate.parts.security_groups.status !== "known") throw new TypeError("sample");
    const open = {
      protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidrs: [],
      groups: [],
      prefix_lists: [found.id],
      description: "",
    };
    const resources = new Map(estate.parts.security_groups.resources).set(group.id, { ...group, ingress: [open] });
    const on: Estate = {
      ...estate,
      parts: { ...estate.parts, security_groups: { ...estate.parts.security_groups, resources } },
    };
    expect(get(on, "security_groups", group.id)?.ingress).toEqual([open]);
    expect(scopeFor(block, on).change(entries("203.0.113.45/32"))).toMatch(/no firewall drops/);
  });

  it("permits nothing where anything narrower, wider or else is asked", () => {
    for (const other of [
      { ...block, effect: "allow" },
      { ...block, source: "203.0.113.0/24" },
      { ...block, port: 443 },
      { ...block, segment: "prod-api" },
      { ...block, expires: "1 hour" },
      { ...block, destination: "198.51.100.1/32" },
      { effect: "block", destination: "example.com", direction: "egress" },
      { ...block, source: "0203.0.113.45" },
    ]) {
      expect(scopeFor(other).change(entries("203.0.113.45/32")), JSON.stringify(other)).not.toBeNull();
    }
  });

  it("permits several addresses of one sentence, and the range that they make together", () => {
    const intents = ["203.0.113.50/32", "203.0.113.51/32"].map((source) => {
      return { type: "add_firewall_rule", parameters: { ...block, source }, confidence: 1 };
    });
    const together = scopeOfIntents(intents, estate, {});
    const flow = (to: string) => ({ from: "prod-api", to, protocol: "any", ports: "any" });
    expect(together.change(entries("203.0.113.50/32", "203.0.113.51/32"))).toBeNull();
    expect(together.closed(flow("203.0.113.50/31"))).toBeNull();
    expect(together.closed(flow("203.0.113.50/32"))).toBeNull();
    expect(together.closed(flow("203.0.113.48/30"))).not.toBeNull();
    expect(together.closed(flow("203.0.113.52/31"))).not.toBeNull();
    expect(together.change(entries("203.0.113.50/31"))).not.toBeNull();
  });

  it("permits only flows of that address to close", () => {
    const flow = (from: string, to: string) => ({ from, to, protocol: "any", ports: "any" });
    expect(scope.closed(flow("203.0.113.45/32", "prod-api"))).toBeNull();
    expect(scope.closed(flow("internet", "prod-api"))).not.toBeNull();
    expect(scope.opened(flow("203.0.113.45/32", "prod-api"))).not.toBeNull();
  });
});
