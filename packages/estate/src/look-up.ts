import { formOf, inOrder } from "./revision.ts";

/** The resources of a part that go by a key, in the order of the part. */
export type LookUp<V> = (resources: ReadonlyMap<string, V>, key: string) => readonly V[];

/**
 * Finds resources by what they name: the keys of each are asked for once, and after a change of a few resources those of the
 * few. INVARIANT: `keysOf` reads nothing but the resource.
 */
export function lookUpBy<V extends { readonly id: string }>(keysOf: (resource: V) => readonly string[]): LookUp<V> {
  const indexes = new WeakMap<ReadonlyMap<string, V>, ReadonlyMap<string, readonly V[]>>();
  const indexOf = (base: ReadonlyMap<string, V>): ReadonlyMap<string, readonly V[]> => {
    const known = indexes.get(base);
    if (known) return known;
    const index = indexed(base, keysOf);
    indexes.set(base, index);
    return index;
  };
  return (resources, key) => {
    const { base, replaced, added } = formOf(resources);
    const stood = indexOf(base).get(key) ?? [];
    if (replaced.size + added.size === 0) return stood;
    const kept = stood.filter(({ id }) => !replaced.has(id));
    const has = (resource: V | null): resource is V => resource !== null && keysOf(resource).includes(key);
    const came = [...replaced.values()].filter(has);
    const last = [...added.values()].filter(has);
    return [...(came.length === 0 ? kept : inPlaces(base, [...kept, ...came])), ...last];
  };
}

function indexed<V>(
  resources: ReadonlyMap<string, V>,
  keysOf: (resource: V) => readonly string[],
): ReadonlyMap<string, readonly V[]> {
  const index = new Map<string, V[]>();
  for (const resource of resources.values()) {
    for (const key of new Set(keysOf(resource))) {
      const found = index.get(key);
      if (found) found.push(resource);
      else index.set(key, [resource]);
    }
  }
  return index;
}

function inPlaces<V extends { readonly id: string }>(base: ReadonlyMap<string, V>, resources: readonly V[]): V[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  return inOrder(base, new Set(byId.keys())).flatMap((id) => byId.get(id) ?? []);
}
