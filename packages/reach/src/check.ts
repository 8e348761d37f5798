import type { Estate } from "@trias/estate";
import type { Invariant, Violation } from "./answer.ts";
import { reach } from "./trace.ts";

/** The invariants that do not hold. One that can't be decided counts as broken: `may` is not never. */
export function checkInvariants(estate: Estate, invariants: readonly Invariant[]): readonly Violation[] {
  return invariants.flatMap(({ id, from, to }) => {
    const { verdict } = reach(estate, from, to, { protocol: "any", port: null });
    return verdict === "blocked" ? [] : [{ invariant: id, flow: { from, to, protocol: "any", ports: "any" } }];
  });
}
