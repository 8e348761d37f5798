import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { ShareAction } from "../grammar/segment-actions.ts";

/** Routes of one segment that another learns through shares (R66). */
export interface SharedInto {
  readonly from: string;
  readonly to: string;
  /** Paths of the share actions. */
  readonly rules: readonly string[];
  /** Routing policies that act on this direction, by name. */
  readonly outbound: readonly string[];
  readonly inbound: readonly string[];
  /** Why the exchange may not be there. */
  readonly doubts: readonly string[];
}

/**
 * All shares with `*` and `except` written out, one entry a direction. A share goes both ways and one hop; filters are applied
 * after it. A filter's own side never learns the route; AWS's texts disagree on whether the other side does.
 */
export function sharesInto(policy: CoreNetworkPolicy): readonly SharedInto[] {
  const found = new Map<string, { entry: SharedInto; policies: Set<string> }>();
  policy.segmentActions.forEach((action, i) => {
    if (action.action !== "share") return;
    const rule = `segment-actions[${i}]`;
    const names = action["routing-policy-names"] ?? [];
    for (const other of sharedWith(action, policy)) {
      // Direction of a policy on a share is read from `segment`.
      add(found, policy, { from: action.segment, to: other, rules: [rule], outbound: names, inbound: [], doubts: [] });
      add(found, policy, { from: other, to: action.segment, rules: [rule], outbound: [], inbound: names, doubts: [] });
    }
  });
  return [...found.values()].map(({ entry, policies }) =>
    policies.size > 1
      ? {
          ...entry,
          doubts: [
            ...entry.doubts,
            `${entry.rules.join(" and ")} share the same pair under different routing policies`,
          ],
        }
      : entry,
  );
}

/** The other segments that a share names, `*` and `except` written out. */
export function sharedWith(action: ShareAction, policy: CoreNetworkPolicy): readonly string[] {
  const target = action["share-with"];
  const all = policy.segments.map(({ name }) => name);
  const named =
    target === "*" ? all : Array.isArray(target) ? target : all.filter((name) => !target.except.includes(name));
  return [...new Set(named)].filter((name) => name !== action.segment);
}

function add(
  found: Map<string, { entry: SharedInto; policies: Set<string> }>,
  policy: CoreNetworkPolicy,
  share: SharedInto,
): void {
  if (refuses(policy, share.to, share.from) !== null) return;
  const other = refuses(policy, share.from, share.to);
  const doubts =
    other === null ? [] : [`\`${other}\` stops the way back; AWS's texts disagree on whether it stops this way too`];
  const key = `${share.from} ${share.to}`;
  const policies = JSON.stringify([share.outbound, share.inbound]);
  const known = found.get(key);
  if (!known) {
    found.set(key, { entry: { ...share, doubts }, policies: new Set([policies]) });
    return;
  }
  known.policies.add(policies);
  known.entry = {
    ...known.entry,
    rules: [...known.entry.rules, ...share.rules],
    outbound: [...new Set([...known.entry.outbound, ...share.outbound])],
    inbound: [...new Set([...known.entry.inbound, ...share.inbound])],
  };
}

/** Path of the filter by which a segment does not learn another's routes, or null. */
export function refuses(policy: CoreNetworkPolicy, segment: string, other: string): string | null {
  const index = policy.segments.findIndex(({ name }) => name === segment);
  const filters = policy.segments[index];
  if (filters?.["deny-filter"]?.includes(other)) return `segments[${index}].deny-filter`;
  if (filters?.["allow-filter"] && !filters["allow-filter"].includes(other)) return `segments[${index}].allow-filter`;
  return null;
}
