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

/**
 * Keeps what `compute` makes of some parts for as long as estates share these parts: one that differs elsewhere gets the same
 * value. INVARIANT: `compute` reads the named parts only.
 */
export function perParts<T>(parts: readonly PartName[], compute: (view: View) => T): (view: View) => T {
  const kept = new WeakMap<object, { keys: readonly object[]; value: T }[]>();
  return (view) => {
    const keys = parts.map((part) => keyOf(view, part));
    const head = keys[0] ?? view;
    const entries = kept.get(head) ?? [];
    const found = entries.find((entry) => entry.keys.every((key, i) => key === keys[i]));
    if (found) return found.value;
    const value = compute(view);
    kept.set(head, [{ keys, value }, ...entries.slice(0, KEPT - 1)]);
    return value;
  };
}

function keyOf(view: View, part: PartName): object {
  const found = view.estate.parts[part];
  return found.status === "known" ? found.resources : found;
}
