import {
  get,
  list,
  type NetworkAcl,
  type NetworkInterface,
  type ResourceChange,
  type SecurityGroup,
} from "@trias/estate";
import { buildIsolateInstance, simulatePlan } from "@trias/plan";
import { describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { scopeOfIntents } from "../union.ts";

const instance = list(estate, "instances").find(({ tags }) => tags["Name"]?.startsWith("web"));
if (instance === undefined) throw new TypeError("the sample has a web server");
const own = list(estate, "interfaces").find((one) => one.instance === instance.id) as NetworkInterface;
const neighbour = list(estate, "interfaces").find(
  (one) => one.instance !== instance.id && one.vpc === own.vpc,
) as NetworkInterface;
const acl = get(estate, "network_acls", get(estate, "subnets", own.subnet)?.network_acl ?? "") as NetworkAcl;
const scope = scopeOfIntents(
  [{ type: "isolate_instance", parameters: { instance: instance.id }, confidence: 1 }],
  estate,
  {},
);
const changes = simulatePlan(estate, buildIsolateInstance(estate, instance.id, "test")).steps.flatMap(
  (step) => step.changes,
);
const group = changes.find(({ part }) => part === "security_groups")?.after as SecurityGroup;

const everything = {
  protocol: "-1",
  from_port: null,
  to_port: null,
  cidrs: ["0.0.0.0/0"],
  groups: [],
  prefix_lists: [],
  description: "",
};
const made = (after: Partial<SecurityGroup>): ResourceChange => ({
  part: "security_groups",
  id: group.id,
  before: null,
  after: { ...group, ...after },
});
const moved = (before: NetworkInterface, after: Partial<NetworkInterface>): ResourceChange => ({
  part: "interfaces",
  id: before.id,
  before,
  after: { ...before, ...after },
});
const listed = (entries: NetworkAcl["entries"]): ResourceChange => ({
  part: "network_acls",
  id: acl.id,
  before: acl,
  after: { ...acl, entries },
});
const entry = (cidr: string, action: "allow" | "deny" = "deny") => ({
  number: 7,
  egress: false,
  protocol: "-1",
  cidr,
  from_port: null,
  to_port: null,
  action,
});
const shared = list(estate, "security_groups").find(
  ({ id, vpc }) => vpc === own.vpc && !own.groups.includes(id),
) as SecurityGroup;
const foreign = list(estate, "security_groups").find(({ vpc }) => vpc !== own.vpc) as SecurityGroup;

describe("the scope of isolate_instance", () => {
  it("permits the whole plan, the default egress of a new group, and a passing cut of exactly this address", () => {
    expect(changes.map(scope.change)).toEqual(changes.map(() => null));
    expect(scope.change(made({ egress: [everything] }))).toBeNull();
    expect(scope.change(listed([entry(`${own.private_ip}/32`), ...acl.entries]))).toBeNull();
    expect(scope.change(listed(acl.entries))).toBeNull();
  });

  it.each<[string, ResourceChange, RegExp]>([
    ["a neighbour's interface", moved(neighbour, { groups: [group.id] }), /does not belong/],
    ["a group that others use", moved(own, { groups: [shared.id] }), /not a quarantine group/],
    ["a second group beside it", moved(own, { groups: [group.id, ...own.groups] }), /not a quarantine group/],
    ["another field of the interface", moved(own, { groups: [group.id], public_ip: "198.51.100.9" }), /`public_ip`/],
    ["a group that lets in", made({ ingress: [everything] }), /lets something in/],
    [
      "a group that lets out to one place",
      made({ egress: [{ ...everything, cidrs: ["203.0.113.9/32"] }] }),
      /lets something out/,
    ],
    ["a group of another VPC", made({ vpc: foreign.vpc }), /another VPC/],
    [
      "an existing group's rules",
      { part: "security_groups", id: foreign.id, before: foreign, after: { ...foreign, ingress: [] } },
      /others may use it/,
    ],
    ["a deny for the whole subnet", listed([entry("10.0.0.0/8"), ...acl.entries]), /not the instance alone/],
    [
      "an allow for the instance",
      listed([entry(`${own.private_ip}/32`, "allow"), ...acl.entries]),
      /not the instance alone/,
    ],
    ["a removed entry", listed(acl.entries.slice(1)), /changed or removed/],
    [
      "the instance itself",
      { part: "instances", id: instance.id, before: instance, after: null },
      /nothing to do with/,
    ],
  ])("refuses %s", (_, change, why) => {
    expect(scope.change(change) ?? "permitted").toMatch(why);
  });

  it("permits only flows of the instance to close, and none to open", () => {
    const flow = (from: string, to: string) => ({ from, to, protocol: "any", ports: "any" });
    expect(scope.closed(flow("internet", own.id))).toBeNull();
    expect(scope.closed(flow(instance.id, "prod-data"))).toBeNull();
    expect(scope.closed(flow("prod-api", neighbour.id))).toMatch(/neither is/);
    expect(scope.opened(flow(own.id, "internet"))).toMatch(/opens nothing/);
  });

  it("permits nothing for an instance that the estate does not have", () => {
    const other = scopeOfIntents(
      [{ type: "isolate_instance", parameters: { instance: "i-0123456789abcdef0" }, confidence: 1 }],
      estate,
      {},
    );
    expect(changes.every((change) => other.change(change) !== null)).toBe(true);
  });
});
