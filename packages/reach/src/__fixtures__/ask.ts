import type { Estate } from "@trias/estate";
import type { TraceAnswer, TraceQuestion } from "../answer.ts";
import { trace } from "../trace.ts";
import { estateOf, type Parts } from "./small-estate.ts";

export function asking(on: Parts | Estate, from: TraceQuestion["from"], to: TraceQuestion["to"], more: Partial<TraceQuestion> = {}): TraceAnswer {
  const estate = "lineage" in on ? on : estateOf(on);
  return trace(estate, { from, to, protocol: "tcp", ports: [[443, 443]], ...more });
}

/** Verdict of the way there, of both together, and what stops it first. */
export function told(...question: Parameters<typeof asking>): string {
  const { forward, verdict, blocked_by } = asking(...question);
  const both = forward.verdict === verdict ? verdict : `${forward.verdict}, both ways ${verdict}`;
  return blocked_by ? `${both}: ${blocked_by.at}, ${blocked_by.rule}${blocked_by.code ? ` (${blocked_by.code})` : ""}` : both;
}

export const internet = { internet: true };
export const at = (address: string) => ({ address });
