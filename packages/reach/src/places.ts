import {
  type Attachment,
  list,
  lookUpBy,
  type NetworkInterface,
  type PartName,
  type Subnet,
  segmentNames,
  tryParseCidr,
} from "@trias/estate";
import { type Core, coresOf, type Member } from "./core/core.ts";
import { ENDPOINT_PARTS, type Endpoint, endpointOf, endpointsBy } from "./endpoints.ts";
import { ReachError } from "./errors.ts";
import { ownSpans } from "./groups.ts";
import { INTERNET, isPrivateSpan, type Span, spansOf, wholeFamily, within } from "./spans.ts";
import type { View } from "./view.ts";

/** One end of a question as packets see it: its addresses, and what stands in front of them. */
export interface Side {
  /** Id of the resource, or the place's name. */
  readonly at: string;
  readonly spans: readonly Span[];
  /** Null for the internet and for sites. */
  readonly vpc: string | null;
  readonly subnet: Subnet | null;
  /** Only a single resource has security groups to pass; a class of addresses stands for whoever is there. */
  readonly endpoint: Endpoint | null;
  /** Where packets enter the core network, for a segment or a site. */
  readonly entry: { readonly core: Core; readonly member: Member } | null;
  readonly internet: boolean;
  /** Where it is behind a gateway whose far side the estate does not hold: the gateway or attachment; empty for any. */
  readonly site: string | null;
  /** Whoever has the address is meant. */
  readonly anyone: boolean;
  /** Why nothing can come from or to it, as for a stopped instance. */
  readonly down: string | null;
}

/** Parts that say what there is in a place. */
export const PLACE_PARTS: readonly PartName[] = [
  "core_networks",
  "attachments",
  "vpcs",
  "subnets",
  "instances",
  ...ENDPOINT_PARTS,
];
/** Parts that say by what a site is reached. */
const SITE_PARTS: readonly PartName[] = ["vpn_gateways", "vpn_connections", "transit_gateway_attachments"];
const NO_SIDE = {
  vpc: null,
  subnet: null,
  endpoint: null,
  entry: null,
  internet: false,
  site: null,
  anyone: false,
  down: null,
};
export const INTERNET_SIDE: Side = { ...NO_SIDE, at: "internet", spans: INTERNET, internet: true };

/** The ends that a place stands for; null where the estate does not know the parts that would say. Throws where there is no such place. */
export function sidesOf(view: View, place: string): readonly Side[] | null {
  if (place === "internet") return [INTERNET_SIDE];
  if (place === "on-premises") return view.unknown("attachments") ? null : siteSides(view);
  const found = resourceSides(view, place) ?? segmentSides(view, place) ?? addressSides(view, place);
  if (found) return found;
  if ([...PLACE_PARTS, ...SITE_PARTS].some((part) => view.unknown(part))) return null;
  throw new ReachError("place_unknown", `\`${place.slice(0, 256)}\` is no place that the estate has`, {
    fix: "expected `internet`, `on-premises`, a segment, the id of a VPC, subnet, interface, instance, database or load balancer, or an address",
  });
}

function siteSides(view: View): Side[] {
  return [...coresOf(view).values()].flatMap((core) =>
    [...core.members.values()]
      .flat()
      .filter(({ place, attachment }) => place === attachment)
      .map((member) => memberSide(core, member)),
  );
}

function memberSide(core: Core, member: Member): Side {
  const vpc = member.place === member.attachment ? null : member.place;
  return { ...NO_SIDE, at: member.place, spans: member.blocks, vpc, entry: { core, member } };
}

function segmentSides(view: View, place: string): Side[] | null {
  if (view.unknown("core_networks")) return null;
  const name = segmentNames(view.estate).resolve(place);
  const core = name && coresOf(view).get(name.coreNetwork);
  if (!name || !core || view.unknown("attachments")) return null;
  return (core.members.get(name.policy) ?? []).map((member) => memberSide(core, member));
}

