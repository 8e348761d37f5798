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

/** The same resource with every set in one order; the value itself where nothing has to move. */
export function inCanonicalOrder<R extends Resource>(part: PartName, resource: R): R {
  let ordered: Record<string, unknown> | undefined;
  for (const key of SETS[part] ?? []) {
    const items = Reflect.get(resource, key) as readonly unknown[];
    const sorted = inserted([], items);
    if (sorted.some((item, i) => item !== items[i])) ordered = { ...(ordered ?? resource), [key]: sorted };
  }
  return (ordered ?? resource) as R;
}

/** A set with more items, each put in front of the first that is greater: what stands there already keeps its order. */
export function inserted<T>(set: readonly T[], items: readonly T[]): T[] {
  const keyed = set.map((item) => ({ key: canonicalJson(item), item }));
  for (const item of items) {
    const key = canonicalJson(item);
    const next = keyed.findIndex((other) => other.key > key);
    keyed.splice(next === -1 ? keyed.length : next, 0, { key, item });
  }
  return keyed.map(({ item }) => item);
}
