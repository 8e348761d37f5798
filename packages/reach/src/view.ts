import type { Estate, PartName, ResourceOf } from "@trias/estate";

/**
 * An estate as the engine reads it: an unknown part reads as empty, and everything that asks has to look at `unknown` too, so
 * that the answer becomes `may` and never yes or no.
 */
export interface View {
  readonly estate: Estate;
  part<P extends PartName>(part: P): ReadonlyMap<string, ResourceOf<P>>;
  unknown(part: PartName): boolean;
}

const views = new WeakMap<Estate, View>();
const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

export function viewOf(estate: Estate): View {
  const cached = views.get(estate);
  if (cached) return cached;
  const view: View = {
    estate,
    part: <P extends PartName>(part: P) => {
      const found = estate.parts[part];
      return found.status === "known" ? (found.resources as ReadonlyMap<string, ResourceOf<P>>) : NOTHING;
    },
    unknown: (part) => estate.parts[part].status === "unknown",
  };
  views.set(estate, view);
  return view;
}

const KEPT = 4;

/** Values that belong to some parts of an estate, kept for as long as estates with the same parts are. */
class ByParts<T> {
  private readonly parts: readonly PartName[];
  private readonly kept = new WeakMap<object, { keys: readonly object[]; value: T }[]>();

  constructor(parts: readonly PartName[]) {
    this.parts = parts;
  }

  get(view: View): T | undefined {
    const keys = this.parts.map((part) => keyOf(view, part));
    const entries = this.kept.get(keys[0] ?? view) ?? [];
    return entries.find((entry) => entry.keys.every((key, i) => key === keys[i]))?.value;
  }

  set(view: View, value: T): void {
    const keys = this.parts.map((part) => keyOf(view, part));
    const head = keys[0] ?? view;
    this.kept.set(head, [{ keys, value }, ...(this.kept.get(head) ?? []).slice(0, KEPT - 1)]);
  }
}

/**
 * Keeps what `compute` makes of some parts: an estate that differs elsewhere gets the same value. INVARIANT: `compute` reads
 * the named parts only.
 */
export function perParts<T>(parts: readonly PartName[], compute: (view: View) => T): (view: View) => T {
  const kept = new ByParts<{ readonly value: T }>(parts);
  return (view) => {
    const found = kept.get(view);
    if (found) return found.value;
    const value = compute(view);
    kept.set(view, { value });
    return value;
  };
}

function keyOf(view: View, part: PartName): object {
  const found = view.estate.parts[part];
  return found.status === "known" ? found.resources : found;
}
