import type { Estate } from "@trias/estate";
import { checkAction, contentDifferences, isPlanned, substitutePlanned } from "@trias/plan";
import type { CloudReadResult, CloudResult, ReadResource, ResourceRef, WireAction } from "@trias/protocol";
import { distinct, estateOf, keyOf } from "./resources.ts";

/** What an action depends on or changes that is there already, or must not be. */
export function touchedBy(estate: Estate, action: WireAction): ResourceRef[] {
  return distinct(checkAction(action).touches(estate)).filter(({ id }) => !isPlanned(id));
}

/** What an action will make of the resources that it changes; what it creates goes by its planned id. */
export function predict(estate: Estate, action: WireAction): ReadResource[] {
  return checkAction(action)
    .changes(estate)
    .map(({ part, id, after }) => ({ part, id, resource: after }));
}

/** The prediction under the id that the cloud gave to what was created. */
export function withCreated(
  predicted: readonly ReadResource[],
  step: string,
  created: string | null,
): readonly ReadResource[] {
  return created === null ? predicted : substitutePlanned(predicted, new Map([[step, created]]));
}

/** What has to be read after an action: what was to change, and what the cloud says has changed. */
export function changedRefs(predicted: readonly ReadResource[], result: CloudResult | undefined): ResourceRef[] {
  return distinct([...predicted, ...(result?.changed ?? [])]);
}

/** Where what is there is not what was predicted, as keys; resources that were read but not predicted count as different. */
export function differing(predicted: readonly ReadResource[], read: CloudReadResult): string[] {
  const named = new Set(predicted.map(keyOf));
  const unforeseen = read.resources.map(keyOf).filter((key) => !named.has(key));
  const expected = estateOf({ ...read, resources: [...predicted] });
  const actual = estateOf({ ...read, resources: read.resources.filter((item) => named.has(keyOf(item))) });
  const wrong = contentDifferences(expected, actual).map(keyOf);
  return [...wrong, ...unforeseen];
}
