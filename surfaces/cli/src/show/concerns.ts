import type { Concern } from "@trias/protocol";
import pc from "picocolors";
import { wrap } from "./text.ts";

const MARKS = { block: pc.red("✗"), escalate: pc.yellow("!"), fix: pc.yellow("~"), warn: pc.dim("·") } as const;

export function concernLines(concerns: readonly Concern[], width: number): string[] {
  return concerns.flatMap((concern) => {
    const policy = concern.policy === undefined || concern.policy === concern.id ? "" : ` ${concern.policy}`;
    const [first = "", ...rest] = wrap(`${concern.message} — ${concern.subject} [${concern.id}${policy}]`, width - 2);
    return [`${MARKS[concern.level]} ${first}`, ...rest.map((line) => `  ${line}`)];
  });
}

export const DECISION_WORDS = {
  approved: pc.green("approved"),
  amend: pc.yellow("to be planned again"),
  escalated: pc.yellow("people decide"),
  vetoed: pc.red("vetoed"),
} as const;
