import { applyChanges, type Estate, list, type PartName, type Resource, type ResourceChange, type ResourceOf } from "@trias/estate";
import fc from "fast-check";
import { coreNetwork } from "./company-wan.ts";

/** A source of numbers from which one random change is made. */
type Dice = (below: number) => number;
type Mutation = (estate: Estate, dice: Dice) => ResourceChange | null;

const CIDRS = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.0.16.0/20", "203.0.113.0/24", "203.0.113.45/32", "192.168.0.0/16", "10.81.16.10/32"];

function pick<T>(from: readonly T[], dice: Dice): T | undefined {
  return from[dice(Math.max(from.length, 1))];
}

function change<P extends PartName>(part: P, before: ResourceOf<P> | undefined, after: ResourceOf<P> | null): ResourceChange | null {
  const id = after?.id ?? before?.id;
  return id === undefined || (!before && !after) ? null : ({ part, id, before: before ?? null, after } as ResourceChange);
}

function rule(estate: Estate, dice: Dice): ResourceOf<"security_groups">["ingress"][number] {
  const group = pick(list(estate, "security_groups"), dice)?.id ?? "sg-0";
  const prefixes = pick(list(estate, "prefix_lists"), dice)?.id ?? "pl-0";
  const port = pick([null, 22, 443, 5432], dice) ?? null;
  const kind = dice(4);
  return {
    protocol: port === null ? (pick(["-1", "tcp", "icmp", "50"], dice) ?? "-1") : (pick(["tcp", "udp"], dice) ?? "tcp"),
    from_port: port,
    to_port: port === null ? null : port + dice(3),
    cidrs: kind < 2 ? [pick(CIDRS, dice) ?? "0.0.0.0/0"] : [],
    groups: kind === 2 ? [group] : [],
    prefix_lists: kind === 3 ? [prefixes] : [],
    description: "",
  };
}

