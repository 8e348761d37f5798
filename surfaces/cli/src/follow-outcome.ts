import type { CaseView } from "@trias/protocol";
import type { Context } from "./command.ts";
import { EXIT, exitOfCase, restsIn } from "./exit-codes.ts";
import { follow } from "./follow.ts";
import type { Outcome } from "./output.ts";
import type { Session } from "./session.ts";
import { caseText } from "./show/case.ts";
import { elapsed, oneLine } from "./show/text.ts";

/** Follows a case, says each step on the way, and hands back how it stands at the end. */
export async function followToOutcome(
  context: Context,
  session: Session,
  id: string,
  waitSeconds: number,
  told = 0,
): Promise<Outcome> {
  const view = await follow(session, id, {
    waitSeconds,
    told,
    step(entry, seen) {
      const at = Math.max(0, Date.parse(entry.time) - Date.parse(seen.timeline[0]?.time ?? entry.time));
      context.out.progress(`${elapsed(at).padStart(8)}  ${entry.by}: ${oneLine(entry.text)}`, {
        case: id,
        step: entry.step,
        by: entry.by,
        time: entry.time,
      });
    },
  });
  return caseOutcome(view, waitSeconds);
}

export function caseOutcome(view: CaseView, waitSeconds: number): Outcome {
  // Whoever does not wait wants it to be taken, and it was.
  const exit = waitSeconds === 0 && !restsIn(view.state) ? EXIT.done : exitOfCase(view);
  return { exit, object: view, text: () => caseText(view) };
}
