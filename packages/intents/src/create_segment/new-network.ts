import {
  type GroupRule,
  get,
  isPrivate,
  list,
  type ResourceChange,
  type ResourceOf,
  tryParseCidr,
} from "@trias/estate";
import { isNew } from "../comparing.ts";
import type { NewSegment } from "./scope.ts";

/** A new VPC and what belongs to it: subnets, route tables, lists, groups, flow log, attachment. Nothing that exists. */
export function networkChange(segment: NewSegment, change: ResourceChange): string | null {
  const { part, id } = change;
  if (!isNew(segment.before, part, id)) return `\`${id}\` exists and is no part of the new segment \`${segment.name}\``;
  if (change.after === null) return `\`${id}\` is deleted, and only additions were asked for`;
  switch (change.part) {
    case "vpcs":
      return placed(segment, change.after) ?? vpc(segment, change.after);
    case "subnets":
      return placed(segment, change.after) ?? ofNewVpc(segment, change.after) ?? subnet(segment, change.after);
    case "route_tables":
      return placed(segment, change.after) ?? ofNewVpc(segment, change.after) ?? routes(segment, change.after);
    case "network_acls":
      return placed(segment, change.after) ?? ofNewVpc(segment, change.after);
    case "security_groups":
      return placed(segment, change.after) ?? ofNewVpc(segment, change.after) ?? guards(segment, change.after);
    case "attachments":
      return placed(segment, change.after) ?? attachment(segment, change.after);
    case "flow_logs":
      return placed(segment, change.after) ?? flowLog(segment, change.after);
    default:
      return `\`${id}\` of \`${part}\` is no part of a new segment`;
  }
}

/** Tags that say where a thing belongs must agree with the request: a wrong one would let it pass as another segment's. */
function placed(
  segment: NewSegment,
  { id, tags }: { id: string; tags: Readonly<Record<string, string>> },
): string | null {
  const { segment: named, environment, compliance } = tags;
  if (named !== undefined && named !== segment.name && named !== segment.policyName) {
    return `\`${id}\` is tagged for the segment \`${named}\``;
  }
  if (environment !== undefined && environment !== segment.environment) {
    return `\`${id}\` is tagged \`${environment}\`, and ${segment.environment} was asked for`;
  }
  if (
    compliance !== undefined &&
    !compliance.split(/[\s,+]/).every((one) => one === "" || segment.compliance.includes(one))
  ) {
    return `\`${id}\` is tagged for \`${compliance}\`, which was not asked for`;
  }
  return null;
}

function ofNewVpc(segment: NewSegment, { id, vpc: of }: { id: string; vpc: string }): string | null {
  return isNew(segment.before, "vpcs", of) ? null : `\`${id}\` belongs to \`${of}\`, which exists`;
}

function inRegions(segment: NewSegment, { id, region }: { id: string; region: string }): string | null {
  if (segment.regions !== null && !segment.regions.includes(region))
    return `\`${id}\` is in \`${region}\`, which was not named`;
  return null;
}

function vpc(segment: NewSegment, after: ResourceOf<"vpcs">): string | null {
  const outside = after.cidrs.find((cidr) => !isPrivateRange(cidr));
  return outside === undefined ? inRegions(segment, after) : `\`${outside}\` is no private range`;
}

function subnet(segment: NewSegment, after: ResourceOf<"subnets">): string | null {
  if (!isNew(segment.before, "route_tables", after.route_table))
    return `\`${after.id}\` uses a route table that exists`;
  if (!isNew(segment.before, "network_acls", after.network_acl))
    return `\`${after.id}\` uses a network ACL that exists`;
  return null;
}

/** INVARIANT: a new network leads into the core network and nowhere else: no gateway, no peering, no endpoint. */
function routes(segment: NewSegment, after: ResourceOf<"route_tables">): string | null {
  for (const { destination, target } of after.routes) {
    const known = target.type === "core-network" && get(segment.before, "core_networks", target.id) !== undefined;
    if (!known && target.type !== "local" && target.type !== "blackhole") {
      return `\`${after.id}\` routes \`${destination}\` to a ${target.type} \`${target.id}\``;
    }
  }
  return null;
}

function guards(segment: NewSegment, after: ResourceOf<"security_groups">): string | null {
  for (const rule of after.ingress) {
    const stray = strayOf(segment, rule);
    if (stray !== null) return `\`${after.id}\` lets in \`${stray}\``;
  }
  return null;
}

/** The first source of an ingress rule that isn't private address space or a group of the new network. */
function strayOf(segment: NewSegment, rule: GroupRule): string | null {
  return (
    rule.cidrs.find((cidr) => !isPrivateRange(cidr)) ??
    rule.groups.find((group) => !isNew(segment.before, "security_groups", group)) ??
    rule.prefix_lists[0] ??
    null
  );
}

function attachment(segment: NewSegment, after: ResourceOf<"attachments">): string | null {
  if (after.type !== "vpc" || !isNew(segment.before, "vpcs", after.resource)) {
    return `\`${after.id}\` attaches \`${after.resource}\`, which is no new VPC`;
  }
  if (get(segment.before, "core_networks", after.core_network) === undefined) {
    return `\`${after.id}\` attaches to \`${after.core_network}\`, which the estate does not have`;
  }
  if (after.segment !== null && after.segment !== segment.policyName) {
    return `\`${after.id}\` is placed into \`${after.segment}\``;
  }
  if (after.network_function_group !== null) return `\`${after.id}\` joins a network function group`;
  if ((after.advertised ?? []).length > 0) return `\`${after.id}\` advertises prefixes of its own`;
  return inRegions(segment, after);
}

/** Where the logs go must be where others' go already: a destination of one's own would be a way out for metadata. */
function flowLog(segment: NewSegment, after: ResourceOf<"flow_logs">): string | null {
  if (!isNew(segment.before, "vpcs", after.resource))
    return `\`${after.id}\` watches \`${after.resource}\`, which exists`;
  const known = list(segment.before, "flow_logs").some(({ destination }) => destination === after.destination);
  return known ? null : `\`${after.id}\` logs to \`${after.destination}\`, where nobody else does`;
}

function isPrivateRange(cidr: string): boolean {
  const range = tryParseCidr(cidr);
  return range !== null && isPrivate(range);
}
