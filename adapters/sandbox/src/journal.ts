import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { type Digest, messageOf } from "@trias/core";
import { SandboxError } from "./errors.ts";
import { formatLine, headerSchema, type JournalRecord, parseLine, recordSchema } from "./journal-line.ts";

/** The sandbox's memory: an append-only file in which a record stands, on the disk, before anybody hears of it. */
export interface Journal {
  readonly records: readonly JournalRecord[];
  /** Bytes of a line that was half written when the process last ended, and were dropped. */
  readonly dropped: number;
  /** Why nothing can be written any more, or null. */
  broken(): string | null;
  /** Returns once the record is on the disk; throws `unavailable`, with nothing written, where it can't be. */
  append(record: JournalRecord): void;
  close(): void;
}

// Node's permission model refuses fsync on a descriptor, so each write itself waits for the disk.
const DURABLE_APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_DSYNC;

export function openJournal(path: string, seed: Digest): Journal {
  const { records, good, size } = readRecords(path, seed);
  const file = openSync(path, DURABLE_APPEND, 0o600);
  let end = good;
  let broken: string | null = null;

  const write = (line: string): void => {
    if (broken !== null) throw unwritable(broken);
    const bytes = Buffer.from(line);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      end += bytes.length;
    } catch (error) {
      // INVARIANT: a failed append leaves no byte: half a line would swallow the next one, a whole one would be replayed.
      takeBack(error);
      throw unwritable(messageOf(error));
    }
  };
  const takeBack = (cause: unknown): void => {
    try {
      ftruncateSync(file, end);
    } catch (error) {
      broken = `${messageOf(cause)}, and then ${messageOf(error)}`;
    }
  };

  if (size > good) ftruncateSync(file, good);
  if (good === 0) write(formatLine({ schema: "trias.sandbox-journal/1", seed }));
  return {
    records,
    dropped: size - good,
    broken: () => broken,
    append: (record) => write(formatLine(record)),
    close: () => closeSync(file),
  };
}

function unwritable(why: string): SandboxError {
  return new SandboxError("unavailable", `the cloud can't write its journal, so nothing was done: ${why}`, {
    fix: "make room on its disk; a restart reads the journal again",
    remedy: "retry",
  });
}

interface ReadJournal {
  readonly records: JournalRecord[];
  /** Bytes up to the end of the last whole line. */
  readonly good: number;
  readonly size: number;
}

function readRecords(path: string, seed: Digest): ReadJournal {
  const bytes = readIfThere(path);
  const records: JournalRecord[] = [];
  let good = 0;
  for (let number = 1; good < bytes.length; number += 1) {
    const end = bytes.indexOf(10, good);
    const value = end < 0 ? null : parseLine(bytes.toString("utf8", good, end));
    const isLast = end < 0 || end === bytes.length - 1;
    if (value === null) {
      if (isLast) break;
      throw damaged(path, number, "is not whole, and others follow it");
    }
    if (number === 1) checkHeader(path, value, seed);
    else records.push(checkRecord(path, number, value, records.at(-1)));
    good = end + 1;
  }
  return { records, good, size: bytes.length };
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

function checkHeader(path: string, value: unknown, seed: Digest): void {
  const header = headerSchema.safeParse(value);
  if (!header.success) throw damaged(path, 1, "is no header of this version");
  if (header.data.seed !== seed) throw damaged(path, 1, "goes on from another seed");
}

function checkRecord(path: string, line: number, value: unknown, last: JournalRecord | undefined): JournalRecord {
  const record = recordSchema.safeParse(value);
  if (!record.success) throw damaged(path, line, "is no record of this version");
  if (last && record.data.serial !== last.serial + 1) throw damaged(path, line, "does not follow the line before it");
  return record.data;
}

function damaged(path: string, line: number, what: string): SandboxError {
  return new SandboxError("journal_damaged", `line ${line} of the journal ${what}`, {
    at: path,
    fix: "bring the file back from a copy, or start over with `trias reset`",
  });
}
