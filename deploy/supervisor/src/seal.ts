import { type ChildProcess, spawn } from "node:child_process";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { ProcessConfig } from "@trias/protocol";
import { SupervisorError } from "./errors.ts";
import { isRoot, type Layout, makeFolder, reachableByAll } from "./layout.ts";

export interface SealedOptions {
  readonly name: string;
  /** Folder of its own, holding `app.cjs`; the process reads this and nothing else. */
  readonly folder: string;
  readonly node: string;
  /** Numeric user and group of its own; null where the supervisor isn't root. */
  readonly uid: number | null;
  /** Handed over as one line of standard input, which then stays open. */
  readonly config: ProcessConfig;
  readonly heapMiB: number;
}

export interface SealedProcess {
  readonly name: string;
  readonly pid: number;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it has ended, with why. */
  readonly exited: Promise<string>;
  /** Asks it to end, and ends it when it does not listen. */
  stop(graceMs?: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** The arguments that seal a process into its folder: what the permission model lets through is in SECURITY.md. */
export function sealArguments(folder: string, heapMiB: number): string[] {
  return [
    "--permission",
    `--allow-fs-read=${folder}/`,
    `--allow-fs-write=${join(folder, "data")}/`,
    "--disable-sigusr1",
    `--max-old-space-size=${heapMiB}`,
    join(folder, "app.cjs"),
  ];
}

/**
 * Starts a process as every power is started: permission model, empty environment, own folder, own system user, configuration
 * by pipe. Throws unless the system confirms that it runs as that user, without further groups.
 */
export async function spawnSealed(options: SealedOptions): Promise<SealedProcess> {
  const { name, folder, uid } = options;
  prepareFolder(folder, uid);
  const child = spawn(options.node, sealArguments(folder, options.heapMiB), {
    cwd: folder,
    env: {},
    stdio: ["pipe", "pipe", "pipe"],
    detached: false,
    // With a user given, the groups of the supervisor are dropped as well.
    ...(uid === null ? {} : { uid, gid: uid }),
  });
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => resolve(signal === null ? `ended with code ${code}` : `ended by ${signal}`));
  });
  const { pid, stdin, stdout, stderr } = child;
  if (pid === undefined || stdin === null || stdout === null || stderr === null) {
    const why = await exited;
    throw new SupervisorError("spawn_failed", `\`${name}\` ${why}`, { at: folder, fix: spawnFix(uid) });
  }
  handOver(stdin, options.config);
  const kill = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  try {
    verifySeal(name, pid, uid);
  } catch (error) {
    kill("SIGKILL");
    throw error;
  }
  return { name, pid, stdout, stderr, exited, kill, stop: (graceMs) => stop(child, exited, graceMs) };
}

function spawnFix(uid: number | null): string {
  return uid === null ? "see the log" : `the supervisor must be able to become user ${uid} (TRIAS_UID_BASE)`;
}

function handOver(stdin: Writable, config: ProcessConfig): void {
  // A child that dies at once closes the pipe: its exit says so already.
  stdin.on("error", () => undefined);
  stdin.write(`${JSON.stringify(config)}\n`);
}

async function stop(child: ChildProcess, exited: Promise<string>, graceMs = 5000): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await exited;
  clearTimeout(timer);
}

/** Makes the folder: the code belongs to the supervisor and can't be changed from inside; `data` belongs to the process. */
function prepareFolder(folder: string, uid: number | null): void {
  const data = join(folder, "data");
  makeFolder(folder, uid === null ? 0o700 : 0o750);
  makeFolder(data, 0o700);
  if (uid === null) return;
  chownSync(folder, 0, uid);
  chownSync(join(folder, "app.cjs"), 0, uid);
  if (statSync(data).uid !== uid) chownSync(data, uid, uid);
}

/** INVARIANT: a process that does not run as its own user is never left running. */
function verifySeal(name: string, pid: number, uid: number | null): void {
  if (uid === null || process.platform !== "linux") return;
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    // Already gone: its exit tells.
    return;
  }
  const field = (key: string) => new RegExp(`^${key}:[ \\t]*(.*)$`, "m").exec(status)?.[1]?.trim();
  const all = [uid, uid, uid, uid].join("\t");
  if (field("Uid") === all && field("Gid") === all && field("Groups") === "") return;
  throw new SupervisorError(
    "seal_broken",
    `\`${name}\` runs as user ${field("Uid")} with groups \`${field("Groups")}\``,
    {
      at: `process ${pid}`,
      fix: `expected user and group ${uid} alone`,
    },
  );
}

/** A Node binary that the processes' users can run: ours, or a link or copy below the state folder where ours is out of reach. */
export function sealedNode(layout: Layout): string {
  const own = process.execPath;
  if (!isRoot || (reachableByAll(own) && (statSync(own).mode & 0o005) === 0o005)) return own;
  const folder = join(layout.cells, "bin");
  const node = join(folder, "node");
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (same(own, node)) return node;
  rmSync(node, { force: true });
  try {
    // A link keeps the mode of the file, so it only helps where others may run that.
    if ((statSync(own).mode & 0o005) !== 0o005) throw new RangeError("not for others");
    linkSync(own, node);
  } catch {
    copyFileSync(own, node);
    chmodSync(node, 0o755);
  }
  makeFolder(folder, 0o755);
  accessSync(node, constants.X_OK);
  return node;
}

function same(a: string, b: string): boolean {
  try {
    const [first, second] = [statSync(a), statSync(b)];
    return (
      (first.ino === second.ino && first.dev === second.dev) ||
      (first.size === second.size && second.mtimeMs >= first.mtimeMs)
    );
  } catch {
    return false;
  }
}
