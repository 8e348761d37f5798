import { type Estate, list, type ResourceChange } from "@trias/estate";
import { buildCreateSegment, simulatePlan } from "@trias/plan";
import type { Intent } from "@trias/protocol";
import { describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { scopeOfIntents } from "../union.ts";

const intent: Intent = {
  type: "create_segment",
  parameters: { purpose: "machine learning", environment: "non-production" },
  confidence: 0.95,
};
const scope = scopeOfIntents([intent], estate, {});
const changes: readonly ResourceChange[] = simulatePlan(
  estate,
  buildCreateSegment(estate, { purpose: "machine learning", environment: "non-production" }),
).steps.flatMap((step) => step.changes);

type Part = ResourceChange["part"];

/** The first change of a part, its `after` rewritten: what a planner would do that wants more than was asked. */
function altered<P extends Part>(
  part: P,
  alter: (after: Extract<ResourceChange, { part: P }>["after"] & object) => object,
) {
  const change = changes.find((one) => one.part === part);
  if (!change?.after) throw new TypeError(`the plan changes no ${part}`);
  return { ...change, after: { ...change.after, ...alter(change.after as never) } } as ResourceChange;
}

function policy(alter: (document: Record<string, never>) => object): ResourceChange {
  return altered("core_networks", (after) => ({ policy: { ...after.policy, ...alter(after.policy as never) } }));
}

function refused(change: ResourceChange): string {
  return scope.change(change) ?? "permitted";
}

describe("the scope of create_segment", () => {
  it("permits the whole plan that was asked for", () => {
    expect(changes.map(scope.change).filter((why) => why !== null)).toEqual([]);
    expect(changes.length).toBeGreaterThan(8);
  });

  it.each<[string, ResourceChange, RegExp]>([
    ["another name", policy((d) => ({ segments: rename(d, "prodevil") })), /adds `prodevil`/],
    ["two segments", policy((d) => ({ segments: [...segmentsOf(d), { name: "extra" }] })), /adds 2 segments/],
    [
      "a changed segment",
      policy((d) => ({ segments: segmentsOf(d).map((s, i) => (i === 0 ? { ...s, "isolate-attachments": true } : s)) })),
      /exists is changed/,
    ],
    ["a removed segment", policy((d) => ({ segments: segmentsOf(d).slice(1) })), /exists is changed/],
    [
      "a share",
      policy((d) => ({
        "segment-actions": [
          ...actionsOf(d),
          { action: "share", mode: "attachment-route", segment: "nonprodmachinelearning", "share-with": ["prodpci"] },
        ],
      })),
      /`segment-actions` of the policy/,
    ],
    [
      "a new edge",
      policy(() => ({ "core-network-configuration": { "edge-locations": [] } })),
      /`core-network-configuration`/,
    ],
    [
      "a changed rule",
      policy((d) => ({
        "attachment-policies": rulesOf(d).map((r, i) => (i === 1 ? { ...r, conditions: [{ type: "any" }] } : r)),
      })),
      /rule that exists/,
    ],
    [
      "a rule that takes all",
      policy((d) => ({ "attachment-policies": lastRule(d, { conditions: [{ type: "any" }] }) })),
      /could take others/,
    ],
    [
      "a rule that takes either",
      policy((d) => ({ "attachment-policies": lastRule(d, { "condition-logic": "or" }) })),
      /could take others/,
    ],
    [
      "a rule into another segment",
      policy((d) => ({
        "attachment-policies": lastRule(d, { action: { "association-method": "constant", segment: "prodpci" } }),
      })),
      /does not place into/,
    ],
    [
      "a rule by tag",
      policy((d) => ({
        "attachment-policies": lastRule(d, { action: { "association-method": "tag", "tag-value-of-key": "segment" } }),
      })),
      /does not place into/,
    ],
    [
      "two rules",
      policy((d) => ({ "attachment-policies": [...rulesOf(d), { ...rulesOf(d).at(-1), "rule-number": 60_000 }] })),
      /2 attachment rules/,
    ],
    [
      "a foreign name for a segment",
      altered("core_networks", (after) => ({ segment_names: { ...after.segment_names, prodpci: "prod-p-c-i" } })),
      /names of other segments/,
    ],
    ["tags of the core network", altered("core_networks", () => ({ tags: {} })), /`tags` of the core network/],
    [
      "another pool",
      altered("ipam_pools", () => ({ tags: { environment: "production" } })),
      /`tags` of the address pool/,
    ],
    [
      "an allocation for somebody else",
      altered("ipam_pools", ({ allocations }) => ({
        allocations: allocations.map((a) =>
          a.resource.startsWith("segment:nonprod-machine") ? { ...a, resource: "vpc-1" } : a,
        ),
      })),
      /allocated to `vpc-1`/,
    ],
    ["an allocation taken away", takenAway(), /changed or taken away/],
    [
      "a wrong environment tag",
      altered("vpcs", ({ tags }) => ({ tags: { ...tags, environment: "production" } })),
      /tagged `production`/,
    ],
    [
      "a wrong segment tag",
      altered("vpcs", ({ tags }) => ({ tags: { ...tags, segment: "prod-pci" } })),
      /for the segment `prod-pci`/,
    ],
    [
      "a compliance nobody asked for",
      altered("vpcs", ({ tags }) => ({ tags: { ...tags, compliance: "pci" } })),
      /`pci`, which was not asked/,
    ],
    ["public addresses", altered("vpcs", () => ({ cidrs: ["203.0.113.0/24"] })), /no private range/],
    ["a subnet of an existing VPC", altered("subnets", () => ({ vpc: existing("vpcs") })), /which exists/],
    [
      "an existing route table",
      altered("subnets", () => ({ route_table: existing("route_tables") })),
      /route table that exists/,
    ],
    [
      "a way to the internet",
      altered("route_tables", ({ routes }) => ({
        routes: [...routes, { destination: "0.0.0.0/0", target: { type: "internet-gateway", id: "igw-1" } }],
      })),
      /to a internet-gateway/,
    ],
    [
      "a group open to the world",
      altered("security_groups", ({ ingress }) => ({
        ingress: ingress.map((rule) => ({ ...rule, cidrs: ["0.0.0.0/0"] })),
      })),
      /lets in `0.0.0.0\/0`/,
    ],
    ["an attachment of an existing VPC", altered("attachments", () => ({ resource: existing("vpcs") })), /no new VPC/],
    ["an attachment elsewhere", altered("attachments", () => ({ segment: "prodpci" })), /placed into `prodpci`/],
    [
      "a flow log to elsewhere",
      altered("flow_logs", () => ({ destination: "arn:aws:s3:::mine" })),
      /where nobody else does/,
    ],
    ["a flow log of an existing VPC", altered("flow_logs", () => ({ resource: existing("vpcs") })), /which exists/],
  ])("refuses %s", (_, change, why) => {
    expect(refused(change)).toMatch(why);
  });

  it("refuses every change of something that exists, and every deletion", () => {
    for (const part of ["vpcs", "security_groups", "route_tables", "interfaces", "databases"] as const) {
      const before = list(estate, part)[0];
      if (before === undefined) throw new TypeError(part);
      expect(
        refused({ part, id: before.id, before, after: { ...before, tags: { x: "y" } } } as ResourceChange),
      ).toMatch(/exists/);
      expect(refused({ part, id: before.id, before, after: null } as ResourceChange)).toMatch(/exists/);
    }
  });

  it("permits flows inside the new segment only", () => {
    const flow = (from: string, to: string) => scope.opened({ from, to, protocol: "any", ports: "any" });
    expect(flow("nonprod-machine-learning", "nonprod-machine-learning")).toBeNull();
    for (const other of [
      "internet",
      "prod-pci",
      "nonprod-dev",
      "10.0.0.0/8",
      existing("vpcs"),
      existing("interfaces"),
    ]) {
      expect(flow(other, "nonprod-machine-learning"), other).not.toBeNull();
      expect(flow("nonprod-machine-learning", other), other).not.toBeNull();
    }
    expect(scope.closed({ from: "prod-api", to: "prod-data", protocol: "any", ports: "any" })).not.toBeNull();
  });

  it("permits nothing without an environment, and nothing for a name that exists", () => {
    const without = scopeOfIntents([{ ...intent, parameters: { purpose: "machine learning" } }], estate, {});
    expect(changes.every((change) => without.change(change) !== null)).toBe(true);
    const taken = scopeOfIntents(
      [{ ...intent, parameters: { name: "prodapi", environment: "production" } }],
      estate,
      {},
    );
    expect(taken.summary).toMatch(/exists/);
  });
});

function takenAway(): ResourceChange {
  const change = changes.find((one) => one.part === "ipam_pools");
  if (change?.part !== "ipam_pools" || !change.before || !change.after) throw new TypeError("the plan allocates");
  const allocation = { cidr: "10.64.255.0/24", resource: "vpc-1", description: "" };
  return { ...change, before: { ...change.before, allocations: [allocation] } };
}

type Entry = Record<string, unknown>;
const segmentsOf = (document: Entry) => document["segments"] as Entry[];
const rulesOf = (document: Entry) => document["attachment-policies"] as Entry[];
const actionsOf = (document: Entry) => document["segment-actions"] as Entry[];

function rename(document: Entry, name: string): Entry[] {
  return segmentsOf(document).map((segment, i, all) => (i === all.length - 1 ? { ...segment, name } : segment));
}

function lastRule(document: Entry, change: Entry): Entry[] {
  return rulesOf(document).map((rule, i, all) => (i === all.length - 1 ? { ...rule, ...change } : rule));
}

function existing(part: Parameters<typeof list>[1], from: Estate = estate): string {
  const [first] = list(from, part);
  if (first === undefined) throw new TypeError(part);
  return first.id;
}
