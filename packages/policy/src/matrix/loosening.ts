import { DEFAULT_MATRIX } from "./default-matrix.ts";
import { firstRow, type MatrixRow, type Situation } from "./row.ts";

/** Where a charter's row asks for less than the default does in a situation that reaches this row. */
export interface Loosening {
  /** Position in the charter's rows. */
  readonly row: number;
  readonly missing: readonly string[];
  readonly default: string;
}

/**
 * Compares a charter's matrix with the default in every situation there is (2^10 for each intent named), the first row
 * that fits on both sides. The default is added to the charter's answer in any case; this tells its authors that a row
 * would have no effect of the kind that they meant.
 */
export function looseningRows(rows: readonly MatrixRow[]): Loosening[] {
  const found = new Map<number, Loosening>();
  for (const intent of intentsToCheck(rows)) {
    for (const situation of situations()) {
      const row = firstRow(rows, intent, situation);
      const standard = firstRow(DEFAULT_MATRIX, intent, situation);
      if (row === undefined || standard === undefined) continue;
      const missing = standard.roles.filter((role) => !row.roles.includes(role)) as string[];
      if (standard.approvers_of_case === true && row.approvers_of_case !== true)
        missing.push("whoever approved the case");
      const index = rows.indexOf(row);
      if (missing.length > 0 && !found.has(index)) found.set(index, { row: index, missing, default: standard.reason });
    }
  }
  return [...found.values()].sort((a, b) => a.row - b.row);
}

/** A row for `*` covers every intent of the default, and those that neither names. */
function intentsToCheck(rows: readonly MatrixRow[]): ReadonlySet<string> {
  const intents = new Set(rows.map(({ intent }) => intent));
  if (intents.delete("*")) for (const { intent } of DEFAULT_MATRIX) intents.add(intent === "*" ? "unlisted" : intent);
  return intents;
}

function* situations(): Generator<Situation> {
  for (let n = 0; n < 2 ** 10; n += 1) {
    const bit = (position: number) => ((n >> position) & 1) === 1;
    yield {
      production: bit(0),
      effect: bit(1) ? "allow" : "block",
      malicious_finding: bit(2),
      intelligence_agrees: bit(3),
      access_expired_or_suspicious: bit(4),
      under_100_usd: bit(5),
      trend_sustained: bit(6),
      reaches_production: bit(7),
      rollback_unused: bit(8),
      rollback_had_approvers: bit(9),
    };
  }
}
