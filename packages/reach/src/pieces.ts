import { ReachError } from "./errors.ts";
import { cut, type Span } from "./spans.ts";
import { Cut } from "./walk/flight.ts";

const MAX_PIECES = 20_000;

/**
 * Asks about two spans; where they have no single answer, cuts them where the answer said and asks about the pieces. Ends early
 * where `enough` says so.
 */
export function overPieces<T>(
  sources: readonly Span[],
  targets: readonly Span[],
  ask: (source: Span, target: Span) => T,
  enough: (answer: T) => boolean,
  budget: { left: number } = { left: MAX_PIECES },
): T[] {
  const answers: T[] = [];
  const open: [Span, Span][] = sources.flatMap((source) =>
    targets.flatMap((target): [Span, Span][] => (source.family === target.family ? [[source, target]] : [])),
  );
  open.reverse();
  for (let pair = open.pop(); pair; pair = open.pop()) {
    budget.left -= 1;
    if (budget.left < 0) {
      throw new ReachError("too_many_pairs", "the two places have too many pairs of addresses to try", {
        fix: "name a smaller place, such as a subnet or an interface",
      });
    }
    const [source, target] = pair;
    try {
      const answer = ask(source, target);
      answers.push(answer);
      if (enough(answer)) return answers;
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      const { end, spans } = error;
      const pieces = cut(end === "source" ? source : target, spans);
      for (const piece of pieces.toReversed()) open.push(end === "source" ? [piece, target] : [source, piece]);
    }
  }
  return answers;
}
