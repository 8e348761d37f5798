import type { GroupRule } from "../resources.ts";
import { type EstateBuilder, hostAddress } from "./builder.ts";
import { sampleError, type VpcDescription } from "./description.ts";
import { groupRule } from "./rules.ts";
import type { BuiltSubnet, BuiltVpc, Tier } from "./vpc.ts";

/** Security groups, scaling groups, instances with their interfaces, load balancers, databases and endpoints of one VPC. */
export function addWorkloads(builder: EstateBuilder, built: BuiltVpc): void {
  addGroups(builder, built);
  addScalingGroups(builder, built);
  const instances = addInstances(builder, built);
  addLoadBalancers(builder, built, instances);
  addDatabases(builder, built);
  addEndpoints(builder, built);
}

function groupId(builder: EstateBuilder, { name, groups }: VpcDescription, group: string): string {
  if (!Object.hasOwn(groups, group)) throw sampleError(`vpcs.${name}.groups`, `there is no group \`${group}\``);
  return builder.id("sg", `${name}/${group}`);
}

function addGroups(builder: EstateBuilder, { description, vpc }: BuiltVpc): void {
  for (const [name, rules] of Object.entries(description.groups)) {
    const rule = (text: string, way: "from" | "to"): GroupRule =>
      groupRule(text, way, (group) => groupId(builder, description, group));
    builder.add("security_groups", {
      id: groupId(builder, description, name),
      vpc: vpc.id,
      name: `${description.name}-${name}`,
      description: `${name} of ${description.name}`,
      ingress: rules.in.map((text) => rule(text, "from")),
      egress: rules.out.map((text) => rule(text, "to")),
      tags: {},
    });
  }
}

function subnetsOfTier({ description, subnets }: BuiltVpc, tier: Tier): BuiltSubnet[] {
  const found = subnets.filter((subnet) => subnet.tier === tier);
  if (found.length === 0)
    throw sampleError(`vpcs.${description.name}`, `a ${description.kind} VPC has no tier \`${tier}\``);
  return found;
}

function addScalingGroups(builder: EstateBuilder, built: BuiltVpc): void {
  const { description, account } = built;
  for (const { id, type, tier, ...size } of description.scaling_groups) {
    const subnets = subnetsOfTier(built, tier).map((subnet) => subnet.id);
    const tags = { ...description.tags, ...(description.segment && { segment: description.segment }) };
    builder.add("scaling_groups", {
      id,
      region: description.region,
      account,
      subnets,
      instance_type: type,
      ...size,
      tags,
    });
  }
}

/** Ids of the instances by the name of their description. */
function addInstances(builder: EstateBuilder, built: BuiltVpc): ReadonlyMap<string, readonly string[]> {
  const { description, account } = built;
  const taken = new Map<string, bigint>();
  const ids = new Map<string, string[]>();
  for (const each of description.instances) {
    const subnets = subnetsOfTier(built, each.tier);
    for (let i = 0; i < each.count; i += 1) {
      const subnet = subnets[i % subnets.length];
      if (!subnet) continue;
      const host = (taken.get(subnet.id) ?? 9n) + 1n;
      taken.set(subnet.id, host);
      const name = each.count === 1 ? `${description.name}-${each.name}` : `${description.name}-${each.name}-${i + 1}`;
      const id = builder.id("i", name);
      const place = { region: description.region, account, vpc: built.vpc.id, subnet: subnet.id };
      const networkInterface = builder.add("interfaces", {
        id: builder.id("eni", name),
        ...place,
        private_ip: hostAddress(subnet.block, host),
        public_ip: each.public ? builder.publicAddress() : null,
        groups: [groupId(builder, description, each.group)],
        instance: id,
        description: `Primary network interface of ${name}`,
        tags: { Name: name },
      });
      builder.add("instances", {
        id,
        ...place,
        type: each.type,
        state: "running",
        interfaces: [networkInterface.id],
        role: each.role ?? null,
        scaling_group: each.scaling_group ?? null,
        tags: { Name: name, ...description.tags, ...each.tags },
      });
      ids.set(each.name, [...(ids.get(each.name) ?? []), id]);
    }
  }
  return ids;
}

function addLoadBalancers(
  builder: EstateBuilder,
  built: BuiltVpc,
  instances: ReadonlyMap<string, readonly string[]>,
): void {
  const { description, account, vpc } = built;
  for (const { name, scheme, group, tier, listeners } of description.load_balancers) {
    builder.add("load_balancers", {
      id: `app/${name}/${builder.hex(`app/${name}`, 16)}`,
      region: description.region,
      account,
      name,
      type: "application",
      scheme,
      vpc: vpc.id,
      subnets: subnetsOfTier(built, tier).map((subnet) => subnet.id),
      groups: [groupId(builder, description, group)],
      listeners: listeners.map(({ targets, ...listener }) => ({
        ...listener,
        targets: [...(instances.get(targets) ?? [])],
      })),
      tags: { Name: name, ...description.tags },
    });
  }
}

function addDatabases(builder: EstateBuilder, built: BuiltVpc): void {
  const { description, account, vpc } = built;
  for (const { group, ...database } of description.databases) {
    builder.add("databases", {
      ...database,
      region: description.region,
      account,
      vpc: vpc.id,
      subnets: subnetsOfTier(built, "data").map((subnet) => subnet.id),
      groups: [groupId(builder, description, group)],
      encrypted: true,
      publicly_accessible: false,
      tags: { Name: database.id, ...description.tags },
    });
  }
}

function addEndpoints(builder: EstateBuilder, built: BuiltVpc): void {
  const { description, account, vpc } = built;
  for (const { service, group, tier } of description.endpoints) {
    builder.add("endpoints", {
      id: builder.id("vpce", `${description.name}/${service}`),
      region: description.region,
      account,
      vpc: vpc.id,
      type: "Interface",
      service,
      subnets: subnetsOfTier(built, tier).map((subnet) => subnet.id),
      groups: [groupId(builder, description, group)],
      tags: { Name: service },
    });
  }
}
