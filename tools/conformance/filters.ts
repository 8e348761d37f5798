import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReachEngine } from "@trias/reach";
import { loadSnapshot } from "@trias/snapshot";

/** A case about what one rule of a security group or one entry of a network ACL matches. */
export interface FilterCase {
  readonly id: string;
  readonly kind: "sg-rule-set" | "sg-packet" | "nacl-entry-set";
  readonly direction?: "ingress" | "egress";
  readonly rule?: object;
  readonly rules?: readonly object[];
  readonly entry?: { readonly Egress: boolean };
  readonly prefix_lists?: Readonly<Record<string, readonly string[]>>;
  readonly packet?: {
    readonly dst_ip: string;
    readonly ip_proto: number;
    readonly src_port: number;
    readonly dst_port: number;
  };
  readonly matches?: Matches;
  readonly action?: "permit" | "deny";
  readonly expect?: "permit" | "deny";
}

interface Matches {
  readonly empty?: boolean;
  readonly src?: string;
  readonly dst?: string;
  readonly proto?: number | "any";
  readonly ports?: readonly (readonly [number, number])[];
  readonly icmp_types?: readonly (readonly [number, number])[];
  readonly icmp_codes?: readonly (readonly [number, number])[];
}

interface Probe {
  readonly address: string;
  readonly protocol: number;
  readonly port?: number;
  readonly type?: number;
  readonly code?: number;
}

export function isFilterCase(question: object): question is FilterCase {
  return "kind" in question && typeof question.kind === "string" && /^(?:sg|nacl)-/.test(question.kind);
}

const INSIDE = "10.1.0.10";
const engine = createReachEngine();

/**
 * Where the rule, in a network of one interface and a site with every address, lets other packets pass than the case says: asked
 * at every border that the case draws, and just beside it.
 */
export function filterDifferences(question: FilterCase): string[] {
  const egress = question.direction === "egress" || question.entry?.Egress === true;
  const estate = load(network(question, egress));
  const inside = { resource: "eni-1", address: INSIDE };
  return probesOf(question).flatMap((probe) => {
    const outside = { resource: "vgw-1", address: probe.address };
    const answer = engine.trace(estate, {
      from: egress ? inside : outside,
      to: egress ? outside : inside,
      protocol: String(probe.protocol),
      ...(probe.port !== undefined && { ports: [[probe.port, probe.port] as const] }),
      ...(probe.type !== undefined && { icmp_type: probe.type }),
      ...(probe.code !== undefined && { icmp_code: probe.code }),
    });
    const wanted = expected(question, probe) ? "delivered" : "blocked";
    const got = answer.forward.verdict;
    return got === wanted ? [] : [`${JSON.stringify(probe)}: expected ${wanted}, got ${got}`];
  });
}

function expected({ matches, action, expect }: FilterCase, probe: Probe): boolean {
  if (!matches) return expect === "permit";
  const held = holds(matches, probe);
  return action === "deny" ? !held : held;
}

function holds({ empty, src, dst, proto, ports, icmp_types, icmp_codes }: Matches, probe: Probe): boolean {
  if (empty || !within(probe.address, src ?? dst ?? "0.0.0.0/0")) return false;
  if (proto === "any") return true;
  const between = (ranges: readonly (readonly [number, number])[] | undefined, value: number | undefined): boolean =>
    ranges === undefined || (value !== undefined && ranges.some(([low, high]) => low <= value && value <= high));
  return (
    proto === probe.protocol &&
    between(ports, probe.port) &&
    between(icmp_types, probe.type) &&
    between(icmp_codes, probe.code)
  );
}

function probesOf({ packet, matches }: FilterCase): Probe[] {
  if (packet) return [{ address: packet.dst_ip, protocol: packet.ip_proto, port: packet.dst_port }];
  const addresses = borders([bounds(matches?.src ?? matches?.dst ?? "1.2.3.4/32")], 2 ** 32 - 1).map(textOf);
  const ports = borders(matches?.ports ?? [], 65_535);
  const types = borders(matches?.icmp_types ?? [], 255);
  const codes = borders(matches?.icmp_codes ?? [], 255);
  return addresses.flatMap((address) => [
    ...[6, 17].flatMap((protocol) => ports.map((port) => ({ address, protocol, port }))),
    ...types.flatMap((type) => codes.map((code) => ({ address, protocol: 1, type, code }))),
    ...[0, 2, 47, 50].map((protocol) => ({ address, protocol })),
  ]);
}

