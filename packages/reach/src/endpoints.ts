import type { Subnet } from "@trias/estate";
import { ALL_SERVICES, NO_SERVICES, type Services, servicesOf, unite } from "./services.ts";
import { ByParts, perParts, type View } from "./view.ts";

export type EndpointPart = "interfaces" | "load_balancers" | "databases" | "endpoints";
export const ENDPOINT_PARTS: readonly EndpointPart[] = ["interfaces", "load_balancers", "databases", "endpoints"];

/** Something that packets can be sent to, in one or more subnets behind security groups. */
export interface Endpoint {
  readonly part: EndpointPart;
  readonly id: string;
  readonly vpc: string;
  readonly subnets: readonly string[];
  /** Null for a load balancer without groups: everybody reaches its listeners. */
  readonly groups: readonly string[] | null;
  readonly privateIp: string | null;
  readonly publicIp: boolean;
  /** What it listens to, whatever its groups admit. */
  readonly listens: Services;
  /** Whether it begins connections of its own that are looked at. */
  readonly initiates: boolean;
}

const known = new WeakMap<object, Endpoint>();

export function endpointOf(view: View, part: EndpointPart, id: string): Endpoint | undefined {
  const resource = view.part(part).get(id);
  if (!resource) return undefined;
  const cached = known.get(resource);
  if (cached) return cached;
  const made = make(view, part, id);
  if (made) known.set(resource, made);
  return made;
}

function make(view: View, part: EndpointPart, id: string): Endpoint | undefined {
  switch (part) {
    case "interfaces": {
      const found = view.part(part).get(id);
      return (
        found && {
          part,
          id,
          vpc: found.vpc,
          subnets: [found.subnet],
          groups: found.groups,
          privateIp: found.private_ip,
          publicIp: found.public_ip !== null,
          listens: ALL_SERVICES,
          initiates: true,
        }
      );
    }
    case "load_balancers": {
      const found = view.part(part).get(id);
      if (!found) return undefined;
      const listens = found.listeners.map(({ port, protocol }) => listener(protocol, port)).reduce(unite, NO_SERVICES);
      const groups = found.type === "application" || found.groups.length > 0 ? found.groups : null;
      const publicIp = found.scheme === "internet-facing";
      return {
        part,
        id,
        vpc: found.vpc,
        subnets: found.subnets,
        groups,
        privateIp: null,
        publicIp,
        listens,
        initiates: false,
      };
    }
    case "databases": {
      const found = view.part(part).get(id);
      if (!found) return undefined;
      const listens = servicesOf("tcp", found.port, found.port);
      const { vpc, subnets, groups, publicly_accessible: publicIp } = found;
      return { part, id, vpc, subnets, groups, privateIp: null, publicIp, listens, initiates: false };
    }
    case "endpoints": {
      const found = view.part(part).get(id);
      if (found?.type !== "Interface") return undefined;
      const { vpc, subnets, groups } = found;
      return {
        part,
        id,
        vpc,
        subnets,
        groups,
        privateIp: null,
        publicIp: false,
        listens: ALL_SERVICES,
        initiates: false,
      };
    }
  }
}

function listener(protocol: string, port: number): Services {
  switch (protocol) {
    case "UDP":
    case "QUIC":
      return servicesOf("udp", port, port);
    case "TCP_UDP":
    case "TCP_QUIC":
      return unite(servicesOf("udp", port, port), servicesOf("tcp", port, port));
    case "GENEVE":
      return NO_SERVICES;
    default:
      return servicesOf("tcp", port, port);
  }
}

export interface EndpointRef {
  readonly part: EndpointPart;
  readonly id: string;
}

/** Endpoints by security group, subnet and VPC. */
export class EndpointIndex {
  readonly byGroup = new Map<string, EndpointRef[]>();
  readonly bySubnet = new Map<string, EndpointRef[]>();
  readonly byVpc = new Map<string, EndpointRef[]>();
  size = 0;

  add(view: View, ref: EndpointRef): void {
    const endpoint = endpointOf(view, ref.part, ref.id);
    if (!endpoint) return;
    this.size += 1;
    for (const group of endpoint.groups ?? []) put(this.byGroup, group, ref);
    for (const subnet of endpoint.subnets) put(this.bySubnet, subnet, ref);
    put(this.byVpc, endpoint.vpc, ref);
  }
}

function put(map: Map<string, EndpointRef[]>, key: string, ref: EndpointRef): void {
  const found = map.get(key);
  if (found) found.push(ref);
  else map.set(key, [ref]);
}

function indexOf(view: View): EndpointIndex {
  const index = new EndpointIndex();
  for (const part of ENDPOINT_PARTS) for (const id of view.part(part).keys()) index.add(view, { part, id });
  return index;
}

/** Exactly the endpoints that the estate has. */
export const endpointIndex = perParts(ENDPOINT_PARTS, indexOf);

const candidates = new ByParts<{ readonly index: EndpointIndex; readonly fresh: number }>(ENDPOINT_PARTS);

/**
 * An index in which every endpoint of both estates is found under all that it has in either; it may list more. Along a chain of
 * small changes it is extended rather than made anew, until it has grown too far.
 */
export function candidateIndex(before: View, after: View, changed: readonly EndpointRef[]): EndpointIndex {
  let entry = candidates.get(before);
  if (!entry || entry.index.size > 2 * entry.fresh + 1000) {
    const index = indexOf(before);
    entry = { index, fresh: index.size };
    candidates.set(before, entry);
  }
  const { index } = entry;
  if (candidates.get(after)?.index === index) return index;
  for (const ref of changed) index.add(after, ref);
  candidates.set(after, entry);
  return index;
}

/** Whether an IPv6 address of it has to be reckoned with: the estate does not list them, so that any subnet with a block counts. */
export function families(subnet: Subnet): readonly (4 | 6)[] {
  return subnet.ipv6_cidr === null ? [4] : [4, 6];
}
