import type { auditorApi } from "@trias/protocol";
import pc from "picocolors";
import type { z } from "zod";
import { concernLines, DECISION_WORDS } from "./concerns.ts";
import { flowLines } from "./flows.ts";
import { oneLine, terminalWidth, usdChange } from "./text.ts";

type Judged = z.infer<typeof auditorApi.audit.response>;

export function auditText(judged: Judged): string {
  return [
    pc.bold(DECISION_WORDS[judged.decision]),
    ...concernLines(judged.concerns, terminalWidth()),
    ...judged.approvals.map(({ role, reason }) => `${pc.yellow("○")} ${role}  ${pc.dim(oneLine(reason))}`),
    ...judged.changes.map(({ step, op, summary }) => `${step.padEnd(4)} ${op.padEnd(7)} ${oneLine(summary)}`),
    ...flowLines(judged.opened, pc.yellow("+ newly")),
    ...flowLines(judged.closed, pc.dim("- no more")),
    `cost: ${usdChange(judged.monthly_usd_delta)}`,
  ].join("\n");
}
