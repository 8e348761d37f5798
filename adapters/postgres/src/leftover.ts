import { readFile, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createPool } from "./pool.ts";
import { runTool, type ServerProcess, send, stopServer } from "./server-process.ts";
import type { SystemUser } from "./system-user.ts";

interface PidFile {
  readonly pid: number;
  readonly port: number;
}

/** A server that still runs on this data and port and lets our administrator in; undefined where there is none. */
export async function adopt(data: string, port: number, adminUrl: string): Promise<ServerProcess | undefined> {
  const file = await readPidFile(data);
  if (!file || file.port !== port || !send(file.pid, 0)) return undefined;
  // It may be starting, or recovering what a crash left.
  for (let attempt = 0; attempt < 40 && send(file.pid, 0); attempt += 1) {
    const dir = await servedData(adminUrl);
    if (dir !== undefined) {
      const same = (await realpath(dir).catch(() => dir)) === (await realpath(data));
      return same ? watch(file.pid) : undefined;
    }
    await sleep(50);
  }
  return undefined;
}

async function servedData(adminUrl: string): Promise<string | undefined> {
  const pool = createPool(adminUrl, { max: 1 });
  try {
    const result = await pool.query<{ data_directory: string }>("show data_directory");
    return result.rows[0]?.data_directory;
  } catch {
    return undefined;
  } finally {
    await pool.close();
  }
}

/** We are not its parent, so nobody tells us when it ends. */
function watch(pid: number): ServerProcess {
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (send(pid, 0)) return;
      over = true;
      clearInterval(timer);
      resolve();
    }, 500);
    timer.unref();
  });
  return { pid, ended, stop: () => stopServer(pid, () => over) };
}

/** Ends a server of this data that could not be taken over, and removes a pid file that names somebody else's process. */
export async function stopLeftover(bin: string, data: string, user: SystemUser | undefined): Promise<void> {
  const file = await readPidFile(data);
  if (!file) return;
  if (!send(file.pid, 0) || !(await isServer(file.pid))) {
    await rm(join(data, "postmaster.pid"), { force: true });
    return;
  }
  const stop = (mode: string) => runTool(join(bin, "pg_ctl"), ["-D", data, "stop", "-w", "-t", "20", "-m", mode], user);
  await stop("fast").catch(() => stop("immediate"));
}

/** Process numbers are used again: after a reboot the one in the file may be anybody's. */
async function isServer(pid: number): Promise<boolean> {
  try {
    return /postgres|postmaster/.test(await readFile(`/proc/${pid}/cmdline`, "utf8"));
  } catch {
    const name = await runTool("/bin/ps", ["-o", "comm=", "-p", String(pid)], undefined).catch(() => "");
    return /postgres|postmaster/.test(name);
  }
}

/** Lines of `postmaster.pid`: process, data, start time, port, … */
async function readPidFile(data: string): Promise<PidFile | undefined> {
  const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => undefined);
  const lines = text?.split("\n") ?? [];
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return Number.isInteger(pid) && pid > 1 ? { pid, port } : undefined;
}
