import type { CaseState, TimelineEntry } from "@trias/protocol";
import { isoTime } from "../ports.ts";
import type { CaseFile } from "./case-file.ts";
import { checkTransition } from "./transitions.ts";

const MAX_TIMELINE = 400;
const MAX_TEXT = 1000;

/** Puts a case into another state, and says why in one sentence. */
export function move(file: CaseFile, state: CaseState, reason: string, now: number): CaseFile {
  checkTransition(file.state, state);
  return { ...file, state, reason: clip(reason), since: file.state === state ? file.since : isoTime(now) };
}

/** Adds a line to a case's timeline. A very long one loses the planner's oldest notes first, then its middle. */
export function tell(
  file: CaseFile,
  by: TimelineEntry["by"],
  step: string,
  text: string,
  now: number,
  entry?: number,
): CaseFile {
  const line: TimelineEntry = {
    time: isoTime(now),
    by,
    step,
    text: clip(text),
    ...(entry === undefined ? {} : { entry }),
  };
  return { ...file, timeline: [...roomFor(file.timeline), line] };
}

/** INVARIANT: what the planner claims never crowds out what the ledger proves. */
function roomFor(timeline: readonly TimelineEntry[]): readonly TimelineEntry[] {
  if (timeline.length < MAX_TIMELINE) return timeline;
  const claim = timeline.findIndex(({ by, entry: proof }) => by === "orchestrator" && proof === undefined);
  return timeline.toSpliced(claim === -1 ? MAX_TIMELINE / 2 : claim, 1);
}

export function clip(text: string, max = MAX_TEXT): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
