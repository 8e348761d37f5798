import { type Estate, PART_NAMES, type PartName, parseEstate, type Resource, type ResourceOf } from "@trias/estate";
import { random } from "./random.ts";

const REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-1"] as const;
const TIME = "2026-11-02T08:00:00.000Z";
const ACCOUNT = "200200300400";
const CORE = "core-network-0bench";
/** Interfaces with the same subnet, list and groups. */
const CLASSES_A_VPC = 10;
const SHARED = 0.4;
const MIXED_LISTS = 0.15;

export interface BenchNetwork {
  readonly estate: Estate;
  /** Rules of groups and entries of lists. */
  readonly rules: number;
  readonly segments: readonly string[];
  /** Two segments that are not shared yet. */
  readonly unshared: readonly [string, string];
}

/**
 * A network for measurements: VPCs of one block each in 10 to 40 segments, of which two in five pairs are shared; ten kinds of
 * interface a VPC with about thirteen rules, one kind in seven behind a list with denials.
 */
export function benchNetwork(vpcs: number, seed = 11): BenchNetwork {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const segments = Array.from({ length: vpcs <= 100 ? 10 : vpcs <= 1000 ? 20 : 40 }, (_, i) => `prodnet${i}`);
  const parts = new Map<PartName, Resource[]>(PART_NAMES.map((name) => [name, []]));
  const put = <P extends PartName>(part: P, resource: ResourceOf<P>): void => {
    parts.get(part)?.push(resource);
  };
  const blocks = Array.from({ length: vpcs }, (_, i) => `10.${i >> 5}.${(i & 31) << 3}.0/21`);
  let rules = 0;
  for (let v = 0; v < vpcs; v += 1) {
    const id = `vpc-${v}`;
    const region = REGIONS[v % REGIONS.length] as string;
    const base = (blocks[v] as string).split(".").slice(0, 2).join(".");
    const third = (v & 31) << 3;
    put("vpcs", { id, region, account: ACCOUNT, cidrs: [blocks[v] as string], ipv6_cidrs: [], tags: {} });
    put("attachments", attachment(v, region, segments[v % segments.length] as string));
    for (const tier of [0, 1]) {
      const table = `rtb-${v}-${tier}`;
      put("route_tables", {
        id: table,
        vpc: id,
        main: tier === 0,
        routes: [
          { destination: blocks[v] as string, target: { type: "local", id: "local" } },
          { destination: "10.0.0.0/8", target: { type: "core-network", id: CORE } },
        ],
        tags: {},
      });
      const list = `acl-${v}-${tier}`;
      const mixed = next() < MIXED_LISTS;
      const entries = mixed ? mixedEntries(next) : openEntries();
      rules += entries.length;
      put("network_acls", { id: list, vpc: id, default: !mixed, entries, tags: {} });
      put("subnets", {
        id: `subnet-${v}-${tier}`,
        vpc: id,
        zone: `${region}a`,
        cidr: `${base}.${third + tier * 4}.0/22`,
        ipv6_cidr: null,
        route_table: table,
        network_acl: list,
        tags: {},
      });
    }
    for (let c = 0; c < CLASSES_A_VPC; c += 1) {
      const group = `sg-${v}-${c}`;
      const ingress = Array.from({ length: 4 + Math.floor(next() * 12) }, () =>
        rule(next, pick(blocks), `sg-${v}-${(c + 1) % CLASSES_A_VPC}`),
      );
      const egress =
        next() < 0.3
          ? Array.from({ length: 3 }, () => rule(next, pick(blocks), group))
          : [{ ...ANY, cidrs: ["0.0.0.0/0"], groups: [] }];
      rules += ingress.length + egress.length;
      put("security_groups", { id: group, vpc: id, name: group, description: group, ingress, egress, tags: {} });
      put("interfaces", {
        id: `eni-${v}-${c}`,
        vpc: id,
        subnet: `subnet-${v}-${c % 2}`,
        region,
        account: ACCOUNT,
        private_ip: `${base}.${third + (c % 2) * 4}.${10 + c}`,
        public_ip: null,
        groups: [group],
        instance: null,
        description: "",
        tags: {},
      });
    }
  }
  const pairs = segments.flatMap((a, i) => segments.slice(i + 1).map((b): [string, string] => [a, b]));
  const shared = pairs.filter(() => next() < SHARED);
  const unshared = pairs.find((pair) => !shared.includes(pair)) ?? [segments[0] as string, segments[1] as string];
  put("core_networks", coreNetwork(segments, shared));
  return { estate: estateOf(parts), rules, segments, unshared };
}

