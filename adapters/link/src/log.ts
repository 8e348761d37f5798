import { writeSync } from "node:fs";
import { messageOf } from "@trias/core";
import type { LogLine } from "@trias/protocol";
import { bounded, escapeControls } from "./text.ts";

const MAX_TEXT = 2000;
const MAX_FIELDS = 32;

export type LogFields = Readonly<Record<string, unknown>>;

/**
 * A process's log: one JSON object a line on standard output, out before the next instruction runs. Only the end of a step may go out
 * with the line that follows at once.
 */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A step of a case starts; whoever kills processes at step boundaries watches for these two. */
  begin(caseId: string, step: string, fields?: LogFields): void;
  end(caseId: string, step: string, fields?: LogFields): void;
}

/** `write` is standard output unless a test wants the lines; `soon` says that a line may wait for the next one. */
export function createLog(process: string, write: (line: string, soon: boolean) => void = writeLine): Log {
  const at = (level: LogLine["level"]) => (event: string, fields?: LogFields) =>
    write(formatLine(process, level, event, fields), false);
  const info = at("info");
  return {
    debug: at("debug"),
    info,
    warn: at("warn"),
    error: at("error"),
    begin: (caseId, step, fields) => info("begin", { ...fields, case: caseId, step }),
    end: (caseId, step, fields) => write(formatLine(process, "info", "end", { ...fields, case: caseId, step }), true),
  };
}

function formatLine(process: string, level: string, event: string, fields: LogFields = {}): string {
  const line: Record<string, unknown> = { time: new Date().toISOString(), process, level, event: clean(event) };
  for (const [key, value] of Object.entries(fields).slice(0, MAX_FIELDS)) {
    if (value !== undefined && !(key in line)) line[key] = clean(value);
  }
  return `${escapeControls(JSON.stringify(line))}\n`;
}

function clean(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return bounded(value, MAX_TEXT);
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return value.toString();
    case "object":
      if (value === null) return null;
      return bounded(value instanceof Error ? messageOf(value) : JSON.stringify(value), MAX_TEXT);
    default:
      return undefined;
  }
}

const WAIT = new Int32Array(new SharedArrayBuffer(4));

let held = "";
process.once("exit", writeHeld);

/** A step often ends where the next begins: one write less for both, and nothing is held over a wait. */
function writeLine(line: string, soon: boolean): void {
  if (soon && held === "") queueMicrotask(writeHeld);
  held += line;
  if (!soon) writeHeld();
}

function writeHeld(): void {
  let rest = Buffer.from(held);
  held = "";
  // A reader that stopped reading must not stop the process: after a second the line is lost.
  for (let attempt = 0; rest.length > 0 && attempt < 200; ) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
      Atomics.wait(WAIT, 0, 0, 5);
      attempt += 1;
    }
  }
}
