import { type Policy, type PolicyDocument, readPolicy } from "./policy.ts";
import type { SegmentAction } from "./policy-grammar.ts";

/** Two segments that exchange attachment routes, once a pair, by which actions of the document. */
export interface Share {
  readonly a: string;
  readonly b: string;
  /** Indices into `segment-actions`. */
  readonly actions: readonly number[];
}

/**
 * All shares with `*` and `except` written out. A share is bidirectional and not transitive; filters take away what they
 * name, on either side, since a one-way exchange carries no round trip.
 */
export function sharesOf(document: PolicyDocument): readonly Share[] {
  const policy = readPolicy(document);
  const names = policy.segments.flatMap((segment) => (segment ? [segment.name] : []));
  const pairs = new Map<string, { a: string; b: string; actions: number[] }>();
  policy.actions.forEach((action, i) => {
    if (action?.action !== "share") return;
    for (const other of sharedWith(action, names)) {
      if (other === action.segment || !exchanges(policy, action.segment, other)) continue;
      const [a, b] = action.segment < other ? [action.segment, other] : [other, action.segment];
      const pair = pairs.get(`${a} ${b}`) ?? { a, b, actions: [] };
      pair.actions.push(i);
      pairs.set(`${a} ${b}`, pair);
    }
  });
  return [...pairs.values()];
}

function sharedWith(action: SegmentAction & { action: "share" }, names: readonly string[]): readonly string[] {
  const target = action["share-with"];
  if (target === "*") return names;
  if (Array.isArray(target)) return target;
  return names.filter((name) => !target.except.includes(name));
}

function exchanges(policy: Policy, one: string, other: string): boolean {
  return admits(policy, one, other) && admits(policy, other, one);
}

function admits(policy: Policy, name: string, other: string): boolean {
  const segment = policy.segments.find((candidate) => candidate?.name === name);
  if (!segment) return false;
  if (segment["deny-filter"]?.includes(other)) return false;
  return segment["allow-filter"] === undefined || segment["allow-filter"].includes(other);
}