const ANY = { protocol: "-1", from_port: null, to_port: null, prefix_lists: [], description: "" };
const PORTS = [22, 53, 80, 443, 3306, 5432, 6379, 8080, 8443, 9092, 9200, 27017];

function rule(next: () => number, block: string, group: string): ResourceOf<"security_groups">["ingress"][number] {
  const port = PORTS[Math.floor(next() * PORTS.length)] as number;
  const kind = next();
  const wide = kind < 0.06 ? "10.0.0.0/8" : kind < 0.16 ? `10.${Math.floor(next() * 160)}.0.0/16` : block;
  const ports = { from_port: port, to_port: next() < 0.1 ? port + 100 : port };
  const named = kind > 0.8;
  return {
    protocol: next() < 0.9 ? "tcp" : "udp",
    ...ports,
    cidrs: named ? [] : [wide],
    groups: named ? [group] : [],
    prefix_lists: [],
    description: "",
  };
}

type Entry = ResourceOf<"network_acls">["entries"][number];

function openEntries(): Entry[] {
  const all = {
    number: 100,
    protocol: "-1",
    cidr: "0.0.0.0/0",
    from_port: null,
    to_port: null,
    action: "allow" as const,
  };
  return [
    { ...all, egress: false },
    { ...all, egress: true },
  ];
}

function mixedEntries(next: () => number): Entry[] {
  const some = Array.from({ length: 8 }, (_, i): Entry => {
    const port = PORTS[i] as number;
    const cidr = `10.${Math.floor(next() * 160)}.0.0/16`;
    const action = next() < 0.4 ? "deny" : "allow";
    return { number: 10 + i, egress: false, protocol: "6", cidr, from_port: port, to_port: port + 20, action };
  });
  return [...some, ...openEntries()];
}

function attachment(v: number, region: string, segment: string): ResourceOf<"attachments"> {
  return {
    id: `attachment-${v}`,
    core_network: CORE,
    type: "vpc",
    resource: `vpc-${v}`,
    region,
    account: ACCOUNT,
    state: "AVAILABLE",
    segment,
    network_function_group: null,
    appliance_mode: false,
    tags: { segment },
  };
}

export function coreNetwork(
  segments: readonly string[],
  shared: readonly (readonly [string, string])[],
): ResourceOf<"core_networks"> {
  return {
    id: CORE,
    account: ACCOUNT,
    state: "AVAILABLE",
    policy_version: 1,
    policy: {
      version: "2021.12",
      "core-network-configuration": {
        "asn-ranges": ["64512-64555"],
        "edge-locations": REGIONS.map((location) => ({ location })),
      },
      segments: segments.map((name) => ({ name, "require-attachment-acceptance": false })),
      "segment-actions": shared.map(([segment, other]) => ({
        action: "share",
        mode: "attachment-route",
        segment,
        "share-with": [other],
      })),
      "attachment-policies": [
        {
          "rule-number": 100,
          "condition-logic": "or",
          conditions: [{ type: "tag-exists", key: "segment" }],
          action: { "association-method": "tag", "tag-value-of-key": "segment" },
        },
      ],
    },
    segment_names: {},
    tags: {},
  };
}

function estateOf(parts: ReadonlyMap<PartName, Resource[]>): Estate {
  const known = [...parts].map(([name, resources]) => [
    name,
    { status: "known" as const, serial: 1, time: TIME, resources },
  ]);
  return parseEstate({
    schema: "trias.estate/1",
    lineage: "0".repeat(32),
    serial: 1,
    time: TIME,
    parts: Object.fromEntries(known),
  });
}
