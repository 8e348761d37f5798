import { canonicalJson } from "@trias/core";
import type { PartName, Resource } from "@trias/estate";

/**
 * Lists that the cloud keeps as sets: the order in which a describe call happens to give them means nothing, and taking an
 * item out and putting it back must give the same resource.
 */
const SETS: { readonly [P in PartName]?: readonly string[] } = {
  interfaces: ["groups"],
  ipam_pools: ["allocations"],
  network_acls: ["entries"],
  prefix_lists: ["entries"],
  route_tables: ["routes"],
  security_groups: ["ingress", "egress"],
};

/** The same resource with every set in one order; the value itself where nothing had to move. */
export function inCanonicalOrder<R extends Resource>(part: PartName, resource: R): R {
  let ordered: Record<string, unknown> | undefined;
  for (const key of SETS[part] ?? []) {
    const items = Reflect.get(resource, key) as readonly unknown[];
    const sorted = sortedItems(items);
    if (sorted.some((item, i) => item !== items[i])) ordered = { ...(ordered ?? resource), [key]: sorted };
  }
  return (ordered ?? resource) as R;
}

function sortedItems(items: readonly unknown[]): unknown[] {
  return items
    .map((item) => [canonicalJson(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item);
}
