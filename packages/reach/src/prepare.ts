import type { Estate } from "@trias/estate";
import { compile } from "./acl.ts";
import { coresOf } from "./core/core.ts";
import { ENDPOINT_PARTS, endpointOf, endpointsBy } from "./endpoints.ts";
import { compileGroup } from "./group-rules.ts";
import { ownSpans } from "./groups.ts";
import { attachedSegments } from "./peers.ts";
import { blocksOfSubnet } from "./places.ts";
import { localBlocks, routesOf } from "./route-table.ts";
import { type View, viewOf } from "./view.ts";
import { prepareRecipients } from "./walk/recipient.ts";

/**
 * Puts the rules, entries, routes and blocks of an estate into the form that questions read, once for as long as they stay what
 * they are: an estate that a few changes make of this one has the rest ready too. Without it the first question that meets a
 * resource does it.
 */
export function prepare(estate: Estate): void {
  const view = viewOf(estate);
  for (const group of view.part("security_groups").values()) compileGroup(group);
  for (const list of view.part("network_acls").values()) compile(list);
  for (const table of view.part("route_tables").values()) routesOf(view, table);
  for (const vpc of view.part("vpcs").values()) localBlocks(vpc);
  for (const subnet of view.part("subnets").values()) blocksOfSubnet(subnet);
  for (const part of ENDPOINT_PARTS) for (const id of view.part(part).keys()) endpointOf(view, part, id);
  for (const each of view.part("interfaces").values()) ownSpans(each);
  prepareLookUps(view);
}

/** A look-up is made by the first that asks. */
function prepareLookUps(view: View): void {
  for (const key of ["group", "subnet", "vpc"] as const) endpointsBy(view, key, "");
  prepareRecipients(view);
  for (const core of coresOf(view).keys()) attachedSegments(view, core, "");
}
