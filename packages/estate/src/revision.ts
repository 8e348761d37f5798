/** A Map of thousands of entries as it is after a few changes, without a copy of all the others. */
class Revision<V extends object> implements ReadonlyMap<string, V> {
  form: Form<V>;

  constructor(form: Form<V>) {
    this.form = form;
  }

  /** Its form to build on. Far from its base it is laid out anew, once, so that all that build on it have the same base. */
  ground(): Form<V> {
    if (distance(this.form) > FAR) {
      const { form } = this;
      const base = laidOut(form);
      origins.set(base, form);
      // Else each would keep the one before it in memory, without an end.
      origins.delete(form.base);
      this.form = { base, replaced: NONE, added: NONE };
    }
    return this.form;
  }

  get size(): number {
    const { base, replaced, added } = this.form;
    let size = base.size + added.size;
    for (const value of replaced.values()) if (value === null) size -= 1;
    return size;
  }

  get(id: string): V | undefined {
    return valueIn(this.form, id);
  }

  has(id: string): boolean {
    return valueIn(this.form, id) !== undefined;
  }

  *entries(): Generator<[string, V], undefined, unknown> {
    const { base, replaced, added } = this.form;
    for (const entry of base) {
      const other = replaced.get(entry[0]);
      if (other === undefined) yield entry;
      else if (other !== null) yield [entry[0], other];
    }
    yield* added;
  }

  *keys(): Generator<string, undefined, unknown> {
    for (const [id] of this.entries()) yield id;
  }

  *values(): Generator<V, undefined, unknown> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): Generator<[string, V], undefined, unknown> {
    return this.entries();
  }

  forEach(each: (value: V, id: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [id, value] of this) each(value, id, this);
  }
}

/** A Map, and what is different from it. */
export interface Form<V> {
  readonly base: ReadonlyMap<string, V>;
  /** Other values for ids of the base, null where it is gone. */
  readonly replaced: ReadonlyMap<string, V | null>;
  /** What comes after the base: new ids, and such as were gone from the base before. */
  readonly added: ReadonlyMap<string, V>;
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();
/** Each look at the differences goes through all of them, and to lay out anew costs by the size of the base: its root balances them. */
function distance({ base, replaced, added }: Form<object>): number {
  return (replaced.size + added.size) / Math.max(16, Math.sqrt(base.size));
}

const FAR = 1;
/** Where even what nobody builds on is better laid out. */
const TOO_FAR = 2;

const origins = new WeakMap<ReadonlyMap<string, object>, Form<object>>();

/** What a Map that was laid out anew was made of; null where that is not known, or not any more. */
export function originOf<V extends object>(base: ReadonlyMap<string, V>): Form<V> | null {
  return (origins.get(base) as Form<V> | undefined) ?? null;
}

function laidOut<V>({ base, replaced, added }: Form<V>): ReadonlyMap<string, V> {
  const all = new Map(base);
  for (const [id, value] of replaced) {
    if (value === null) all.delete(id);
    else all.set(id, value);
  }
  for (const [id, value] of added) all.set(id, value);
  return all;
}

function valueIn<V>({ base, replaced, added }: Form<V>, id: string): V | undefined {
  const other = replaced.get(id);
  if (other === undefined) return base.get(id) ?? added.get(id);
  return other ?? added.get(id);
}

export function formOf<V extends object>(map: ReadonlyMap<string, V>): Form<V> {
  return map instanceof Revision ? (map as Revision<V>).form : { base: map, replaced: NONE, added: NONE };
}

/** Changes of a Map that stays as it is; what they lead to has the entries, and their order, of a copy that was changed. */
export interface Draft<V> {
  get(id: string): V | undefined;
  set(id: string, value: V): void;
  delete(id: string): void;
  /** Ends the draft. */
  done(): ReadonlyMap<string, V>;
}

export function revise<V extends object>(map: ReadonlyMap<string, V>): Draft<V> {
  const ground = map instanceof Revision ? (map as Revision<V>).ground() : formOf(map);
  const { base } = ground;
  const replaced = new Map(ground.replaced);
  const added = new Map(ground.added);
  const form = { base, replaced, added };
  return {
    get: (id) => valueIn(form, id),
    set(id, value) {
      if (base.has(id) && replaced.get(id) !== null) replaced.set(id, value);
      else added.set(id, value);
    },
    delete(id) {
      if (!added.delete(id) && base.has(id)) replaced.set(id, null);
    },
    done: () => (distance(form) > TOO_FAR ? laidOut(form) : new Revision(form)),
  };
}

/** Two Maps without entries that they share: small ones where both come from the same Map. */
export function apart<V extends object>(
  left: ReadonlyMap<string, V>,
  right: ReadonlyMap<string, V>,
): readonly [ReadonlyMap<string, V>, ReadonlyMap<string, V>] {
  const [one, other] = [formOf(left), formOf(right)];
  if (one.base !== other.base) return [left, right];
  const ids = new Set<string>();
  for (const id of [...one.replaced.keys(), ...other.replaced.keys()]) {
    if (inPlace(one, id) !== inPlace(other, id)) ids.add(id);
  }
  const ordered = inOrder(one.base, ids);
  return [excerpt(one, ordered), excerpt(other, ordered)];
}

/** What stands in the place that the id has in the base. */
function inPlace<V>({ base, replaced }: Form<V>, id: string): V | null {
  const other = replaced.get(id);
  return other === undefined ? (base.get(id) ?? null) : other;
}

function excerpt<V>(form: Form<V>, ids: readonly string[]): ReadonlyMap<string, V> {
  const held = new Map<string, V>();
  for (const id of ids) {
    const value = inPlace(form, id);
    if (value !== null) held.set(id, value);
  }
  for (const [id, value] of form.added) held.set(id, value);
  return held;
}

/** These ids of a Map, in its order. */
export function inOrder(map: ReadonlyMap<string, unknown>, ids: ReadonlySet<string>): string[] {
  return ids.size > 1 ? [...map.keys()].filter((id) => ids.has(id)) : [...ids];
}
