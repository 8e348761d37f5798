import type { Estate, GroupRule, PartName, ResourceChange, ResourceOf, RouteTable, Subnet } from "@trias/estate";
import { differences, lookUpBy, referencing } from "@trias/estate";
import { ENDPOINT_PARTS, type EndpointPart, type EndpointRef, endpointOf, endpointsBy } from "./endpoints.ts";
import type { View } from "./view.ts";

/**
 * The endpoints whose own surroundings two estates can differ in: never too few, sometimes too many. Everything else has equal
 * answers on both, since `localOf` reads nothing but what is followed here.
 */
export function affectedEndpoints(before: View, after: View, changes: readonly ResourceChange[]): EndpointRef[] {
  const changed = changes.flatMap(({ part, id }): EndpointRef[] => (isEndpointPart(part) ? [{ part, id }] : []));
  const found = new Map<string, EndpointRef>();
  const add = (refs: readonly EndpointRef[]): void => {
    for (const ref of refs) found.set(`${ref.part} ${ref.id}`, ref);
  };
  add(changed);
  // What is elsewhere in the estate after is a change of its own.
  for (const group of groupsConcerned(before, after, changes)) add(endpointsBy(before, "group", group));
  for (const change of changes) {
    for (const vpc of vpcsConcerned(before, after, change)) add(endpointsBy(before, "vpc", vpc));
    for (const subnet of subnetsConcerned(before, after, change)) add(endpointsBy(before, "subnet", subnet));
  }
  return [...found.values()];
}

/** Groups whose rules differ, or admit others because the members of a group or the entries of a list differ. */
function groupsConcerned(before: View, after: View, changes: readonly ResourceChange[]): ReadonlySet<string> {
  const groups = new Set<string>();
  const carried = new Set<string>();
  for (const change of changes) {
    if (isEndpointPart(change.part)) for (const group of regrouped(change)) carried.add(group);
    else if (change.part === "security_groups") groups.add(change.id);
    else if (change.part === "prefix_lists") for (const group of listUsers(before, after, change.id)) groups.add(group);
    else if (change.part === "subnets") for (const group of carriedIn(before, after, change.id)) carried.add(group);
  }
  for (const view of [before, after]) {
    for (const group of carried) for (const { id } of referencing(view.part("security_groups"), group)) groups.add(id);
  }
  return groups;
}

function isEndpointPart(part: PartName): part is EndpointPart {
  return ENDPOINT_PARTS.some((each) => each === part);
}

/** Groups whose members differ by this change of something that carries groups. */
function regrouped({ before, after }: ResourceChange): string[] {
  return [before, after].flatMap((resource): readonly string[] => {
    return resource && "groups" in resource && Array.isArray(resource.groups) ? resource.groups : [];
  });
}

/** A subnet's block stands for the addresses of load balancers and databases in it, wherever their groups are referenced. */
function carriedIn(before: View, after: View, subnet: string): string[] {
  const refs = [before, after].flatMap((view) => endpointsBy(view, "subnet", subnet));
  return [before, after].flatMap((view) => refs.flatMap(({ part, id }) => endpointOf(view, part, id)?.groups ?? []));
}

function listUsers(before: View, after: View, list: string): string[] {
  const uses = (rules: readonly GroupRule[]): boolean => rules.some((rule) => rule.prefix_lists.includes(list));
  return [before, after].flatMap((view) =>
    [...view.part("security_groups").values()]
      .filter(({ ingress, egress }) => uses(ingress) || uses(egress))
      .map(({ id }) => id),
  );
}

/** VPCs whose routes, addresses or gateways the change concerns. */
function vpcsConcerned(before: View, after: View, change: ResourceChange): readonly string[] {
  switch (change.part) {
    case "vpcs":
      return [change.id, ...peersOf(before, change.id), ...peersOf(after, change.id)];
    case "subnets":
    case "route_tables":
      return both(change, (resource) => [resource.vpc]);
    case "internet_gateways":
      return both(change, (resource) => (resource.vpc === null ? [] : [resource.vpc]));
    case "nat_gateways":
      return both(change, (resource) =>
        [before, after].flatMap(
          (view) => resource.regional?.vpc ?? view.part("subnets").get(resource.subnet)?.vpc ?? [],
        ),
      );
    case "prefix_lists":
      return [before, after].flatMap((view) => routedBy(view.part("route_tables"), change.id).map(({ vpc }) => vpc));
    case "peerings":
      return both(change, (resource) => [resource.requester_vpc, resource.accepter_vpc]);
    default:
      return [];
  }
}

function subnetsConcerned(before: View, after: View, change: ResourceChange): readonly string[] {
  if (change.part !== "network_acls") return [];
  return [before, after].flatMap((view) => guardedBy(view.part("subnets"), change.id).map(({ id }) => id));
}

const guardedBy = lookUpBy<Subnet>(({ network_acl }) => [network_acl]);

/** Tables that route by a prefix list. */
const routedBy = lookUpBy<RouteTable>(({ routes }) =>
  routes.flatMap(({ destination }) => (destination.startsWith("pl-") ? [destination] : [])),
);

function peersOf(view: View, vpc: string): string[] {
  return [...view.part("peerings").values()].flatMap(({ requester_vpc, accepter_vpc }) => {
    return requester_vpc === vpc ? [accepter_vpc] : accepter_vpc === vpc ? [requester_vpc] : [];
  });
}

function both<P extends PartName>(
  change: { readonly part: P; readonly before: ResourceOf<P> | null; readonly after: ResourceOf<P> | null },
  of: (resource: ResourceOf<P>) => readonly string[],
): readonly string[] {
  return [change.before, change.after].flatMap((resource) => (resource === null ? [] : of(resource)));
}

/** More than these are not all of them changes: estates that were read apart have no resource in common. */
const FEW = 64;

/** What is different, or may be. To look at a few that are the same is quicker than to compare all that they hold. */
export function changesBetween(before: Estate, after: Estate): readonly ResourceChange[] {
  if (before === after) return [];
  const other = differences(before, after, (a, b) => a === b);
  return other.length <= FEW ? other : differences(before, after);
}
