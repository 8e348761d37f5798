/** What kind of thing was found; stable. */
export type FindingCode =
  | "file_unreadable"
  | "file_too_large"
  | "file_truncated"
  | "file_unknown"
  | "key_unknown"
  | "answer_malformed"
  | "answer_incomplete"
  | "item_malformed"
  | "resource_malformed"
  | "resource_conflict"
  | "resource_left_out"
  | "not_modelled"
  | "id_unknown"
  | "place_unknown"
  | "value_unknown"
  | "assumed";

export interface Finding {
  readonly code: FindingCode;
  /** `error`: something could not be read. `warning`: an answer may depend on it. `note`: nothing depends on it. */
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  readonly file?: string;
  /** JSON path inside the file, such as `$.Vpcs[3].VpcId`. */
  readonly path?: string;
}

/** More of one kind than anybody reads are counted and not kept. */
const KEPT_OF_A_KIND = 500;

/** What is found while a source is read, in order. */
export class Findings {
  readonly kept: Finding[] = [];
  private readonly counts = new Map<FindingCode, number>();

  add(finding: Finding): void {
    const count = (this.counts.get(finding.code) ?? 0) + 1;
    this.counts.set(finding.code, count);
    if (count <= KEPT_OF_A_KIND) this.kept.push(finding);
  }

  /** How many of a kind were found and not kept. */
  get dropped(): Readonly<Record<string, number>> {
    const over = [...this.counts].filter(([, count]) => count > KEPT_OF_A_KIND);
    return Object.fromEntries(over.map(([code, count]) => [code, count - KEPT_OF_A_KIND]));
  }
}
