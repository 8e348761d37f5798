/** What is wrong with a document, where, and how to mend it. */
export interface PolicyProblem {
  readonly id: ProblemId;
  /** Path into the document, such as `segment-actions[3].via.with-edge-overrides[0]`; empty for the document itself. */
  readonly path: string;
  /** `error`: the document can't be taken. `warning`: it was taken without what stands here. */
  readonly level: "error" | "warning";
  readonly message: string;
  readonly fix: string;
}

export type ProblemId =
  | "too-large"
  | "too-deep"
  | "not-literal"
  | "unknown-key"
  | "comment-key"
  | "missing"
  | "wrong-type"
  | "not-allowed"
  | "taken-as"
  | "needs-2025-11"
  | "unknown-name"
  | "duplicate-name"
  | "duplicate-number"
  | "both-filters"
  | "condition-logic-missing"
  | "blackhole-not-alone"
  | "region-not-an-edge"
  | "more-problems";

export type PathStep = string | number;

/** `["segments", 3, "name"]` becomes `segments[3].name`. */
export function pathText(steps: readonly PropertyKey[]): string {
  let text = "";
  for (const step of steps) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? String(step) : `.${String(step)}`;
  }
  return text;
}
