import { type Estate, list, nextFree, PART_NAMES, parseCidr, type ResourceOf, segmentNames } from "@trias/estate";
import type { WireAction } from "@trias/protocol";

/** Numbers that a property test feeds in: choices follow from them alone. */
export class Choices {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("nothing to choose from");
    return item;
  }

  some<T>(items: readonly T[]): T[] {
    return items.filter(() => this.below(2) === 0);
  }
}

type Parameters = WireAction["parameters"];
type Candidate = (estate: Estate, choices: Choices) => { readonly target: string; readonly parameters: Parameters };

const vpcOf = (estate: Estate, choices: Choices) => choices.of(list(estate, "vpcs"));
const rule = (choices: Choices): Parameters & ResourceOf<"security_groups">["ingress"][number] => ({
  protocol: choices.of(["tcp", "udp"]),
  from_port: choices.below(60_000),
  to_port: 60_000 + choices.below(5000),
  cidrs: [`10.${choices.below(256)}.0.0/16`],
  groups: [],
  prefix_lists: [],
  description: "",
});
const tagsOf = (choices: Choices) => ({ owner: choices.of(["a", "b"]), [`k${choices.below(5)}`]: "v" });

/** For each action a way to make one that may apply to an estate; some of what they make is refused, and that is fine. */
export const CANDIDATES: Readonly<Record<string, Candidate>> = {
  allocate_cidr(estate, choices) {
    const pool = choices.of(list(estate, "ipam_pools"));
    const taken = pool.allocations.map(({ cidr }) => parseCidr(cidr));
    const cidr = nextFree(parseCidr(pool.cidr), taken, 16 + choices.below(9))?.text ?? pool.cidr;
    return { target: pool.id, parameters: { cidr, resource: "x", description: "y" } };
  },
  release_cidr(estate, choices) {
    const pool = choices.of(list(estate, "ipam_pools").filter(({ allocations }) => allocations.length > 0));
    return { target: pool.id, parameters: { cidr: choices.of(pool.allocations).cidr } };
  },
  put_core_network_policy(estate, choices) {
    const core = choices.of(list(estate, "core_networks"));
    const policy = {
      ...core.policy,
      segments: core.policy.segments.map((s) => ({ ...s, "isolate-attachments": choices.below(2) === 0 })),
      "attachment-policies": choices.some(core.policy["attachment-policies"] ?? []),
    } as Parameters;
    return {
      target: core.id,
      parameters: { policy, segment_names: core.segment_names, expected_version: core.policy_version },
    };
  },
  create_vpc(estate, choices) {
    const { region, account } = vpcOf(estate, choices);
    const ipv6_cidr = choices.of([null, "2001:db8::/56"]);
    return { target: "vpc-new", parameters: { region, account, cidr: "10.200.0.0/16", ipv6_cidr, tags: tagsOf(choices) } };
  },
  delete_vpc: (estate, choices) => ({ target: vpcOf(estate, choices).id, parameters: {} }),
  create_subnet(estate, choices) {
    const { id, region, cidrs } = vpcOf(estate, choices);
    const taken = list(estate, "subnets").filter(({ vpc }) => vpc === id);
    const free = nextFree(parseCidr(cidrs[0] ?? ""), taken.map(({ cidr }) => parseCidr(cidr)), 24);
    const of = (part: "route_tables" | "network_acls") => list(estate, part).filter(({ vpc }) => vpc === id);
    return {
      target: "subnet-new",
      parameters: {
        vpc: id,
        zone: `${region}a`,
        cidr: free?.text ?? "",
        route_table: choices.of(of("route_tables")).id,
        network_acl: choices.of(of("network_acls")).id,
        tags: tagsOf(choices),
      },
    };
  },
  delete_subnet: (estate, choices) => ({ target: choices.of(list(estate, "subnets")).id, parameters: {} }),
  create_route(estate, choices) {
    const table = choices.of(list(estate, "route_tables"));
    const core = choices.of(list(estate, "core_networks")).id;
    const destination = `172.${16 + choices.below(16)}.${choices.below(256)}.0/24`;
    return { target: table.id, parameters: { destination, target: { type: "core-network", id: core } } };
  },
  delete_route(estate, choices) {
    const table = choices.of(list(estate, "route_tables"));
    return { target: table.id, parameters: { destination: choices.of(table.routes).destination } };
  },
  create_flow_log(estate, choices) {
    const resource = choices.of([...list(estate, "vpcs"), ...list(estate, "subnets"), ...list(estate, "interfaces")]).id;
    const traffic = choices.of(["ALL", "ACCEPT", "REJECT"]);
    return { target: "fl-new", parameters: { resource, traffic, destination: "bucket", tags: tagsOf(choices) } };
  },
  delete_flow_log: (estate, choices) => ({ target: choices.of(list(estate, "flow_logs")).id, parameters: {} }),
  create_attachment(estate, choices) {
    const attached = new Set(list(estate, "attachments").map(({ resource }) => resource));
    const free = list(estate, "vpcs").filter(({ id }) => !attached.has(id));
    const { id, region, account } = choices.of(free.length > 0 ? free : list(estate, "vpcs"));
    const neighbours = list(estate, "attachments").filter((item) => item.account === account);
    const segment = choices.of(neighbours).tags["segment"] ?? choices.of(segmentNames(estate).all).estate;
    return {
      target: "attachment-new",
      parameters: {
        core_network: choices.of(list(estate, "core_networks")).id,
        type: "vpc",
        resource: id,
        region,
        account,
        tags: { segment },
        accept: choices.below(2) === 0,
      },
    };
  },
  accept_attachment: (estate, choices) => ({ target: choices.of(list(estate, "attachments")).id, parameters: {} }),
  delete_attachment: (estate, choices) => ({ target: choices.of(list(estate, "attachments")).id, parameters: {} }),
  create_security_group: (estate, choices) => ({
    target: "sg-new",
    parameters: {
      vpc: vpcOf(estate, choices).id,
      name: "new",
      description: "new",
      ingress: choices.some([rule(choices)]),
      egress: [],
      tags: tagsOf(choices),
    },
  }),
  delete_security_group: (estate, choices) => ({
    target: choices.of(list(estate, "security_groups")).id,
    parameters: {},
  }),
  authorize_security_group_rules: (estate, choices) => ({
    target: choices.of(list(estate, "security_groups")).id,
    parameters: { ingress: [rule(choices)], egress: choices.some([rule(choices), rule(choices)]) },
  }),
  revoke_security_group_rules(estate, choices) {
    const group = choices.of(list(estate, "security_groups").filter((g) => g.ingress.length > 0));
    return { target: group.id, parameters: { ingress: [choices.of(group.ingress)], egress: choices.some(group.egress) } };
  },
  modify_interface_groups(estate, choices) {
    const found = choices.of(list(estate, "interfaces"));
    const groups = list(estate, "security_groups").filter(({ vpc }) => vpc === found.vpc);
    return { target: found.id, parameters: { groups: [choices.of(groups).id] } };
  },
  quarantine_interface(estate, choices) {
    const empty = list(estate, "security_groups").filter((g) => g.ingress.length + g.egress.length === 0);
    const group = choices.of(empty.length > 0 ? empty : list(estate, "security_groups"));
    const found = list(estate, "interfaces").filter(({ vpc }) => vpc === group.vpc);
    return {
      target: choices.of(found.length > 0 ? found : list(estate, "interfaces")).id,
      parameters: { group: group.id },
    };
  },
  associate_public_address: (estate, choices) => ({
    target: choices.of(list(estate, "interfaces")).id,
    parameters: { public_ip: choices.of([null, `203.0.113.${choices.below(250)}`]) },
  }),
  create_network_acl_entry: (estate, choices) => ({
    target: choices.of(list(estate, "network_acls")).id,
    parameters: {
      number: 1 + choices.below(200),
      egress: choices.below(2) === 0,
      protocol: "-1",
      cidr: `203.0.113.${choices.below(250)}/32`,
      from_port: null,
      to_port: null,
      action: "deny",
    },
  }),
  delete_network_acl_entry(estate, choices) {
    const acl = choices.of(list(estate, "network_acls").filter(({ entries }) => entries.length > 0));
    const { number, egress } = choices.of(acl.entries);
    return { target: acl.id, parameters: { number, egress } };
  },
  modify_prefix_list(estate, choices) {
    const found = choices.of(list(estate, "prefix_lists"));
    const add = [{ cidr: `198.51.100.${choices.below(250)}/32`, description: "" }];
    const remove = choices.some(found.entries.map(({ cidr }) => cidr));
    return { target: found.id, parameters: { add, remove, expected_version: found.version } };
  },
  flush_flows: (estate, choices) => ({
    target: choices.of(list(estate, "firewalls")).id,
    parameters: { addresses: ["203.0.113.1/32"] },
  }),
  set_group_size(estate, choices) {
    const min = choices.below(5);
    const desired = min + choices.below(5);
    return {
      target: choices.of(list(estate, "scaling_groups")).id,
      parameters: { min, desired, max: desired + choices.below(5) },
    };
  },
  tag_resource(estate, choices) {
    const [part, id] = taggable(estate, choices);
    return { target: id, parameters: { part, tags: { ...tagsOf(choices), segment: "prod-api" } } };
  },
  untag_resource(estate, choices) {
    const [part, id] = taggable(estate, choices);
    const found = list(estate, part).find((item) => item.id === id);
    const keys = found && "tags" in found ? Object.keys(found.tags) : [];
    return { target: id, parameters: { part, keys: keys.length > 0 ? [choices.of(keys)] : ["none"] } };
  },
};

function taggable(estate: Estate, choices: Choices) {
  const parts = PART_NAMES.filter((part) => list(estate, part).length > 0);
  const part = choices.of(parts);
  return [part, choices.of(list(estate, part)).id] as const;
}
