import type { Asn } from "../routing/path.ts";

export type Verdict = "delivered" | "blocked" | "may";

/** One step: a look-up in a table, or the attachment a packet leaves by. */
export type ReachHop =
  | {
      readonly kind: "table";
      readonly segment: string;
      readonly edge: string;
      readonly route: string | null;
      readonly rule: string;
    }
  | {
      readonly kind: "group-table";
      readonly group: string;
      readonly edge: string;
      readonly route: string | null;
      readonly rule: string;
    }
  | {
      readonly kind: "inspection";
      readonly group: string | null;
      readonly edge: string;
      readonly attachments: readonly string[];
    }
  | { readonly kind: "attachment"; readonly attachment: string; readonly edge: string }
  | { readonly kind: "internet"; readonly edge: string };

/** One way that a packet may take, with how it ends. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly hops: readonly ReachHop[];
  readonly inspectedIn: readonly string[];
  readonly egressEdge: string | null;
  readonly egressAttachment: string | null;
  /** As the table at the source's edge shows it. */
  readonly asPath: readonly Asn[] | null;
  /** Path into the document of what decided; empty where it is an absence that decides. */
  readonly rule: string;
  readonly reason: string;
  /** What was taken for granted because the snapshot does not hold it. */
  readonly assumptions: readonly string[];
}

export interface ReachAnswer {
  readonly verdict: Verdict;
  readonly hops: readonly ReachHop[];
  /** Regions in which it is inspected, in order; null where that is not decided. */
  readonly inspected_in: readonly string[] | null;
  readonly inspection_hops: number | null;
  readonly egress_edge: string | null;
  readonly egress_attachment: string | null;
  readonly as_path: readonly Asn[] | null;
  readonly rule: string;
  readonly reason: string;
  readonly assumptions: readonly string[];
}

/** One answer out of the ways that nothing decides between: all alike is an answer, else it is `may`. */
export function combine(outcomes: readonly Outcome[]): ReachAnswer {
  const verdicts = new Set(outcomes.map(({ verdict }) => verdict));
  const [first] = outcomes;
  const verdict = verdicts.size === 1 && first ? first.verdict : "may";
  const shown = outcomes.find((each) => each.verdict === verdict) ?? first;
  const inspected = agreed(outcomes, ({ inspectedIn }) => inspectedIn);
  const reasons = [...new Set(outcomes.map(({ reason }) => reason))];
  return {
    verdict,
    hops: shown?.hops ?? [],
    inspected_in: inspected,
    inspection_hops: agreed(outcomes, ({ inspectedIn }) => inspectedIn.length),
    egress_edge: agreed(outcomes, ({ egressEdge }) => egressEdge),
    egress_attachment: agreed(outcomes, ({ egressAttachment }) => egressAttachment),
    as_path: agreed(outcomes, ({ asPath }) => asPath),
    rule: shown?.rule ?? "",
    reason: reasons.length > 1 ? `not decided: ${reasons.slice(0, 4).join(", or ")}` : (reasons[0] ?? ""),
    assumptions: [...new Set(outcomes.flatMap(({ assumptions }) => assumptions))],
  };
}

function agreed<T>(outcomes: readonly Outcome[], of: (outcome: Outcome) => T): T | null {
  const [first, ...rest] = outcomes.map(of);
  if (first === undefined) return null;
  return rest.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : null;
}
