import {
  type CoreNetwork,
  type Estate,
  list,
  nextFree,
  parseCidr,
  readPolicy,
  segmentNames,
  sharesOf,
} from "@trias/estate";
import type { WireAction } from "@trias/protocol";
import { companionsOf } from "../actions/create-vpc.ts";
import { PlanError } from "../errors.ts";
import { type BuiltPlan, type Draft, startDraft } from "./draft.ts";

export interface NewSegment {
  /** Estate name; by default made of environment and purpose, as in `nonprod-machine-learning`. */
  readonly name?: string;
  readonly purpose?: string;
  readonly environment: "production" | "non-production";
  readonly compliance?: readonly string[];
  /** By default the first edge of the core network alone. */
  readonly regions?: readonly string[];
  /** Account of its networks; by default the one that most networks of that environment and region are in. */
  readonly account?: string;
}

const VPC_PREFIX = 20;
const SUBNET_PREFIX = 22;
const EVERYTHING_PRIVATE = "10.0.0.0/8";

/**
 * A new segment, isolated and shared with nobody, with one network in each region: addresses from the environment's pool, two
 * subnets, a flow log, an accepted attachment, and a route into the core network.
 */
export function buildCreateSegment(estate: Estate, wanted: NewSegment): BuiltPlan {
  const network = onlyCoreNetwork(estate);
  const name = nameOf(estate, wanted);
  const regions = regionsOf(network, wanted);
  const account = wanted.account ?? accountOf(estate, wanted.environment, regions);
  const draft = startDraft(estate);
  const blocks = regions.map((region) => allocate(draft, region, name, wanted));
  putPolicy(draft, network, { name, account, wanted });
  regions.forEach((region, i) => {
    addNetwork(draft, network, { name, region, account, cidr: blocks[i] ?? "", tags: tagsOf(name, wanted) });
  });
  return draft.done(`create the segment \`${name}\` in ${regions.join(", ")}`);
}

function onlyCoreNetwork(estate: Estate): CoreNetwork {
  const [network, ...more] = list(estate, "core_networks");
  if (network && more.length === 0) return network;
  throw new PlanError("ambiguous", `the estate has ${more.length + (network ? 1 : 0)} core networks`, {
    at: "core_networks",
    fix: "expected one",
    remedy: "ask",
  });
}

function nameOf(estate: Estate, { name, purpose, environment }: NewSegment): string {
  const prefix = environment === "production" ? "prod" : "nonprod";
  const chosen = name ?? `${prefix}-${slug(purpose ?? "")}`;
  if (!/^[a-z](?:-?[a-z0-9])*$/.test(chosen) || chosen.length > 63) {
    throw new PlanError("not_applicable", `\`${chosen.slice(0, 80)}\` can't be the name of a segment`, {
      at: "name",
      fix: "expected lower-case words joined by hyphens, such as `nonprod-machine-learning`",
      remedy: "ask",
    });
  }
  const twin = segmentNames(estate).resolve(chosen);
  if (twin) {
    throw new PlanError("name_taken", `there is a segment \`${twin.estate}\`, which \`${chosen}\` can't be told from`, {
      at: "name",
      fix: "choose a name that differs by more than hyphens",
      remedy: "ask",
    });
  }
  return chosen;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((word) => word !== "")
    .join("-")
    .slice(0, 48)
    .replace(/-$/, "");
}

function regionsOf(network: CoreNetwork, { regions }: NewSegment): readonly string[] {
  const edges = readPolicy(network.policy).configuration?.["edge-locations"].map(({ location }) => location) ?? [];
  const chosen = regions === undefined || regions.length === 0 ? edges.slice(0, 1) : [...new Set(regions)];
  const stray = chosen.find((region) => !edges.includes(region));
  if (stray === undefined && chosen.length > 0) return chosen;
  throw new PlanError("not_applicable", `the core network has no edge in \`${stray ?? "any region"}\``, {
    at: "regions",
    fix: `expected some of ${edges.join(", ")}; a new region is a request of its own`,
    remedy: "ask",
  });
}

function accountOf(estate: Estate, environment: string, regions: readonly string[]): string {
  const alike = list(estate, "vpcs").filter(({ tags }) => tags["environment"] === environment && tags["segment"]);
  const near = alike.filter(({ region }) => regions.includes(region));
  const counts = Map.groupBy(near.length > 0 ? near : alike, ({ account }) => account);
  const [most] = [...counts].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  if (most) return most[0];
  throw new PlanError("not_applicable", `no account has a network of the environment ${environment}`, {
    at: "account",
    fix: "name the account of the new segment",
    remedy: "ask",
  });
}

function tagsOf(segment: string, { environment, compliance = [] }: NewSegment): Record<string, string> {
  return { segment, environment, ...(compliance.length > 0 ? { compliance: compliance.join(",") } : {}) };
}

