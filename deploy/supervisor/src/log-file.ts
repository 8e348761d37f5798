import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import type { Readable } from "node:stream";

const MAX_BYTES = 20 << 20;
const MAX_LINE = 64 << 10;

/** A log on disk: whole lines, at most two files of 20 MB. Where the disk is full, lines are lost and the system goes on. */
export class LogFile {
  readonly path: string;
  private file: number;
  private size: number;

  constructor(path: string) {
    this.path = path;
    this.file = openSync(path, "a", 0o600);
    this.size = fstatSync(this.file).size;
  }

  write(line: string): void {
    try {
      if (this.size > MAX_BYTES) this.rotate();
      this.size += writeSync(this.file, `${line}\n`);
    } catch {
      // Nothing better can be done with a line that the disk does not take.
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private rotate(): void {
    renameSync(this.path, `${this.path}.1`);
    closeSync(this.file);
    this.file = openSync(this.path, "a", 0o600);
    this.size = 0;
  }
}

/** Hands over each line of a child's output; a line that never ends is cut. */
export function eachLine(stream: Readable, take: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
    if (rest.length > MAX_LINE) {
      take(rest);
      rest = "";
    }
  });
  stream.on("end", () => {
    if (rest !== "") take(rest);
  });
  stream.on("error", () => undefined);
}
