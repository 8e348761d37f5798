import {
  CARRIER_PARTS,
  type CarrierPart,
  carrying,
  type LookUp,
  lookUpBy,
  type ResourceOf,
  type Subnet,
} from "@trias/estate";
import { ALL_SERVICES, NO_SERVICES, type Services, servicesOf, unite } from "./services.ts";
import type { View } from "./view.ts";

export type EndpointPart = CarrierPart;
export const ENDPOINT_PARTS: readonly EndpointPart[] = CARRIER_PARTS;

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
      const listens = found.listeners
        .map(({ port, protocol }) => listenerServices(protocol, port))
        .reduce(unite, NO_SERVICES);
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

/** What a load balancer's listener takes. */
export function listenerServices(protocol: string, port: number): Services {
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

type Placed = ResourceOf<EndpointPart>;
type Key = "group" | "subnet" | "vpc";

const BY: Readonly<Record<Key, LookUp<Placed>>> = {
  group: carrying,
  subnet: lookUpBy((resource) => ("subnet" in resource ? [resource.subnet] : resource.subnets)),
  vpc: lookUpBy(({ vpc }) => [vpc]),
};

/** The endpoints of an estate behind a security group, or in a subnet or VPC. */
export function endpointsBy(view: View, key: Key, id: string): readonly EndpointRef[] {
  return ENDPOINT_PARTS.flatMap((part) =>
    BY[key](view.part<EndpointPart>(part), id)
      .filter((resource) => endpointOf(view, part, resource.id) !== undefined)
      .map((resource) => ({ part, id: resource.id })),
  );
}

/** Whether an IPv6 address of it has to be reckoned with: the estate does not list them, so that any subnet with a block counts. */
export function families(subnet: Subnet): readonly (4 | 6)[] {
  return subnet.ipv6_cidr === null ? [4] : [4, 6];
}
