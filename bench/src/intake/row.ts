import { CoreError, parseStrictJson } from "@trias/core";
import type { CaseView, EventAnswer } from "@trias/protocol";
import { type Classification, rulesReasoner } from "@trias/reasoning";

/** What became of one file, or of one line of it. */
export interface Row {
  readonly file: string;
  /** `refused` where it is no event. */
  readonly kind: string;
  readonly transition?: string;
  readonly type?: string;
  readonly severity?: number;
  readonly class?: string;
  /** What the rules answer to it: an intent's type, `ask` or `none`. */
  readonly action?: string;
  /** Row of the decision matrix, or null where nothing would be changed. */
  readonly row?: string | null;
  readonly advice?: string;
  readonly sample?: boolean;
  readonly outcome: EventAnswer["outcome"];
  readonly case?: string;
  /** How its case stands, and what was chosen on the estate of this system. */
  readonly state?: string;
  readonly chosen?: string;
  readonly why?: string;
  readonly code?: string;
  readonly reason?: string;
  /** What is not as it has to be. */
  readonly error?: string;
}

export function refusedRow(file: string, code: string, reason: string): Row {
  return { file, kind: "refused", outcome: "refused", code, reason };
}

/** The row of an event that was taken; it is read here once more, since a folded one stands under its case's first. */
export function takenRow(
  file: string,
  bytes: Uint8Array,
  answer: Exclude<EventAnswer, { outcome: "refused" }>,
  view: CaseView,
): Row {
  const read = classified(bytes);
  if (read === null)
    return { file, kind: "unreadable", outcome: answer.outcome, error: "taken, and can't be read here" };
  const { incident } = view;
  const error = answer.outcome === "opened" ? differenceOf(read, view) : null;
  return {
    file,
    kind: read.kind,
    ...(read.transition === null ? {} : { transition: read.transition }),
    type: read.type,
    severity: read.severity ?? incident?.severity ?? 5,
    class: read.class,
    action: read.response.action,
    row: read.response.row,
    advice: read.response.advice,
    sample: read.sample,
    outcome: answer.outcome,
    case: answer.case,
    state: view.state,
    ...(incident === undefined ? {} : { chosen: incident.action, why: incident.why }),
    ...(error === null ? {} : { error }),
  };
}

function classified(bytes: Uint8Array): Classification | null {
  try {
    return rulesReasoner.classify(parseStrictJson(bytes));
  } catch (error) {
    if (error instanceof CoreError) return null;
    throw error;
  }
}

/** The case has to say of its first event what that event is. */
function differenceOf(read: Classification, { incident, reason }: CaseView): string | null {
  if (incident === undefined) return "its case has no incident";
  if (incident.kind !== read.kind) return `its case says kind \`${incident.kind}\``;
  if (incident.class !== read.class || incident.response !== read.response.action)
    return "its case says another response";
  if (read.sample && incident.action !== "none") return "a sample was acted on";
  return reason === undefined || reason === "" ? "its case gives no reason" : null;
}
