import type { CaseView } from "@trias/protocol";
import pc from "picocolors";
import { stateText } from "./state.ts";
import { elapsed, oneLine, terminalWidth, wrap } from "./text.ts";

const TITLES = {
  understood: "What was understood",
  planned: "What was planned",
  judged: "How it was judged",
  done: "What was done",
  created: "What is really there now",
} as const;

/** The five explanations and the timeline that they rest on. */
export function explanationText(view: CaseView, plannerSteps: readonly string[]): string {
  const lines = [`${pc.bold(view.case)}  ${stateText(view.state)}`, `  “${oneLine(view.subject, 400)}”`];
  for (const [name, title] of Object.entries(TITLES)) {
    const text = view.explanations[name as keyof typeof TITLES];
    lines.push(
      "",
      pc.cyan(title),
      ...wrap(text === "" ? "nothing yet" : text, terminalWidth() - 2).map((line) => `  ${line}`),
    );
  }
  lines.push("", pc.cyan("Step by step"));
  let last = Date.parse(view.timeline[0]?.time ?? "");
  for (const entry of view.timeline) {
    const time = Date.parse(entry.time);
    const proof = entry.entry === undefined ? "" : pc.dim(`  (ledger ${entry.entry})`);
    lines.push(
      `  ${`+${elapsed(time - last)}`.padStart(10)}  ${entry.by.padEnd(12)} ${oneLine(entry.text, 160)}${proof}`,
    );
    last = time;
  }
  if (plannerSteps.length > 0)
    lines.push("", pc.dim(`The planner's own steps: ${plannerSteps.map((step) => oneLine(step)).join(", ")}`));
  return lines.join("\n");
}
