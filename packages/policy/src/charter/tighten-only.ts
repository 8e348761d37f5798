import { PolicyError } from "../errors.ts";
import { CFO_USD, FINANCE_USD } from "../hard/p4-cost.ts";
import { looseningRows } from "../matrix/loosening.ts";
import type { MatrixRow } from "../matrix/row.ts";
import { type LimitsFile, MAX_AMEND_ROUNDS } from "./charter.ts";

// INVARIANT (I7): a charter tightens or is refused; the error names file and line.
export function refuseLoosening(
  texts: { readonly matrix: string; readonly limits: string },
  rows: readonly MatrixRow[],
  limits: LimitsFile,
): void {
  const [row] = looseningRows(rows);
  if (row !== undefined) {
    const line = lineOf(texts.matrix, "intent", row.row);
    throw loosens(
      `matrix.json line ${line}, rows[${row.row}]`,
      `leaves out ${row.missing.join(", ")} (${row.default})`,
    );
  }
  const limit = (key: string, message: string) =>
    loosens(`limits.json line ${lineOf(texts.limits, key, 0)}, ${key}`, message);
  if (limits.requester_may_approve)
    throw limit("requester_may_approve", "would let a requester approve their own plan");
  if (!limits.distinct_persons) throw limit("distinct_persons", "would let one person approve twice");
  if (limits.max_amend_rounds > MAX_AMEND_ROUNDS) {
    throw limit("max_amend_rounds", `is more than ${MAX_AMEND_ROUNDS}`);
  }
  if (limits.budgets.finance_usd > FINANCE_USD) throw limit("finance_usd", `is more than the ${FINANCE_USD} of P4`);
  if (limits.budgets.cfo_usd > CFO_USD) throw limit("cfo_usd", `is more than the ${CFO_USD} of P4`);
}

function loosens(at: string, message: string): PolicyError {
  return new PolicyError("charter_loosens", `a charter can only tighten: this ${message}`, {
    at,
    fix: "ask for at least what the hard policies and the default matrix ask for",
  });
}

/** Line of the nth occurrence of a key in a JSON text that has been parsed already. */
function lineOf(text: string, key: string, n: number): number {
  const offset = [...text.matchAll(new RegExp(`(?<!\\\\)"${key}"\\s*:`, "g"))][n]?.index ?? 0;
  return text.slice(0, offset).split("\n").length;
}