/** Both ends of every range and what lies beside them, and the ends of all. */
function borders(ranges: readonly (readonly [number, number])[], last: number): number[] {
  const all = ranges.flatMap(([low, high]) => [low - 1, low, high, high + 1]);
  return [...new Set([0, 9, ...all, last])].filter((value) => value >= 0 && value <= last);
}

function bounds(block: string): readonly [number, number] {
  const [address = "", length = "32"] = block.split("/");
  const size = 2 ** (32 - Number(length));
  const value = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = value - (value % size);
  return [first, first + size - 1];
}

function textOf(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

function within(address: string, block: string): boolean {
  const [[value], [first, last]] = [bounds(address), bounds(block)];
  return first <= value && value <= last;
}

function load(files: Readonly<Record<string, readonly object[]>>) {
  const dir = mkdtempSync(join(tmpdir(), "trias-filter-"));
  try {
    for (const [key, value] of Object.entries(files)) {
      writeFileSync(join(dir, `${key}.json`), JSON.stringify({ [key]: value }));
    }
    return loadSnapshot({ kind: "folder", dir, region: "us-east-1", account: "000000000000" }).estate;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const OPEN = {
  IpProtocol: "-1",
  IpRanges: [{ CidrIp: "0.0.0.0/0" }],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
};

/** One interface behind one group and one list, in a VPC whose every other address is at a site. */
function network({ rule, rules, entry, prefix_lists = {}, action }: FilterCase, egress: boolean) {
  const own = rules ?? (rule ? [rule] : [OPEN]);
  const open = (Egress: boolean, RuleNumber: number) => ({
    RuleNumber,
    Egress,
    Protocol: "-1",
    RuleAction: "allow",
    CidrBlock: "0.0.0.0/0",
  });
  // A denying entry shows only where something after it allows.
  const after = entry && action === "deny" ? [open(egress, 32_000)] : [];
  const entries = entry ? [entry, ...after, open(!egress, 1)] : [open(true, 1), open(false, 1)];
  const VpcId = "vpc-1";
  return {
    Vpcs: [{ VpcId, CidrBlock: "10.1.0.0/24", CidrBlockAssociationSet: [], IsDefault: false }],
    Subnets: [{ SubnetId: "subnet-1", VpcId, CidrBlock: "10.1.0.0/24", AvailabilityZone: "us-east-1a" }],
    RouteTables: [
      {
        RouteTableId: "rtb-1",
        VpcId,
        Associations: [{ Main: true, RouteTableId: "rtb-1" }],
        Routes: [
          { DestinationCidrBlock: "10.1.0.0/24", GatewayId: "local", State: "active", Origin: "CreateRouteTable" },
          { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "vgw-1", State: "active", Origin: "CreateRoute" },
        ],
      },
    ],
    NetworkAcls: [
      {
        NetworkAclId: "acl-1",
        VpcId,
        IsDefault: true,
        Entries: entries,
        Associations: [{ SubnetId: "subnet-1", NetworkAclId: "acl-1" }],
      },
    ],
    SecurityGroups: [
      {
        GroupId: "sg-1",
        GroupName: "one",
        Description: "",
        VpcId,
        IpPermissions: egress ? [OPEN] : own,
        IpPermissionsEgress: egress ? own : [OPEN],
      },
    ],
    NetworkInterfaces: [
      {
        NetworkInterfaceId: "eni-1",
        VpcId,
        SubnetId: "subnet-1",
        PrivateIpAddress: INSIDE,
        PrivateIpAddresses: [],
        Groups: [{ GroupId: "sg-1" }],
        Description: "",
        InterfaceType: "interface",
        SourceDestCheck: true,
        Status: "in-use",
      },
    ],
    VpnGateways: [{ VpnGatewayId: "vgw-1", State: "available", VpcAttachments: [{ State: "attached", VpcId }] }],
    CustomerGateways: [],
    VpnConnections: [
      {
        VpnConnectionId: "vpn-1",
        VpnGatewayId: "vgw-1",
        CustomerGatewayId: "cgw-1",
        State: "available",
        Options: { StaticRoutesOnly: true },
        Routes: [{ DestinationCidrBlock: "0.0.0.0/0", State: "available" }],
      },
    ],
    PrefixLists: Object.entries(prefix_lists).map(([PrefixListId, Cidrs]) => ({
      PrefixListId,
      PrefixListName: PrefixListId,
      Cidrs,
    })),
    VpcPeeringConnections: [],
  };
}
