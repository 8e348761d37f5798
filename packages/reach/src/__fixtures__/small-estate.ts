import { type Estate, makeEstate, PART_NAMES, type PartName, type ResourceOf } from "@trias/estate";

/** Small networks, put together by hand: everything that is not said is known to be empty. */
export type Parts = { readonly [P in PartName]?: readonly ResourceOf<P>[] };

export function estateOf(parts: Parts, unknown: readonly PartName[] = []): Estate {
  const inputs = Object.fromEntries(
    PART_NAMES.map((part) => [
      part,
      unknown.includes(part)
        ? { status: "unknown" as const, reasons: ["nobody asked"] }
        : { status: "known" as const, resources: parts[part] ?? [] },
    ]),
  );
  const { estate, issues } = makeEstate({ lineage: "test", serial: 1, time: "2026-01-01T00:00:00Z" }, inputs);
  if (issues.length > 0) throw new TypeError(JSON.stringify(issues.slice(0, 3)));
  return estate;
}

/** Several sets of parts as one. */
export function merged(...all: readonly Parts[]): Parts {
  const out: Record<string, unknown[]> = {};
  for (const parts of all) for (const [part, list] of Object.entries(parts)) out[part] = [...(out[part] ?? []), ...list];
  return out as Parts;
}

const HOME = { region: "us-east-1", account: "111111111111", tags: {} };

export function vpc(id: string, cidr: string, more: Partial<ResourceOf<"vpcs">> = {}): ResourceOf<"vpcs"> {
  return { id, ...HOME, cidrs: [cidr], ipv6_cidrs: [], ...more };
}

export function subnet(id: string, inVpc: string, cidr: string, more: Partial<ResourceOf<"subnets">> = {}): ResourceOf<"subnets"> {
  return { id, vpc: inVpc, zone: "us-east-1a", cidr, ipv6_cidr: null, route_table: `rtb-${id}`, network_acl: "acl-open", tags: {}, ...more };
}

type RouteType = ResourceOf<"route_tables">["routes"][number]["target"]["type"];
type Route = ResourceOf<"route_tables">["routes"][number];

export function route(destination: string, type: RouteType, id: string = type, more: Partial<Route> = {}): Route {
  return { destination, target: { type, id }, ...more };
}

export function table(id: string, inVpc: string, routes: readonly Route[] = [], more: Partial<ResourceOf<"route_tables">> = {}): ResourceOf<"route_tables"> {
  return { id, vpc: inVpc, main: false, routes: [...routes], tags: {}, ...more };
}

export function eni(id: string, inVpc: string, inSubnet: string, ip: string, more: Partial<ResourceOf<"interfaces">> = {}): ResourceOf<"interfaces"> {
  return {
    id,
    ...HOME,
    vpc: inVpc,
    subnet: inSubnet,
    private_ip: ip,
    public_ip: null,
    groups: ["sg-open"],
    instance: null,
    description: "",
    ...more,
  };
}

type Rule = ResourceOf<"security_groups">["ingress"][number];

export function rule(protocol: string, ports: readonly [number | null, number | null], cidrs: readonly string[], more: Partial<Rule> = {}): Rule {
  return { protocol, from_port: ports[0], to_port: ports[1], cidrs: [...cidrs], groups: [], prefix_lists: [], description: "", ...more };
}

export const ANY = rule("-1", [null, null], ["0.0.0.0/0", "::/0"]);

export function group(id: string, ingress: readonly Rule[], egress: readonly Rule[] = [ANY], more: Partial<ResourceOf<"security_groups">> = {}): ResourceOf<"security_groups"> {
  return { id, vpc: "vpc-a", name: id, description: "", ingress: [...ingress], egress: [...egress], tags: {}, ...more };
}

type Entry = ResourceOf<"network_acls">["entries"][number];

export function entry(number: number, egress: boolean, action: "allow" | "deny", protocol = "-1", ports: readonly [number | null, number | null] = [null, null], cidr = "0.0.0.0/0"): Entry {
  return { number, egress, protocol, cidr, from_port: ports[0], to_port: ports[1], action };
}

export function acl(id: string, entries: readonly Entry[]): ResourceOf<"network_acls"> {
  return { id, vpc: "vpc-a", default: false, entries: [...entries], tags: {} };
}

