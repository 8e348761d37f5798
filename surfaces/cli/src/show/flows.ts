import type { Flow } from "@trias/protocol";
import pc from "picocolors";
import { oneLine } from "./text.ts";

/** `prod-api → prod-data tcp 443`. */
function flowText(flow: Flow): string {
  const what = flow.protocol === "any" && flow.ports === "any" ? "everything" : `${flow.protocol} ${flow.ports}`;
  return oneLine(`${flow.from} → ${flow.to}  ${what}`);
}

const SHOWN = 12;

export function flowLines(flows: readonly Flow[], mark: string): string[] {
  const lines = flows.slice(0, SHOWN).map((flow) => `${mark} ${flowText(flow)}`);
  return flows.length > SHOWN ? [...lines, `${mark} and ${flows.length - SHOWN} more (--json shows all)`] : lines;
}

/** What a change opens and closes. */
export function differenceLines({ opened, closed }: { opened: readonly Flow[]; closed: readonly Flow[] }): string[] {
  if (opened.length + closed.length === 0) return ["nothing becomes reachable that was not, nothing stops being"];
  return [...flowLines(opened, pc.yellow("+ newly")), ...flowLines(closed, pc.dim("- no more"))];
}
