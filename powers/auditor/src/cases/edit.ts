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

/** Adds a line to a case's timeline; of a very long one the middle is dropped, never the beginning. */
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
  const kept =
    file.timeline.length < MAX_TIMELINE
      ? file.timeline
      : [...file.timeline.slice(0, MAX_TIMELINE / 2), ...file.timeline.slice(MAX_TIMELINE / 2 + 1)];
  return { ...file, timeline: [...kept, line] };
}

export function clip(text: string, max = MAX_TEXT): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