/** The group and the list that let everything pass. */
export const OPEN: Parts = {
  security_groups: [group("sg-open", [ANY])],
  network_acls: [
    acl("acl-open", [
      entry(100, false, "allow"),
      entry(100, true, "allow"),
      { ...entry(101, false, "allow"), cidr: "::/0" },
      { ...entry(101, true, "allow"), cidr: "::/0" },
    ]),
  ],
};

/** Two subnets of `vpc-a` with an interface in each, `eni-1` at 10.1.1.10 and `eni-2` at 10.1.2.10, routed by `rtb-s1` and `rtb-s2`. */
export function pair(routes: { s1?: readonly Route[]; s2?: readonly Route[] } = {}, more: { one?: Partial<ResourceOf<"interfaces">>; two?: Partial<ResourceOf<"interfaces">>; s1?: Partial<ResourceOf<"subnets">>; s2?: Partial<ResourceOf<"subnets">> } = {}): Parts {
  return merged(OPEN, {
    vpcs: [vpc("vpc-a", "10.1.0.0/16")],
    subnets: [subnet("s1", "vpc-a", "10.1.1.0/24", more.s1), subnet("s2", "vpc-a", "10.1.2.0/24", more.s2)],
    route_tables: [table("rtb-s1", "vpc-a", routes.s1), table("rtb-s2", "vpc-a", routes.s2)],
    interfaces: [eni("eni-1", "vpc-a", "s1", "10.1.1.10", more.one), eni("eni-2", "vpc-a", "s2", "10.1.2.10", more.two)],
  });
}

/** A second VPC `vpc-b` with `eni-b` at 10.2.1.10 in `sb`. */
export function other(routes: readonly Route[] = [], more: { one?: Partial<ResourceOf<"interfaces">>; sb?: Partial<ResourceOf<"subnets">>; vpc?: Partial<ResourceOf<"vpcs">> } = {}): Parts {
  return {
    vpcs: [vpc("vpc-b", "10.2.0.0/16", more.vpc)],
    subnets: [subnet("sb", "vpc-b", "10.2.1.0/24", more.sb)],
    route_tables: [table("rtb-sb", "vpc-b", routes)],
    interfaces: [eni("eni-b", "vpc-b", "sb", "10.2.1.10", more.one)],
  };
}

export const IGW: Parts = { internet_gateways: [{ id: "igw-a", vpc: "vpc-a", tags: {} }] };

export function transitAttachment(id: string, resource: string, more: Partial<ResourceOf<"transit_gateway_attachments">> = {}): ResourceOf<"transit_gateway_attachments"> {
  return {
    id,
    ...HOME,
    transit_gateway: "tgw-1",
    type: "vpc",
    resource,
    state: "available",
    route_table: "tgw-rtb-1",
    subnets: [],
    ...more,
  };
}

type TransitRoute = ResourceOf<"transit_gateway_route_tables">["routes"][number];

/** `vpc-a` and `vpc-b` on a Transit Gateway that both announce to. */
export function transit(more: {
  a?: Partial<ResourceOf<"transit_gateway_attachments">>;
  b?: Partial<ResourceOf<"transit_gateway_attachments">>;
  table?: Partial<ResourceOf<"transit_gateway_route_tables">>;
  routes?: readonly TransitRoute[];
  attachments?: readonly ResourceOf<"transit_gateway_attachments">[];
  gateway?: Partial<ResourceOf<"transit_gateways">>;
} = {}): Parts {
  return {
    transit_gateways: [{ id: "tgw-1", ...HOME, asn: 64_512, ...more.gateway }],
    transit_gateway_attachments: [
      transitAttachment("att-a", "vpc-a", { subnets: ["s1"], ...more.a }),
      transitAttachment("att-b", "vpc-b", { subnets: ["sb"], ...more.b }),
      ...(more.attachments ?? []),
    ],
    transit_gateway_route_tables: [
      {
        id: "tgw-rtb-1",
        transit_gateway: "tgw-1",
        propagations: ["att-a", "att-b"],
        routes: [...(more.routes ?? [])],
        complete: false,
        tags: {},
        ...more.table,
      },
    ],
  };
}

export function transitRoute(destination: string, attachments: readonly string[], more: Partial<TransitRoute> = {}): TransitRoute {
  return { destination, attachments: [...attachments], origin: "static", state: attachments.length === 0 ? "blackhole" : "active", ...more };
}