/** Attachment states and segments say where a segment is; a segment without attachments has no ends. */
export function isSegment(view: View, place: string): boolean {
  return !view.unknown("core_networks") && segmentNames(view.estate).resolve(place) !== null;
}

const byInstance = lookUpBy<NetworkInterface>(({ instance }) => (instance === null ? [] : [instance]));

const NONE: readonly string[] = [];

/** The interfaces that a load balancer or an endpoint is reached by, where the estate lists them. */
function interfacesBehind(view: View, id: string): readonly string[] {
  const balancer = view.part("load_balancers").get(id);
  if (!balancer && !view.part("endpoints").has(id)) return NONE;
  const own = (balancer?.nodes ?? []).flatMap((node) => (node.interface === null ? [] : [node.interface]));
  const behind = own.length > 0 ? own : (view.part("endpoints").get(id)?.interfaces ?? []);
  return behind.every((each) => view.part("interfaces").has(each)) ? behind : [];
}

function resourceSides(view: View, id: string): Side[] | null {
  const behind = interfacesBehind(view, id);
  if (behind.length > 0) {
    return behind.flatMap((each) => {
      const endpoint = endpointOf(view, "interfaces", each);
      return endpoint ? endpointSides(view, endpoint) : [];
    });
  }
  for (const part of ENDPOINT_PARTS) {
    const endpoint = endpointOf(view, part, id);
    if (endpoint) return endpointSides(view, endpoint);
  }
  const instance = view.part("instances").get(id);
  if (instance) {
    return instance.interfaces.flatMap((each) => {
      const endpoint = endpointOf(view, "interfaces", each);
      return endpoint ? endpointSides(view, endpoint) : [];
    });
  }
  // Where instances were not read, their interfaces still say whose they are.
  const attached = instance ? [] : byInstance(view.part("interfaces"), id);
  if (attached.length > 0) {
    return attached.flatMap((each) => {
      const endpoint = endpointOf(view, "interfaces", each.id);
      return endpoint ? endpointSides(view, endpoint) : [];
    });
  }
  const subnet = view.part("subnets").get(id);
  if (subnet) return [subnetSide(subnet)];
  const vpc = view.part("vpcs").get(id);
  if (vpc)
    return list(view.estate, "subnets")
      .filter((each) => each.vpc === id)
      .map(subnetSide);
  const attachment: Attachment | undefined = view.part("attachments").get(id);
  if (!attachment) return null;
  return [...coresOf(view).values()].flatMap((core) =>
    [...core.members.values()]
      .flat()
      .filter((member) => member.attachment === id)
      .map((member) => memberSide(core, member)),
  );
}

function subnetSide(subnet: Subnet): Side {
  return { ...NO_SIDE, at: subnet.id, spans: blocksOfSubnet(subnet), vpc: subnet.vpc, subnet };
}

const subnetBlocks = new WeakMap<Subnet, readonly Span[]>();

/** The blocks of a subnet, of both families. */
export function blocksOfSubnet(subnet: Subnet): readonly Span[] {
  const known = subnetBlocks.get(subnet);
  if (known) return known;
  const { cidr, ipv6_cidr } = subnet;
  const made = spansOf([cidr, ...(ipv6_cidr === null ? [] : [ipv6_cidr])]);
  subnetBlocks.set(subnet, made);
  return made;
}

function endpointSides(view: View, endpoint: Endpoint): Side[] {
  return endpoint.subnets.map((id) => {
    const subnet = view.part("subnets").get(id) ?? null;
    const own = endpoint.privateIp === null ? blocksAround(view, endpoint, subnet) : listedSpans(view, endpoint);
    return {
      ...NO_SIDE,
      at: endpoint.id,
      spans: own,
      vpc: endpoint.vpc,
      subnet,
      endpoint,
      down: whyDown(view, endpoint),
    };
  });
}

function listedSpans(view: View, { id, privateIp }: Endpoint): readonly Span[] {
  const own = view.part("interfaces").get(id);
  return own ? ownSpans(own) : spansOf([privateIp ?? "0.0.0.0"]);
}

