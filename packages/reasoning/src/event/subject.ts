import { type Estate, get, isKnown, list, type PartName } from "@trias/estate";
import type { ResourceRef } from "@trias/protocol";
import type { Classification } from "../reasoner.ts";

/** Which part of the estate holds an id of that form; an ARN is looked up by its last word. */
const PARTS: readonly (readonly [RegExp, PartName])[] = [
  [/^i-[0-9a-f]{8,17}$/, "instances"],
  [/^eni-[0-9a-f]{8,17}$/, "interfaces"],
  [/^vpc-[0-9a-f]{8,17}$/, "vpcs"],
  [/^subnet-[0-9a-f]{8,17}$/, "subnets"],
  [/^sg-[0-9a-f]{8,17}$/, "security_groups"],
  [/^attachment-[0-9a-f]{8,17}$/, "attachments"],
  [/^core-network-[0-9a-f]{8,17}$/, "core_networks"],
  [/^tgw-[0-9a-f]{8,17}$/, "transit_gateways"],
  [/^vpn-[0-9a-f]{8,17}$/, "vpn_connections"],
  [/^nat-[0-9a-f]{8,17}$/, "nat_gateways"],
];
const NAMED: readonly PartName[] = ["databases", "load_balancers", "scaling_groups", "buckets"];

/** What a classification is about, as far as the estate knows it: the first of its resources that is there. */
export function subjectOf({ instance, resources }: Classification, estate: Estate): ResourceRef | null {
  const mentioned = instance === null ? resources : [instance, ...resources];
  for (const mention of mentioned) {
    const found = known(mention, estate);
    if (found !== null) return found;
  }
  return null;
}

function known(mention: string, estate: Estate): ResourceRef | null {
  const id = mention.slice(Math.max(mention.lastIndexOf("/"), mention.lastIndexOf(":")) + 1);
  const part = PARTS.find(([form]) => form.test(id))?.[1];
  if (part !== undefined) return isKnown(estate, part) && get(estate, part, id) !== undefined ? { part, id } : null;
  for (const named of NAMED) {
    if (!isKnown(estate, named)) continue;
    for (const one of [id, mention]) if (get(estate, named, one) !== undefined) return { part: named, id: one };
  }
  return null;
}

/** Whether the event names a resource at all that an estate could hold. */
export function namesNetworkResource({ instance, resources }: Classification): boolean {
  if (instance !== null) return true;
  return resources.some((mention) => PARTS.some(([form]) => form.test(mention.slice(mention.lastIndexOf("/") + 1))));
}

/** Targets of load balancers that would be without the instance. */
export function servesOf(instance: string, estate: Estate): readonly string[] {
  if (!isKnown(estate, "target_groups")) return [];
  return list(estate, "target_groups").flatMap(({ id, targets }) =>
    targets.some((target) => target.id === instance) ? [id] : [],
  );
}
