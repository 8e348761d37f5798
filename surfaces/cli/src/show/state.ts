import { type CaseState, ENDED_STATES, WAITING_STATES } from "@trias/protocol";
import pc from "picocolors";

export function stateText(state: CaseState): string {
  const words = state.replaceAll("_", " ");
  if (state === "done" || state === "closed") return pc.green(words);
  if (WAITING_STATES.has(state)) return pc.yellow(words.replace("waiting", "waits for"));
  if (ENDED_STATES.has(state)) return pc.red(words);
  return pc.blue(words);
}