const mutations: readonly Mutation[] = [
  (estate, dice) => {
    const group = pick(list(estate, "security_groups"), dice);
    const key = dice(2) === 0 ? "ingress" : "egress";
    return group ? change("security_groups", group, { ...group, [key]: dice(4) === 0 ? [] : [...group[key], rule(estate, dice)] }) : null;
  },
  (estate, dice) => {
    const each = pick(list(estate, "interfaces"), dice);
    const groups = list(estate, "security_groups").filter(({ vpc }) => vpc === each?.vpc);
    const group = pick(groups, dice);
    return each && group ? change("interfaces", each, { ...each, groups: [...new Set([group.id, ...(dice(2) ? each.groups : [])])] }) : null;
  },
  (estate, dice) => {
    const each = pick(list(estate, "interfaces"), dice);
    return each ? change("interfaces", each, { ...each, public_ip: each.public_ip ? null : `198.51.100.${100 + dice(100)}` }) : null;
  },
  (estate, dice) => {
    const each = pick(list(estate, "interfaces"), dice);
    if (!each) return null;
    return dice(2) === 0 ? change("interfaces", each, null) : change("interfaces", undefined, { ...each, id: `${each.id}-${dice(1e6)}`, private_ip: "10.0.18.200" });
  },
  (estate, dice) => {
    const table = pick(list(estate, "route_tables"), dice);
    const gateway = pick(list(estate, "internet_gateways").filter(({ vpc }) => vpc === table?.vpc), dice);
    if (!table) return null;
    const target = gateway && dice(2) === 0 ? { type: "internet-gateway" as const, id: gateway.id } : { type: "blackhole" as const, id: "none" };
    const destination = pick(CIDRS, dice) ?? "0.0.0.0/0";
    const others = table.routes.filter((route) => route.destination !== destination);
    return change("route_tables", table, { ...table, routes: dice(3) === 0 ? others : [...others, { destination, target }] });
  },
  (estate, dice) => {
    const acl = pick(list(estate, "network_acls"), dice);
    const number = 1 + dice(90);
    const entry = {
      number,
      egress: dice(2) === 0,
      protocol: pick(["-1", "tcp"], dice) ?? "-1",
      cidr: pick(CIDRS, dice) ?? "0.0.0.0/0",
      from_port: null,
      to_port: null,
      action: dice(3) === 0 ? ("allow" as const) : ("deny" as const),
    };
    return acl ? change("network_acls", acl, { ...acl, entries: [...acl.entries.filter((each) => each.number !== number), entry] }) : null;
  },
  (estate, dice) => {
    const prefixes = pick(list(estate, "prefix_lists"), dice);
    const entries = dice(3) === 0 ? [] : [{ cidr: pick(CIDRS, dice) ?? "10.0.0.0/8", description: "" }];
    return prefixes ? change("prefix_lists", prefixes, { ...prefixes, entries }) : null;
  },
  (estate, dice) => {
    const attachment = pick(list(estate, "attachments"), dice);
    const segment = pick(coreNetwork(estate).policy.segments, dice)?.name ?? null;
    if (!attachment) return null;
    return dice(4) === 0 ? change("attachments", attachment, null) : change("attachments", attachment, { ...attachment, segment });
  },
  (estate, dice) => {
    const network = coreNetwork(estate);
    const names = network.policy.segments.map(({ name }) => name);
    const action = pick<{ action: string; [key: string]: unknown }>(
      [
        { action: "share", mode: "attachment-route", segment: pick(names, dice), "share-with": [pick(names, dice)] },
        { action: "create-route", segment: pick(names, dice), "destination-cidr-blocks": [pick(CIDRS, dice)], destinations: ["blackhole"] },
        { action: "send-via", segment: pick(names, dice), mode: "single-hop", "when-sent-to": { segments: [pick(names, dice)] }, via: { "network-function-groups": ["inspection"] } },
      ],
      dice,
    );
    const actions = network.policy["segment-actions"] ?? [];
    const next = action && dice(2) === 0 ? [...actions, action] : actions.toSpliced(dice(actions.length || 1), 1);
    return change("core_networks", network, { ...network, policy: { ...network.policy, "segment-actions": next } });
  },
  (estate, dice) => {
    const subnet = pick(list(estate, "subnets"), dice);
    const table = pick(list(estate, "route_tables").filter(({ vpc }) => vpc === subnet?.vpc), dice);
    const acl = pick(list(estate, "network_acls").filter(({ vpc }) => vpc === subnet?.vpc), dice);
    return subnet && table && acl ? change("subnets", subnet, { ...subnet, route_table: table.id, network_acl: acl.id }) : null;
  },
  (estate, dice) => {
    const gateway = pick(list(estate, "internet_gateways"), dice);
    return gateway ? change("internet_gateways", gateway, { ...gateway, vpc: dice(2) === 0 ? null : gateway.vpc }) : null;
  },
  (estate, dice) => {
    const nat = pick(list(estate, "nat_gateways"), dice);
    return nat ? change("nat_gateways", nat, null) : null;
  },
  (estate, dice) => {
    const balancer = pick(list(estate, "load_balancers"), dice);
    const scheme = balancer?.scheme === "internal" ? ("internet-facing" as const) : ("internal" as const);
    return balancer ? change("load_balancers", balancer, { ...balancer, scheme }) : null;
  },
  (estate, dice) => {
    const database = pick(list(estate, "databases"), dice);
    return database ? change("databases", database, { ...database, publicly_accessible: !database.publicly_accessible, port: 5400 + dice(100) }) : null;
  },
  (estate, dice) => {
    const vpc = pick(list(estate, "vpcs"), dice);
    return vpc ? change("vpcs", vpc, { ...vpc, cidrs: [...vpc.cidrs, `10.${200 + dice(50)}.0.0/16`] }) : null;
  },
  (estate, dice) => {
    const [a, b] = [pick(list(estate, "vpcs"), dice), pick(list(estate, "vpcs"), dice)];
    return a && b ? change("peerings", undefined, { id: `pcx-${dice(1e6)}`, requester_vpc: a.id, accepter_vpc: b.id, state: "active", tags: {} }) : null;
  },
  (estate, dice) => {
    const peering = pick(list(estate, "peerings"), dice);
    const table = pick(list(estate, "route_tables").filter(({ vpc }) => vpc === peering?.requester_vpc), dice);
    const target = { type: "peering" as const, id: peering?.id ?? "" };
    return peering && table ? change("route_tables", table, { ...table, routes: [...table.routes, { destination: "10.0.0.0/9", target }] }) : null;
  },
];

/** An estate that a few random changes of its network made out of another; the changes in the order of time. */
export function changedEstates(estate: Estate): fc.Arbitrary<{ readonly after: Estate; readonly changes: readonly ResourceChange[] }> {
  const numbers = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
  return fc.array(fc.record({ kind: fc.nat(mutations.length - 1), numbers }), { minLength: 1, maxLength: 6 }).map((steps) => {
    let after = estate;
    const changes: ResourceChange[] = [];
    for (const { kind, numbers: rolled } of steps) {
      let at = 0;
      const dice: Dice = (below) => (rolled[at++ % rolled.length] ?? 0) % below;
      const made = mutations[kind]?.(after, dice);
      if (!made || clashes(after, made)) continue;
      after = applyChanges(after, [made], { serial: after.serial + 1, time: after.time });
      changes.push(made);
    }
    return { after, changes };
  });
}

function clashes(estate: Estate, { part, id, before }: ResourceChange): boolean {
  return before === null && list<PartName>(estate, part).some((each: Resource) => each.id === id);
}
