import { execFile, spawn } from "node:child_process";
import { closeSync, fstatSync, ftruncateSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { PostgresError } from "./errors.ts";
import { createPool } from "./pool.ts";
import type { SystemUser } from "./system-user.ts";

const exec = promisify(execFile);
const READY_MS = 120_000;
const STOP_MS = 20_000;
const MAX_LOG_BYTES = 10 * 1024 * 1024;

export interface ServerProcess {
  readonly pid: number;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly bin: string;
  readonly data: string;
  readonly port: number;
  readonly user: SystemUser | undefined;
  readonly durable: boolean;
  readonly adminUrl: string;
}

/** Starts the server in a session of its own, so that no signal to our process group reaches it, and waits until it answers. */
export async function launch(options: LaunchOptions): Promise<ServerProcess> {
  const log = join(options.data, "..", "postgres.log");
  const out = openSync(log, "a", 0o600);
  if (fstatSync(out).size > MAX_LOG_BYTES) ftruncateSync(out);
  const child = spawn(join(options.bin, "postgres"), ["-D", options.data, ...settings(options)], {
    detached: true,
    stdio: ["ignore", out, out],
    cwd: "/",
    env: environment(),
    ...identity(options.user),
  });
  closeSync(out);
  child.unref();
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  await answers(options.adminUrl, () => over).catch(async (cause: unknown) => {
    child.kill("SIGQUIT");
    const lines = (await readFile(log, "utf8").catch(() => "")).trimEnd().split("\n").slice(-3).join(" · ");
    throw new PostgresError("cluster_failed", `PostgreSQL does not start: ${lines.slice(-600)}`, {
      at: log,
      fix: "is the port taken, or the disk full?",
      remedy: "retry",
      cause,
    });
  });
  const pid = child.pid ?? 0;
  return { pid, ended, stop: () => stopServer(pid, () => over) };
}

function settings(options: LaunchOptions): string[] {
  const haste = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const values = [
    `port=${options.port}`,
    "listen_addresses=127.0.0.1",
    // No socket file at all: a path that is too long or that others can write would be one more thing to go wrong.
    "unix_socket_directories=",
    "max_connections=200",
    "password_encryption=scram-sha-256",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_min_messages=warning",
    "log_statement=none",
    // At its own pace the statistics of a whole database, gathered at once, take a core from the cases that run meanwhile.
    "autovacuum_vacuum_cost_delay=20ms",
    ...(options.durable ? ["fsync=on", "synchronous_commit=on", "full_page_writes=on"] : haste),
  ];
  return values.flatMap((value) => ["-c", value]);
}

/** Nothing of our own environment: it may hold an administrator's address or a model's key. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

function identity(user: SystemUser | undefined): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

export async function runTool(path: string, args: readonly string[], user: SystemUser | undefined): Promise<string> {
  try {
    const { stdout } = await exec(path, args, { cwd: "/", env: environment(), ...identity(user), maxBuffer: 1 << 20 });
    return stdout;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new PostgresError("cluster_failed", `a tool of PostgreSQL failed: ${text.slice(-600)}`, { at: path, cause });
  }
}

async function answers(adminUrl: string, over: () => boolean): Promise<void> {
  const until = performance.now() + READY_MS;
  for (;;) {
    if (over()) throw new PostgresError("cluster_failed", "it ended at once");
    try {
      return await ping(adminUrl);
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(25);
    }
  }
}

async function ping(adminUrl: string): Promise<void> {
  const pool = createPool(adminUrl, { max: 1 });
  try {
    await pool.query("select 1");
  } finally {
    await pool.close();
  }
}

/** Fast shutdown first; a server that hangs is ended without one, and recovers at its next start. */
export async function stopServer(pid: number, over: () => boolean): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (over() || !send(pid, signal)) return;
    const until = performance.now() + STOP_MS;
    while (performance.now() < until) {
      if (over() || !send(pid, 0)) return;
      await sleep(20);
    }
  }
}

/** Whether the process is there (and, as far as we may know, got the signal). */
export function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
