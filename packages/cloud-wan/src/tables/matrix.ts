import type { CoreNetworkPolicy } from "../grammar/document.ts";
import { sharesInto } from "../routing/shares.ts";
import { InsertionPlan } from "./insertion.ts";

/** How attachments of two segments may talk, as far as the policy alone decides. */
export interface SegmentRelation {
  readonly from: string;
  /** A segment, or null for the internet. */
  readonly to: string | null;
  /** `open`: directly. `inspected`: through `through`. `one-way`: packets arrive and no answer comes back, or the other way round. */
  readonly relation: "open" | "inspected" | "closed" | "one-way" | "may";
  readonly through: readonly string[];
  /** Paths into the document of what decides; empty where nothing opens it. */
  readonly rules: readonly string[];
}

/** Segments × segments, and the way out to the internet last; routing policies may still take single prefixes out. */
export function segmentMatrix(policy: CoreNetworkPolicy): readonly SegmentRelation[] {
  const shares = new Map(sharesInto(policy).map((share) => [`${share.from} ${share.to}`, share]));
  const plan = new InsertionPlan(policy);
  return policy.segments.flatMap(({ name: from, "isolate-attachments": isolated }, i) => [
    ...policy.segments.map(({ name: to }): SegmentRelation => {
      const via = plan.between(from, to);
      const through = [...new Set(via.flatMap(({ action }) => action.via["network-function-groups"]))];
      const inspects = via.map(({ path }) => path);
      if (from === to) {
        if (isolated !== true) return { from, to, relation: "open", through: [], rules: [`segments[${i}]`] };
        const relation = via.length > 0 ? "inspected" : "closed";
        return {
          from,
          to,
          relation,
          through,
          rules: via.length > 0 ? inspects : [`segments[${i}].isolate-attachments`],
        };
      }
      const [there, back] = [shares.get(`${to} ${from}`), shares.get(`${from} ${to}`)];
      const rules = [...new Set([...(there?.rules ?? []), ...(back?.rules ?? [])])];
      if (via.length > 0) {
        const both = there !== undefined || back !== undefined;
        return { from, to, relation: both ? "may" : "inspected", through, rules: [...rules, ...inspects] };
      }
      const relation = there && back ? "open" : there || back ? "one-way" : "closed";
      return { from, to, relation, through: [], rules };
    }),
    wayOut(plan, from),
  ]);
}

function wayOut(plan: InsertionPlan, from: string): SegmentRelation {
  const out = plan.out(from);
  return {
    from,
    to: null,
    relation: out.length > 0 ? "inspected" : "closed",
    through: [...new Set(out.flatMap(({ action }) => action.via["network-function-groups"]))],
    rules: out.map(({ path }) => path),
  };
}
