import { blockOf, type Cidr, parseCidr } from "../cidr.ts";
import { placeAttachment } from "../place-attachment.ts";
import type { CoreNetwork, RouteTable, Vpc } from "../resources.ts";
import type { EstateBuilder } from "./builder.ts";
import { sampleError, type VpcDescription } from "./description.ts";
import { PRIVATE_RANGES } from "./private-ranges.ts";

export const ZONES = ["a", "b"] as const;
export type Tier = "public" | "app" | "data" | "wan" | "firewall";

export interface BuiltSubnet {
  readonly id: string;
  readonly tier: Tier;
  readonly zone: string;
  readonly block: Cidr;
}

export interface BuiltVpc {
  readonly description: VpcDescription;
  readonly vpc: Vpc;
  readonly account: string;
  readonly subnets: readonly BuiltSubnet[];
  /** Id of the firewall endpoint of a zone, in an inspection VPC. */
  readonly firewallEndpoint: (zone: string) => string;
}

const TIERS: Readonly<Record<VpcDescription["kind"], readonly Tier[]>> = {
  spoke: ["app", "data"],
  public: ["public", "app", "data"],
  inspection: ["wan", "firewall", "public"],
};

export function addVpc(builder: EstateBuilder, core: CoreNetwork, description: VpcDescription): BuiltVpc {
  const account = builder.account(description.account ?? segmentAccount(builder, description));
  const id = builder.id("vpc", description.name);
  const tags = {
    Name: description.name,
    ...description.tags,
    ...(description.segment && { segment: description.segment }),
  };
  const vpc = builder.add("vpcs", {
    id,
    region: description.region,
    account,
    cidrs: [description.cidr],
    ipv6_cidrs: [],
    tags,
  });
  const subnets = subnetsOf(builder, description);
  const firewallEndpoint = (zone: string): string => builder.id("vpce", `${description.name}/firewall/${zone}`);
  const built = { description, vpc, account, subnets, firewallEndpoint };
  addLists(builder, built);
  if (description.kind !== "spoke") addGateways(builder, built);
  addRouteTables(builder, core, built);
  addAttachment(builder, core, built);
  return built;
}

function segmentAccount(builder: EstateBuilder, { name, segment }: VpcDescription): string {
  const found = segment === undefined ? undefined : builder.description.core_network.segments[segment];
  if (!found) throw sampleError(`vpcs.${name}`, "expected an account, or a segment that the core network has");
  return found.account;
}

/** Tier by tier and zone by zone, each a sixteenth of the VPC's block. */
function subnetsOf(builder: EstateBuilder, { name, kind, region, cidr }: VpcDescription): BuiltSubnet[] {
  const block = parseCidr(cidr);
  const prefix = block.prefix + 4;
  const size = 1n << BigInt(32 - prefix);
  return TIERS[kind].flatMap((tier, i) =>
    ZONES.map((zone, j) => ({
      id: builder.id("subnet", `${name}/${tier}/${zone}`),
      tier,
      zone: `${region}${zone}`,
      block: blockOf(4, block.first + BigInt(i * ZONES.length + j) * size, prefix),
    })),
  );
}

function addLists(builder: EstateBuilder, { description, vpc, subnets }: BuiltVpc): void {
  const open = aclId(builder, description, "open");
  addAcl(builder, open, vpc.id, true, ["0.0.0.0/0"]);
  const closed = aclId(builder, description, "private");
  if (description.private_acl) addAcl(builder, closed, vpc.id, false, PRIVATE_RANGES);
  for (const subnet of subnets) {
    builder.add("subnets", {
      id: subnet.id,
      vpc: vpc.id,
      zone: subnet.zone,
      cidr: subnet.block.text,
      ipv6_cidr: null,
      route_table: tableId(builder, description, subnet),
      network_acl: description.private_acl && subnet.tier !== "public" ? closed : open,
      tags: { Name: `${description.name}-${subnet.tier}-${subnet.zone}` },
    });
  }
}

function aclId(builder: EstateBuilder, { name }: VpcDescription, kind: string): string {
  return builder.id("acl", `${name}/${kind}`);
}

