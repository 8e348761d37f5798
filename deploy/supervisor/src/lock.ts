import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { SupervisorError } from "./errors.ts";
import { readJson, writeJson } from "./files.ts";
import type { Layout } from "./layout.ts";

const lockSchema = z.strictObject({
  pid: z.int().min(1),
  /** When that process started, as the system counts it: a pid alone may be somebody else's by now. */
  started: z.string(),
});
export type LockHolder = z.infer<typeof lockSchema>;

function lockFile(layout: Layout): string {
  return join(layout.run, "supervisor.lock");
}

/** The supervisor that runs this state folder, or null; a lock whose process is gone counts for nothing. */
export function lockHolder(layout: Layout): LockHolder | null {
  const holder = readJson(lockFile(layout), lockSchema);
  return holder !== null && startOf(holder.pid) === holder.started ? holder : null;
}

/** Takes the state folder for this process, and returns what gives it back. */
export function takeLock(layout: Layout): () => void {
  const file = lockFile(layout);
  const draft = `${file}.${process.pid}`;
  writeJson(draft, { pid: process.pid, started: startOf(process.pid) ?? "" });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (claim(draft, file)) return () => rmSync(file, { force: true });
      const holder = lockHolder(layout);
      if (holder !== null) {
        throw new SupervisorError("already_running", `a system already runs here (process ${holder.pid})`, {
          at: layout.state,
          fix: "stop it with `trias down`, or name another --state-dir",
        });
      }
      dropStale(file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new SupervisorError("already_running", "another start is under way here", { at: layout.state });
}

function claim(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves the stale lock away; where a live one took its place in between, puts that back. */
function dropStale(file: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const holder = readJson(aside, lockSchema);
  if (holder !== null && startOf(holder.pid) === holder.started) claim(aside, file);
  rmSync(aside, { force: true });
}

/** Start time of a living process, comparable only with itself; null where there is none. */
export function startOf(pid: number): string | null {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The command may hold spaces and brackets; fields count from the last closing one. 3 is the state, 22 the start.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? null : (fields[19] ?? null);
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    return null;
  }
}
