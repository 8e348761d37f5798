import type { Charter } from "../charter/charter.ts";
import type { Facts } from "../facts.ts";
import type { Finding } from "../finding.ts";
import { arrivalFindings } from "./arrival.ts";
import { budgetFindings } from "./budget.ts";
import { containmentFindings } from "./containment.ts";
import { estateFindings } from "./estate.ts";
import { wayBackFindings } from "./way-back.ts";

/** What holds besides the seven: the invariants of the design, with the numbers that the charter sets. */
export function guardFindings(facts: Facts, charter: Charter): Finding[] {
  return [
    ...arrivalFindings(facts),
    ...containmentFindings(facts, charter),
    ...estateFindings(facts),
    ...wayBackFindings(facts),
    ...budgetFindings(facts, charter),
  ];
}
