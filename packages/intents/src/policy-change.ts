import type { CoreNetwork } from "@trias/estate";
import { same, strayKey } from "./comparing.ts";

type Document = CoreNetwork["policy"];
export type PolicyKey = "segments" | "segment-actions" | "attachment-policies" | "core-network-configuration";
export type Action = NonNullable<Document["segment-actions"]>[number];

/** Why a change of a core network is more than one of these parts of its policy; null where it is not. */
export function outsidePolicy(
  before: CoreNetwork | null,
  after: CoreNetwork | null,
  keys: readonly PolicyKey[],
): string | null {
  if (before === null || after === null) return "the core network itself is neither made nor deleted";
  const stray = strayKey(before, after, ["policy", "policy_version"]);
  if (stray !== null) return `\`${stray}\` of the core network changes`;
  const key = strayKey(before.policy, after.policy, keys);
  return key === null ? null : `\`${key}\` of the policy changes`;
}

export function actionsOf({ policy }: CoreNetwork): readonly Action[] {
  return policy["segment-actions"] ?? [];
}

/** What may become of an action: nothing, one narrower, or (always) the same. */
export type Fate = { readonly goes: boolean; readonly becomes: Action | null };

/**
 * The actions of `after` beyond those of `before`, where each of `before` stands in its place as it was or as its fate allows; a
 * sentence where one is changed otherwise, moved or missing.
 */
export function actionsBeyond(
  before: readonly Action[],
  after: readonly Action[],
  fateOf: (action: Action) => Fate,
): readonly Action[] | string {
  let next = 0;
  for (const action of before) {
    const { goes, becomes } = fateOf(action);
    const now = after[next];
    if (now !== undefined && (same(now, action) || (becomes !== null && same(now, becomes)))) next += 1;
    else if (!goes) return `a segment action that exists is changed, moved or removed: ${describe(action)}`;
  }
  return after.slice(next);
}

export const STAYS: Fate = { goes: false, becomes: null };

/** What may become of a share where these two segments part. */
export function partingFate(action: Action, one: string, other: string): Fate {
  const segment = action["segment"];
  if (action.action !== "share" || (segment !== one && segment !== other)) return STAYS;
  const leaving = segment === one ? other : one;
  const target = action["share-with"];
  if (target === "*") return { goes: false, becomes: { ...action, "share-with": { except: [leaving] } } };
  if (Array.isArray(target)) {
    if (!target.includes(leaving)) return STAYS;
    const rest = target.filter((name) => name !== leaving);
    return rest.length === 0
      ? { goes: true, becomes: null }
      : { goes: false, becomes: { ...action, "share-with": rest } };
  }
  const except = typeof target === "object" && target !== null && "except" in target ? target.except : null;
  if (!Array.isArray(except)) return STAYS;
  return { goes: false, becomes: { ...action, "share-with": { except: [...except, leaving] } } };
}

function describe(action: Action): string {
  return `\`${action.action}\` of \`${String(action["segment"])}\``;
}
