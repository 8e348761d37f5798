import { canonicalJson } from "@trias/core";
import type { CoreNetwork } from "@trias/estate";
import { PlanError } from "../errors.ts";

export type PolicyContent = Pick<CoreNetwork, "policy" | "segment_names">;
type Json = Readonly<Record<string, unknown>>;

/** Lists of a policy document whose items have a name of their own; items of other lists are known by all that they say. */
const KEY_OF: Readonly<Record<string, string>> = {
  segments: "name",
  "network-function-groups": "name",
  "attachment-policies": "rule-number",
};

/**
 * Takes the step from `older` to `newer` back on a policy that others may have changed since. What the step did not touch stays
 * as it is now; where somebody else changed the same thing, a person has to say what shall hold.
 */
export function takeBackPolicy(older: PolicyContent, newer: PolicyContent, current: PolicyContent): PolicyContent {
  const policy = takeBackRecord(older.policy, newer.policy, current.policy, "$");
  const names = takeBackRecord(older.segment_names, newer.segment_names, current.segment_names, "segment_names");
  return { policy: policy as CoreNetwork["policy"], segment_names: names as CoreNetwork["segment_names"] };
}

function takeBackRecord(older: Json, newer: Json, current: Json, at: string): Json {
  const result = new Map(Object.entries(current));
  for (const key of new Set([...Object.keys(older), ...Object.keys(newer)])) {
    const [was, put, is] = [older[key], newer[key], current[key]];
    if (same(was, put)) continue;
    const back =
      at === "$" && Array.isArray(put ?? []) && Array.isArray(was ?? []) && Array.isArray(is ?? [])
        ? takeBackList(key, list(was), list(put), list(is))
        : takeBackValue(was, put, is, `${at}.${key}`);
    if (back === undefined || (was === undefined && Array.isArray(back) && back.length === 0)) result.delete(key);
    else result.set(key, back);
  }
  return Object.fromEntries(result);
}

function takeBackValue(was: unknown, put: unknown, is: unknown, at: string): unknown {
  if (same(is, put)) return was;
  if (same(is, was)) return is;
  throw changedSince(at);
}

/** Items that the step added go, items that it removed come back, items that it changed are as they were. */
function takeBackList(
  name: string,
  was: readonly unknown[],
  put: readonly unknown[],
  is: readonly unknown[],
): unknown[] {
  const keyOf = (item: unknown): string => itemKey(name, item);
  const [old, step] = [
    new Map(was.map((item) => [keyOf(item), item])),
    new Map(put.map((item) => [keyOf(item), item])),
  ];
  const kept = is.flatMap((item) => {
    const key = keyOf(item);
    if (!step.has(key) || same(old.get(key), step.get(key))) return [item];
    const back = takeBackValue(old.get(key), step.get(key), item, `$.${name} ${key}`);
    return back === undefined ? [] : [back];
  });
  const present = new Set(kept.map(keyOf));
  const returning = was.filter((item) => !step.has(keyOf(item)) && !present.has(keyOf(item)));
  return [...kept, ...returning];
}

function itemKey(name: string, item: unknown): string {
  const key = KEY_OF[name];
  const named = key !== undefined && typeof item === "object" && item !== null ? Reflect.get(item, key) : undefined;
  return canonicalJson(named ?? item);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function same(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

function changedSince(at: string): PlanError {
  return new PlanError("no_way_back", `\`${at}\` of the core network policy was changed by somebody else since`, {
    at,
    fix: "a person has to say what shall hold",
    remedy: "ask",
  });
}
