import { type Form, formOf, inOrder, originOf } from "./revision.ts";

/** The resources of a part that go by a key, in the order of the part. */
export type LookUp<V> = (resources: ReadonlyMap<string, V>, key: string) => readonly V[];

/**
 * Finds resources by what they name: the keys of each are asked for once, and after a change of a few resources those of the
 * few. INVARIANT: `keysOf` reads nothing but the resource.
 */
export function lookUpBy<V extends { readonly id: string }>(keysOf: KeysOf<V>): LookUp<V> {
  const indexes = new WeakMap<ReadonlyMap<string, V>, Index<V>>();
  const indexOf = (base: ReadonlyMap<string, V>): Index<V> => {
    const known = indexes.get(base);
    if (known) return known;
    const origin = originOf(base);
    const former = origin && indexes.get(origin.base);
    const index = former ? amended(former, origin, keysOf) : indexed(base, keysOf);
    indexes.set(base, index);
    return index;
  };
  return (resources, key) => {
    const form = formOf(resources);
    return found(indexOf(form.base), form, key, keysOf);
  };
}

type KeysOf<V> = (resource: V) => readonly string[];
type Index<V> = ReadonlyMap<string, readonly V[]>;

/** What goes by the key in a form, from the index of its base. */
function found<V extends { readonly id: string }>(
  index: Index<V>,
  { base, replaced, added }: Form<V>,
  key: string,
  keysOf: KeysOf<V>,
): readonly V[] {
  const stood = index.get(key) ?? [];
  if (replaced.size + added.size === 0) return stood;
  const has = (resource: V | null | undefined): resource is V => resource != null && keysOf(resource).includes(key);
  const stayed = stood.flatMap((resource) => {
    const other = replaced.get(resource.id);
    if (other === undefined) return [resource];
    return has(other) ? [other] : [];
  });
  const came = [...replaced.values()].filter((other) => has(other) && !has(base.get(other.id))) as V[];
  const last = [...added.values()].filter(has);
  return [...(came.length === 0 ? stayed : inPlaces(base, [...stayed, ...came])), ...last];
}

/** The index of a form, from that of its base: only what goes by the keys of its differences is found again. */
function amended<V extends { readonly id: string }>(index: Index<V>, form: Form<V>, keysOf: KeysOf<V>): Index<V> {
  const { base, replaced, added } = form;
  const different = [...replaced.keys()].flatMap((id) => [base.get(id), replaced.get(id)]);
  const keys = [...different, ...added.values()].flatMap((resource) => (resource ? keysOf(resource) : []));
  const next = new Map(index);
  for (const key of new Set(keys)) next.set(key, found(index, form, key, keysOf));
  return next;
}

function indexed<V>(resources: ReadonlyMap<string, V>, keysOf: KeysOf<V>): Index<V> {
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
