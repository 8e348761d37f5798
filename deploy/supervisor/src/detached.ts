import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SupervisorError } from "./errors.ts";
import { type Layout, makeFolders } from "./layout.ts";
import { lockHolder } from "./lock.ts";
import { readRunState } from "./run-state.ts";

/** Starts a supervisor that outlives this process, with `trias up` and these further arguments; resolves when it holds the state folder. */
export async function startDetached(layout: Layout, args: readonly string[]): Promise<void> {
  makeFolders(layout);
  const log = join(layout.logs, "supervisor.log");
  const file = openSync(log, "w", 0o600);
  const command = join(layout.clone, "surfaces", "cli", "bin", "trias.js");
  const child = spawn(process.execPath, [command, "up", "--state-dir", layout.state, ...args], {
    cwd: layout.clone,
    detached: true,
    stdio: ["ignore", file, file],
  });
  closeSync(file);
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(null));
  });
  let over = false;
  const held = async (): Promise<"held" | "over"> => {
    while (!over && lockHolder(layout) === null) await sleep(25);
    return over ? "over" : "held";
  };
  const outcome = await Promise.race([held(), ended, sleep(30_000, "late" as const, { ref: false })]);
  // Whatever came first: nothing may go on waiting, or this process would never end.
  over = true;
  child.unref();
  if (outcome !== "held") throw failedStart(log);
}

/** Waits until the system of this folder has come up as a whole. */
export async function waitUntilComplete(layout: Layout, timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    if (lockHolder(layout) === null) throw failedStart(join(layout.logs, "supervisor.log"));
    if (readRunState(layout)?.complete === true) return;
    if (Date.now() > until) {
      throw new SupervisorError("not_ready", `the system did not come up within ${timeoutMs / 1000} s`, {
        at: layout.state,
        fix: "see `trias status` and `trias logs`",
      });
    }
    await sleep(25);
  }
}

function failedStart(log: string): SupervisorError {
  const lines = readFileSync(log, "utf8").trim().split("\n");
  const said = lines.findLast((line) => line.startsWith("trias:")) ?? lines.at(-1) ?? "";
  return new SupervisorError("not_ready", `the system did not start: ${said.replace(/^trias: /, "").slice(0, 500)}`, {
    at: log,
  });
}
