import type { PartName, Resource, ResourceChange } from "@trias/estate";
import { type MicroUsd, toUsd } from "./money.ts";
import { type Charges, chargesOf, monthlyMicroUsd } from "./price-of.ts";

/** What one resource costs before and after, with the prices that went into it. */
export interface CostLine {
  readonly part: PartName;
  readonly id: string;
  readonly monthly_usd_before: number;
  readonly monthly_usd_after: number;
  readonly monthly_usd_delta: number;
  /** Ids in the price book. */
  readonly prices: readonly string[];
  /** At least one price is that of us-east-1 standing in for the resource's own region. */
  readonly assumed_region: boolean;
  /** At least one price rests on one weak source. */
  readonly low_confidence: boolean;
  readonly note?: string;
}

export interface Unpriced {
  readonly part: PartName;
  readonly id: string;
  readonly reason: string;
}

export interface Cost {
  /** Null where anything whose cost changes has no price: a part of a sum is no sum. */
  readonly monthly_usd_delta: number | null;
  /** What the changed resources cost a month afterwards. */
  readonly monthly_usd_after: number | null;
  readonly lines: readonly CostLine[];
  readonly unpriced: readonly Unpriced[];
}

/** The monthly cost of changes, list prices and fixed charges only. Several changes of one resource count as one. */
export function costOfChanges(changes: readonly ResourceChange[]): Cost {
  const lines: CostLine[] = [];
  const unpriced: Unpriced[] = [];
  let delta = 0n;
  let total = 0n;
  for (const { part, id, before, after } of endToEnd(changes)) {
    const was = chargesOrNothing(part, before);
    const becomes = chargesOrNothing(part, after);
    if (sameBasis(was, becomes)) {
      if (!("unpriced" in becomes)) total += monthlyMicroUsd(becomes.charges);
      continue;
    }
    if ("unpriced" in becomes || "unpriced" in was) {
      unpriced.push({ part, id, reason: reasonOf(becomes) ?? reasonOf(was) ?? "no price" });
      continue;
    }
    const from = monthlyMicroUsd(was.charges);
    const to = monthlyMicroUsd(becomes.charges);
    delta += to - from;
    total += to;
    lines.push(line(part, id, from, to, [was, becomes]));
  }
  const known = unpriced.length === 0;
  return {
    monthly_usd_delta: known ? toUsd(delta) : null,
    monthly_usd_after: known ? toUsd(total) : null,
    lines,
    unpriced,
  };
}

interface Change {
  readonly part: PartName;
  readonly id: string;
  readonly before: Resource | null;
  readonly after: Resource | null;
}

/** First state and last state of each resource. */
function endToEnd(changes: readonly ResourceChange[]): Iterable<Change> {
  const byResource = new Map<string, Change>();
  for (const { part, id, before, after } of changes) {
    const key = JSON.stringify([part, id]);
    byResource.set(key, {
      part,
      id,
      before: byResource.has(key) ? (byResource.get(key)?.before ?? null) : before,
      after,
    });
  }
  return byResource.values();
}

type PricedCharges = Exclude<Charges, { readonly unpriced: string }>;

function chargesOrNothing(part: PartName, resource: Resource | null): Charges {
  return resource === null ? { charges: [], assumedRegion: false } : chargesOf(part, resource);
}

function reasonOf(charges: Charges): string | undefined {
  return "unpriced" in charges ? charges.unpriced : undefined;
}

/** A change that leaves what is billed alone costs nothing, even where the book has no price for it. */
function sameBasis(was: Charges, becomes: Charges): boolean {
  const [a, b] = [basis(was), basis(becomes)];
  return a !== null && a === b;
}

function basis(charges: Charges): string | null {
  if ("unpriced" in charges) return charges.basis === null ? null : `unpriced ${charges.basis}`;
  return JSON.stringify(charges.charges.map(({ price, quantity }) => [price.id, String(quantity)]));
}

function line(part: PartName, id: string, from: MicroUsd, to: MicroUsd, sides: readonly PricedCharges[]): CostLine {
  const entries = sides.flatMap(({ charges }) => charges.map(({ price }) => price));
  const note = sides.at(-1)?.note;
  return {
    part,
    id,
    monthly_usd_before: toUsd(from),
    monthly_usd_after: toUsd(to),
    monthly_usd_delta: toUsd(to - from),
    prices: [...new Set(entries.map((entry) => entry.id))],
    assumed_region: sides.some((side) => side.assumedRegion),
    low_confidence: entries.some((entry) => entry.confidence === "low"),
    ...(note === undefined ? {} : { note }),
  };
}
