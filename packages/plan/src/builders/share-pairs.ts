import { type Share, sharesOf } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { type PolicyAction, type PolicyDocument, withActions } from "./core-network-policy.ts";

export function shareOf(policy: PolicyDocument, a: string, b: string): Share | undefined {
  return sharesOf(policy).find((share) => (share.a === a && share.b === b) || (share.a === b && share.b === a));
}

/** The document in which two segments no longer exchange routes, and every other two do as before. */
export function withoutShare(policy: PolicyDocument, a: string, b: string): PolicyDocument {
  const actions = (policy["segment-actions"] ?? []).flatMap((action) => {
    const segment = action["segment"];
    if (action.action !== "share" || (segment !== a && segment !== b)) return [action];
    return narrowed(action, segment === a ? b : a);
  });
  const after = withActions(policy, actions);
  const [left, expected] = [sharesOf(after), sharesOf(policy)].map((shares) => new Set(shares.map(keyOf)));
  expected?.delete(keyOf({ a: a < b ? a : b, b: a < b ? b : a }));
  if (left !== undefined && expected !== undefined && left.symmetricDifference(expected).size === 0) return after;
  throw new PlanError("not_applicable", `the share of \`${a}\` and \`${b}\` can't be taken out by itself`, {
    at: "$.segment-actions",
    fix: "write the shares of these segments one by one first",
    remedy: "ask",
  });
}

/** The share without one partner; nothing of it where that was the only one. */
function narrowed(action: PolicyAction, other: string): PolicyAction[] {
  const target = action["share-with"];
  if (target === "*") return [{ ...action, "share-with": { except: [other] } }];
  if (Array.isArray(target)) {
    const rest = target.filter((name) => name !== other);
    return rest.length === 0 ? [] : rest.length === target.length ? [action] : [{ ...action, "share-with": rest }];
  }
  const except = typeof target === "object" && target !== null && "except" in target ? target.except : null;
  if (!Array.isArray(except) || except.includes(other)) return [action];
  return [{ ...action, "share-with": { except: [...except, other] } }];
}

function keyOf({ a, b }: Pick<Share, "a" | "b">): string {
  return `${a} ${b}`;
}
