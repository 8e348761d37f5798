import { canonicalJson } from "@trias/core";
import { type CoreNetwork, sharesOf } from "@trias/estate";

type Document = CoreNetwork["policy"];
type Json = Readonly<Record<string, unknown>>;

/**
 * Estate names of the segments that a change of the core network concerns. What can't be put down to single segments concerns all of
 * them: then the change counts as one of production.
 */
export function segmentsTouched(before: CoreNetwork | null, after: CoreNetwork | null): string[] {
  const names = { ...before?.segment_names, ...after?.segment_names };
  const everything = [...policyNames(before), ...policyNames(after)];
  const touched = before && after ? touchedBetween(before.policy, after.policy, everything) : everything;
  return [...new Set(touched)].map((name) => names[name] ?? name).sort();
}

/** Estate names of segments that the policy no longer has. */
export function segmentsLeaving(before: CoreNetwork | null, after: CoreNetwork | null): string[] {
  const kept = new Set(policyNames(after));
  return policyNames(before)
    .filter((name) => !kept.has(name))
    .map((name) => before?.segment_names[name] ?? name);
}

function policyNames(network: CoreNetwork | null): string[] {
  return network?.policy.segments.map(({ name }) => name) ?? [];
}

function touchedBetween(before: Document, after: Document, everything: readonly string[]): string[] {
  const rest = ["version", "core-network-configuration", "network-function-groups"] as const;
  if (rest.some((key) => !same(before[key], after[key]))) return [...everything];
  return [
    ...changed(before.segments, after.segments).map(({ name }) => String(name)),
    ...actionsTouched(before, after, everything),
    ...changed(before["attachment-policies"] ?? [], after["attachment-policies"] ?? []).flatMap((rule) =>
      segmentsOfRule(rule, everything),
    ),
  ];
}

/** Items that one of the two lists has and the other has not. */
function changed(before: readonly Json[], after: readonly Json[]): Json[] {
  const left = new Set(before.map(canonicalJson));
  const right = new Set(after.map(canonicalJson));
  return [
    ...before.filter((item) => !right.has(canonicalJson(item))),
    ...after.filter((item) => !left.has(canonicalJson(item))),
  ];
}

/** Of shares that name their partners only the pairs that come or go are concerned, not those that stand beside them in a list. */
function actionsTouched(before: Document, after: Document, everything: readonly string[]): readonly string[] {
  const actions = changed(before["segment-actions"] ?? [], after["segment-actions"] ?? []);
  const listed = (action: Json): boolean => action["action"] === "share" && Array.isArray(action["share-with"]);
  const [old, now] = [before, after].map(
    (policy) => new Map(sharesOf(policy).map((share) => [`${share.a} ${share.b}`, share])),
  );
  const pairs = [...(old ?? [])]
    .filter(([key]) => !now?.has(key))
    .concat([...(now ?? [])].filter(([key]) => !old?.has(key)));
  const parted = actions.some(listed) ? pairs.flatMap(([, { a, b }]) => [a, b]) : [];
  return [
    ...parted,
    ...actions.filter((action) => !listed(action)).flatMap((action) => segmentsOfAction(action, everything)),
  ];
}

function segmentsOfAction(action: Json, everything: readonly string[]): readonly string[] {
  const named = new Set<string>();
  let all = false;
  const collect = (value: unknown, key: string): void => {
    if (value === "*" || key === "except") all = true;
    else if (typeof value === "string" && everything.includes(value)) named.add(value);
    else if (Array.isArray(value)) for (const item of value) collect(item, key);
    else if (typeof value === "object" && value !== null) {
      for (const [name, item] of Object.entries(value)) collect(item, name);
    }
  };
  collect(action, "");
  return all || named.size === 0 ? everything : [...named];
}

/** A rule that takes its segment from a tag, or names none, can place an attachment anywhere. */
function segmentsOfRule(rule: Json, everything: readonly string[]): readonly string[] {
  const action = rule["action"];
  if (typeof action !== "object" || action === null || !("segment" in action)) return everything;
  const { segment } = action;
  return typeof segment === "string" ? [segment] : everything;
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