function allocate(draft: Draft, region: string, name: string, { environment }: NewSegment): string {
  const pools = list(draft.estate(), "ipam_pools").filter(
    (pool) => pool.region === region && pool.tags["environment"] === environment,
  );
  for (const pool of pools) {
    const taken = [
      ...pool.allocations.map(({ cidr }) => parseCidr(cidr)),
      // What stands in the network without an allocation is taken all the same.
      ...list(draft.estate(), "vpcs").flatMap(({ cidrs }) => cidrs.map((cidr) => parseCidr(cidr))),
    ];
    const free = nextFree(parseCidr(pool.cidr), taken, VPC_PREFIX);
    if (!free) continue;
    draft.step("allocate_cidr", pool.id, { cidr: free.text, resource: `segment:${name}`, description: name });
    return free.text;
  }
  const names = pools.map(({ id, cidr }) => `\`${id}\` (${cidr})`).join(", ");
  throw new PlanError("full", `no pool has a free /${VPC_PREFIX} for ${environment} in ${region}`, {
    at: "ipam_pools",
    fix: pools.length === 0 ? "there is no such pool: make one" : `give more addresses to ${names}`,
    remedy: "ask",
  });
}

interface Segment {
  readonly name: string;
  readonly account: string;
  readonly wanted: NewSegment;
}

function putPolicy(draft: Draft, network: CoreNetwork, { name, account, wanted }: Segment): void {
  const policyName = name.replaceAll("-", "");
  const rules = network.policy["attachment-policies"] ?? [];
  const segment = {
    name: policyName,
    ...(wanted.purpose === undefined ? {} : { description: wanted.purpose.slice(0, 500) }),
    ...(wanted.regions === undefined || wanted.regions.length === 0 ? {} : { "edge-locations": [...wanted.regions] }),
    "isolate-attachments": true,
    "require-attachment-acceptance": true,
  };
  const rule = {
    "rule-number": freeRuleNumber(rules),
    description: `${name}, from its own account`,
    "condition-logic": "and",
    conditions: [
      { type: "tag-value", operator: "equals", key: "segment", value: name },
      { type: "account-id", operator: "equals", value: account },
    ],
    action: { "association-method": "constant", segment: policyName },
  };
  const policy = {
    ...network.policy,
    segments: [...network.policy.segments, segment],
    "attachment-policies": [...rules, rule],
  };
  const share = sharesOf(policy).find(({ a, b }) => a === policyName || b === policyName);
  if (share) {
    throw new PlanError("not_applicable", `a share with everybody would reach the new segment \`${name}\``, {
      at: `$.segment-actions[${share.actions[0] ?? 0}]`,
      fix: "name the segments of that share one by one first",
      remedy: "ask",
    });
  }
  draft.step("put_core_network_policy", network.id, {
    policy: policy as WireAction["parameters"],
    segment_names: { ...network.segment_names, [policyName]: name },
    expected_version: network.policy_version,
  });
}

function freeRuleNumber(rules: readonly { readonly "rule-number": number }[]): number {
  const taken = new Set(rules.map((rule) => rule["rule-number"]));
  const next = Math.ceil((Math.max(0, ...taken) + 1) / 10) * 10;
  if (next <= 65_535) return next;
  for (let number = 1; number <= 65_535; number += 1) if (!taken.has(number)) return number;
  throw new PlanError("full", "the policy has no free number for another attachment rule", {
    at: "$.attachment-policies",
    fix: "remove rules that place nothing",
    remedy: "ask",
  });
}

interface Network {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly cidr: string;
  readonly tags: Record<string, string>;
}

function addNetwork(draft: Draft, core: CoreNetwork, { name, region, account, cidr, tags }: Network): void {
  const vpc = draft.create("create_vpc", { region, account, cidr, tags: { Name: name, ...tags } });
  const { routeTable, acl } = companionsOf(vpc);
  const block = parseCidr(cidr);
  const subnets: (typeof block)[] = [];
  for (const zone of ["a", "b"]) {
    const subnet = nextFree(block, subnets, SUBNET_PREFIX);
    if (!subnet) continue;
    subnets.push(subnet);
    draft.create("create_subnet", {
      vpc,
      zone: `${region}${zone}`,
      cidr: subnet.text,
      route_table: routeTable.id,
      network_acl: acl.id,
      tags: { Name: `${name}-${zone}` },
    });
  }
  draft.create("create_flow_log", {
    resource: vpc,
    traffic: "ALL",
    destination: logDestination(draft.estate(), region),
    tags: { Name: name },
  });
  draft.create("create_attachment", {
    core_network: core.id,
    type: "vpc",
    resource: vpc,
    region,
    account,
    tags,
    // Accepted in the same operation: an acceptance by itself could not be taken back.
    accept: true,
  });
  const target = { type: "core-network", id: core.id };
  draft.step("create_route", routeTable.id, { destination: EVERYTHING_PRIVATE, target });
}

/** Where most flow logs of the region go, or of all regions. */
function logDestination(estate: Estate, region: string): string {
  const logs = list(estate, "flow_logs");
  const near = logs.filter((log) => log.region === region);
  const counts = Map.groupBy(near.length > 0 ? near : logs, ({ destination }) => destination);
  const [most] = [...counts].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  if (most) return most[0];
  throw new PlanError("not_applicable", "no flow log says where flow logs go", {
    at: "flow_logs",
    fix: "name a log bucket",
    remedy: "ask",
  });
}
