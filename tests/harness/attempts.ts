import type { LogLine } from "@trias/protocol";
import { expect } from "vitest";
import type { Substitute } from "./sealed.ts";

export interface AttemptLine {
  readonly name: string;
  readonly outcome: string;
  readonly code: string;
  readonly message: string;
}

function attemptOf(line: LogLine): AttemptLine {
  const text = (key: string) => String(line[key] ?? "");
  return { name: text("name"), outcome: text("outcome"), code: text("code"), message: text("message") };
}

/** Waits until an attack script has tried everything; fails naming what succeeded. */
export async function attemptsOf(attacker: Substitute): Promise<readonly AttemptLine[]> {
  await attacker.line("attempts_over");
  const attempts = attacker.lines.filter((line) => line.event === "attempt").map(attemptOf);
  const counts = attacker.lines.filter((line) => line.event === "attempts_over").map((line) => Number(line["count"]));
  expect(attempts).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
  expect(attempts.filter((attempt) => attempt.outcome !== "refused")).toEqual([]);
  return attempts;
}
