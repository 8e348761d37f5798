/**
 * Picks one of several ways on: `all` where AWS may take any of them, so that the answer has to be the same for each (equal next
 * hops), `any` where one that works is enough (targets of a load balancer, of which health checks leave those that answer).
 */
export type Choose = (count: number, mode: ChoiceMode) => number;
type ChoiceMode = "all" | "any";

interface Asked {
  readonly count: number;
  readonly mode: ChoiceMode;
}

/** What became of every way that was there. */
export type Outcome<T> =
  | { readonly kind: "one"; readonly value: T }
  | { readonly kind: "several"; readonly mode: ChoiceMode; readonly outcomes: readonly Outcome<T>[] };

const MAX_RUNS = 256;

/** Runs once for every combination of choices; beyond 256 the rest is left out and `cutShort` says so. */
export function explore<T>(run: (choose: Choose) => T): { readonly outcome: Outcome<T>; readonly cutShort: boolean } {
  let runs = 0;
  const from = (chosen: readonly number[]): Outcome<T> => {
    runs += 1;
    const asked: Asked[] = [];
    const value = run((count, mode) => {
      if (count < 2) return 0;
      asked.push({ count, mode });
      return chosen[asked.length - 1] ?? 0;
    });
    const next = asked[chosen.length];
    if (!next) return { kind: "one", value };
    const outcomes: Outcome<T>[] = [];
    for (let i = 0; i < next.count && (i === 0 || runs < MAX_RUNS); i += 1) outcomes.push(from([...chosen, i]));
    return { kind: "several", mode: next.mode, outcomes };
  };
  const outcome = from([]);
  return { outcome, cutShort: runs >= MAX_RUNS };
}

export function leaves<T>(outcome: Outcome<T>): readonly T[] {
  return outcome.kind === "one" ? [outcome.value] : outcome.outcomes.flatMap(leaves);
}
