import type { ResourceRef } from "@trias/protocol";
import type { Estate } from "./estate.ts";
import { lookUpBy } from "./look-up.ts";
import { get, isKnown, knownPart, list, need, partName } from "./parts.ts";
import type { Attachment, NetworkInterface, PartName, Resource, ResourceOf } from "./resources.ts";
import { segmentNames } from "./segment-names.ts";

const byResource = new WeakMap<readonly Attachment[], ReadonlyMap<string, readonly Attachment[]>>();

/** The attachments of a VPC, a VPN connection or whatever else is attached. */
export function attachmentsOf(estate: Estate, resource: string): readonly Attachment[] {
  const all = list(estate, "attachments");
  let index = byResource.get(all);
  if (!index) {
    index = Map.groupBy(all, (attachment) => attachment.resource);
    byResource.set(all, index);
  }
  return index.get(resource) ?? [];
}

const byInstance = lookUpBy<NetworkInterface>(({ instance }) => (instance === null ? [] : [instance]));

/** The interfaces that say that they are the instance's, whatever the instance lists. */
export function interfacesOf(estate: Estate, instance: string): readonly NetworkInterface[] {
  return byInstance(knownPart(estate, "interfaces"), instance);
}

/** Estate names of the segments that a VPC is attached to; more than one only where it has several attachments. */
export function segmentsOfVpc(estate: Estate, vpc: string): readonly string[] {
  const names = segmentNames(estate);
  const found = attachmentsOf(estate, vpc).flatMap(({ segment }) =>
    segment === null ? [] : [names.estateName(segment)],
  );
  return [...new Set(found)].sort();
}

/** Estate name of the segment that a VPC is attached to, the first where there are several, or null. */
export function segmentOfVpc(estate: Estate, vpc: string): string | null {
  return segmentsOfVpc(estate, vpc)[0] ?? null;
}

export function segmentOfInstance(estate: Estate, instance: string): string | null {
  return segmentOfVpc(estate, need(estate, "instances", instance).vpc);
}

export function segmentOfInterface(estate: Estate, networkInterface: string): string | null {
  return segmentOfVpc(estate, need(estate, "interfaces", networkInterface).vpc);
}

export function segmentOfDatabase(estate: Estate, database: string): string | null {
  return segmentOfVpc(estate, need(estate, "databases", database).vpc);
}

/** Segments in which a resource of any part lies, by the VPCs that hold it. Throws `part_unknown` where the estate can't say. */
export function segmentsOf(estate: Estate, ref: ResourceRef): readonly string[] {
  const part = partName(ref.part);
  const resource = need(estate, part, ref.id);
  const own = part === "attachments" && "segment" in resource && resource.segment ? [resource.segment] : [];
  const names = own.map((segment) => segmentNames(estate).estateName(segment));
  return [
    ...new Set([...names, ...vpcsOf(estate, part, resource).flatMap((vpc) => segmentsOfVpc(estate, vpc))]),
  ].sort();
}

/** Ids of the VPCs that a resource lies in or serves; empty for what belongs to none. */
export function vpcsOf(estate: Estate, part: PartName, resource: Resource): readonly string[] {
  const is = <P extends PartName>(name: P, value: Resource): value is ResourceOf<P> & Resource =>
    part === name && value === resource;
  if (is("vpcs", resource)) return [resource.id];
  if (is("attachments", resource)) return resource.type === "vpc" ? [resource.resource] : [];
  if (is("peerings", resource)) return [resource.requester_vpc, resource.accepter_vpc];
  if (is("flow_logs", resource)) return vpcsOfId(estate, resource.resource);
  if (is("nat_gateways", resource)) return vpcsOfId(estate, resource.subnet);
  if (is("scaling_groups", resource))
    return [...new Set(resource.subnets.flatMap((subnet) => vpcsOfId(estate, subnet)))];
  return "vpc" in resource && typeof resource.vpc === "string" ? [resource.vpc] : [];
}

function vpcsOfId(estate: Estate, id: string): readonly string[] {
  if (isKnown(estate, "vpcs") && get(estate, "vpcs", id)) return [id];
  const subnet = get(estate, "subnets", id);
  if (subnet) return [subnet.vpc];
  const networkInterface = get(estate, "interfaces", id);
  return networkInterface ? [networkInterface.vpc] : [];
}