/** Where an endpoint without a listed address may have it: in its subnet, else anywhere in its VPC, else anywhere. */
function blocksAround(view: View, { vpc }: Endpoint, subnet: Subnet | null): readonly Span[] {
  if (subnet) return blocksOfSubnet(subnet);
  const found = view.part("vpcs").get(vpc);
  return found ? spansOf([...found.cidrs, ...found.ipv6_cidrs]) : [wholeFamily(4), wholeFamily(6)];
}

/** A stopped instance and a detached interface neither send nor receive (R14). */
export function whyDown(view: View, { part, id }: Endpoint): string | null {
  const own = part === "interfaces" ? view.part("interfaces").get(id) : undefined;
  if (own?.state === "available") return `\`${id}\` is attached to nothing`;
  const instance = own?.instance;
  const state = instance ? view.part("instances").get(instance)?.state : undefined;
  return state === undefined || state === "running" || state === "pending" ? null : `\`${instance}\` is ${state}`;
}

function addressSides(view: View, text: string): Side[] | null {
  const block = tryParseCidr(text);
  if (!block) return null;
  const owners = [...view.part("interfaces").values()].filter(({ private_ip, public_ip }) => {
    return `${private_ip}/32` === block.text || `${public_ip}/32` === block.text;
  });
  if (owners.length > 1) {
    throw new ReachError("place_ambiguous", `\`${text}\` is the address of several interfaces`, {
      fix: `name one of ${owners
        .slice(0, 5)
        .map(({ id }) => `\`${id}\``)
        .join(", ")}`,
      remedy: "ask",
    });
  }
  const [owner] = owners;
  if (owner) return resourceSides(view, owner.id);
  const subnets = [...view.part("subnets").values()].filter((subnet) =>
    blocksOfSubnet(subnet).some((each) => within(block, each)),
  );
  if (subnets.length > 0) return subnets.map((subnet) => ({ ...subnetSide(subnet), at: text, spans: [block] }));
  const members = [...coresOf(view).values()].flatMap((core) =>
    [...core.members.values()]
      .flat()
      .filter(({ blocks }) => blocks.some((each) => within(block, each)))
      .map((member) => ({ ...memberSide(core, member), at: text, spans: [block] })),
  );
  if (members.length > 0) return members;
  return isPrivateSpan(block) ? null : [{ ...INTERNET_SIDE, at: text, spans: [block] }];
}

/** Whoever has an address; as a sender, the one interface that has it, or somebody in its subnet. */
export function addressSide(view: View, text: string, block: Span, role: "from" | "to"): readonly Side[] | null {
  if (role === "to") return [{ ...NO_SIDE, at: text, spans: [block], anyone: true }];
  return addressSides(view, text);
}

/** Endpoints in the place that could have a public address: what the internet could reach of a class of addresses. */
export function exposedSides(view: View, sides: readonly Side[]): Side[] {
  const exposed: Side[] = [];
  const seen = new Set<string>();
  for (const { vpc, subnet } of sides) {
    const refs = subnet ? endpointsBy(view, "subnet", subnet.id) : endpointsBy(view, "vpc", vpc ?? "");
    for (const { part, id } of refs) {
      const endpoint = endpointOf(view, part, id);
      if (!endpoint || seen.has(id)) continue;
      seen.add(id);
      const six = endpoint.subnets.some((each) => view.part("subnets").get(each)?.ipv6_cidr !== null);
      if (endpoint.publicIp || six) exposed.push(...endpointSides(view, endpoint));
    }
  }
  return exposed;
}

/** The subnets of the VPCs of a segment or VPC: where its packets begin when they leave by a gateway of the VPC itself. */
export function subnetSides(view: View, sides: readonly Side[]): Side[] {
  const vpcs = new Set(sides.flatMap(({ vpc, subnet }) => (vpc === null || subnet ? [] : [vpc])));
  return [...view.part("subnets").values()].filter(({ vpc }) => vpcs.has(vpc)).map(subnetSide);
}
