import {
  differences,
  type Estate,
  isKnown,
  PART_NAMES,
  type Part,
  type PartName,
  type ResourceChange,
} from "@trias/estate";

export interface FieldChange {
  readonly field: string;
  /** Null where the field was not there. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface PartDifference {
  readonly part: PartName;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly id: string; readonly fields: readonly FieldChange[] }[];
}

export interface EstateDifference {
  readonly parts: readonly PartDifference[];
  /** Parts that one of the two, or neither, knows: whether these differ nobody can tell. */
  readonly not_compared: readonly {
    readonly part: PartName;
    readonly unknown_in: "a" | "b" | "both";
    readonly reason: string;
  }[];
}

/** What turns `a` into `b`, by part, as far as both know it. */
export function compareEstates(a: Estate, b: Estate): EstateDifference {
  const compared = PART_NAMES.filter((part) => isKnown(a, part) && isKnown(b, part));
  const byPart = Map.groupBy(differences(only(a, compared), only(b, compared)), ({ part }) => part);
  return {
    parts: compared.flatMap((part) => partDifference(part, byPart.get(part) ?? []) ?? []),
    not_compared: PART_NAMES.flatMap((part) => openPart(part, a.parts[part], b.parts[part])),
  };
}

function openPart(part: PartName, a: Part<PartName>, b: Part<PartName>): EstateDifference["not_compared"] {
  if (a.status === "unknown") return [{ part, unknown_in: b.status === "unknown" ? "both" : "a", reason: a.reason }];
  return b.status === "unknown" ? [{ part, unknown_in: "b", reason: b.reason }] : [];
}

function only(estate: Estate, kept: readonly PartName[]): Estate {
  const other = { status: "unknown", reason: "not compared" } as const;
  const hidden = PART_NAMES.filter((part) => !kept.includes(part)).map((part) => [part, other]);
  return { ...estate, parts: { ...estate.parts, ...Object.fromEntries(hidden) } };
}

function partDifference(part: PartName, changes: readonly ResourceChange[]): PartDifference | null {
  if (changes.length === 0) return null;
  return {
    part,
    added: changes
      .filter(({ before }) => before === null)
      .map(({ id }) => id)
      .sort(),
    removed: changes
      .filter(({ after }) => after === null)
      .map(({ id }) => id)
      .sort(),
    changed: changes
      .flatMap(({ id, before, after }) =>
        before === null || after === null ? [] : [{ id, fields: fieldChanges(before, after) }],
      )
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

function fieldChanges(before: object, after: object): FieldChange[] {
  const left = new Map<string, unknown>(Object.entries(before));
  const right = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((field) => JSON.stringify(left.get(field)) !== JSON.stringify(right.get(field)))
    .map((field) => ({ field, before: left.get(field) ?? null, after: right.get(field) ?? null }));
}