function addAcl(builder: EstateBuilder, id: string, vpc: string, isDefault: boolean, cidrs: readonly string[]): void {
  const entries = [false, true].flatMap((egress) =>
    cidrs.map((cidr, i) => ({
      number: 100 + i * 10,
      egress,
      protocol: "-1",
      cidr,
      from_port: null,
      to_port: null,
      action: "allow" as const,
    })),
  );
  builder.add("network_acls", { id, vpc, default: isDefault, entries, tags: {} });
}

function addGateways(builder: EstateBuilder, { description: { name }, vpc, subnets }: BuiltVpc): void {
  builder.add("internet_gateways", { id: builder.id("igw", name), vpc: vpc.id, tags: { Name: name } });
  for (const subnet of subnets.filter(({ tier }) => tier === "public")) {
    const id = builder.id("nat", `${name}/${subnet.zone}`);
    builder.add("nat_gateways", { id, subnet: subnet.id, public_ip: builder.publicAddress(), tags: { Name: name } });
  }
}

/** One table a tier, and in an inspection VPC one a tier and zone, since each zone has a firewall endpoint of its own. */
function tableId(builder: EstateBuilder, { name, kind }: VpcDescription, { tier, zone }: BuiltSubnet): string {
  const perZone = kind === "inspection" || (kind === "public" && tier !== "public");
  return builder.id("rtb", perZone ? `${name}/${tier}/${zone}` : `${name}/${tier}`);
}

type Route = RouteTable["routes"][number];

function addRouteTables(builder: EstateBuilder, core: CoreNetwork, built: BuiltVpc): void {
  const { description, vpc, subnets } = built;
  const made = new Set<string>();
  for (const subnet of subnets) {
    const id = tableId(builder, description, subnet);
    if (made.has(id)) continue;
    const local: Route = { destination: description.cidr, target: { type: "local", id: "local" } };
    const routes = [local, ...routesOf(builder, core, built, subnet)];
    builder.add("route_tables", {
      id,
      vpc: vpc.id,
      main: made.size === 0,
      routes,
      tags: { Name: `${description.name}-${subnet.tier}` },
    });
    made.add(id);
  }
}

function routesOf(builder: EstateBuilder, core: CoreNetwork, built: BuiltVpc, { tier, zone }: BuiltSubnet): Route[] {
  const { description } = built;
  const everywhere = (type: Route["target"]["type"], id: string): Route => ({
    destination: "0.0.0.0/0",
    target: { type, id },
  });
  const inside = (type: Route["target"]["type"], id: string): Route[] =>
    PRIVATE_RANGES.map((destination) => ({ destination, target: { type, id } }));
  const igw = builder.id("igw", description.name);
  const nat = builder.id("nat", `${description.name}/${zone}`);
  switch (description.kind) {
    case "spoke":
      return description.attachment === "available" ? [everywhere("core-network", core.id)] : [];
    case "public":
      return [
        tier === "public" ? everywhere("internet-gateway", igw) : everywhere("nat-gateway", nat),
        ...inside("core-network", core.id),
      ];
    case "inspection":
      if (tier === "wan") return [everywhere("vpc-endpoint", built.firewallEndpoint(zone))];
      if (tier === "firewall") return [everywhere("nat-gateway", nat), ...inside("core-network", core.id)];
      return [everywhere("internet-gateway", igw), ...inside("vpc-endpoint", built.firewallEndpoint(zone))];
  }
}

function addAttachment(
  builder: EstateBuilder,
  core: CoreNetwork,
  { description, vpc, account, subnets }: BuiltVpc,
): void {
  if (description.attachment === "none") return;
  const inspection = description.kind === "inspection";
  const place = inspection
    ? { "function-group": builder.description.core_network.inspection }
    : { segment: description.segment ?? "" };
  const facts = {
    type: "vpc" as const,
    resource: vpc.id,
    region: description.region,
    account,
    tags: { Name: description.name, ...place },
  };
  const placement = placeAttachment(core.policy, facts);
  if (placement.rule === null) throw sampleError(`vpcs.${description.name}`, "the policy puts its attachment nowhere");
  builder.add("attachments", {
    id: builder.id("attachment", description.name),
    core_network: core.id,
    ...facts,
    state: description.attachment === "available" ? "AVAILABLE" : "PENDING_ATTACHMENT_ACCEPTANCE",
    segment: placement.segment,
    network_function_group: placement.network_function_group,
    appliance_mode: inspection,
    ...(inspection && { subnets: subnets.flatMap((subnet) => (subnet.tier === "wan" ? [subnet.id] : [])) }),
  });
}
