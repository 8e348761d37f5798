import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SupervisorError } from "./errors.ts";

/** Where everything of one running system lies. */
export interface Layout {
  /** The repository that the processes are built from. */
  readonly clone: string;
  readonly state: string;
  /** Parent of the processes' own folders: `state`, or a place that their users can reach where it isn't one. */
  readonly cells: string;
  /** Keys, seeds and passwords; nobody but the supervisor reads it. */
  readonly vault: string;
  /** Credentials of people and event sources; the command line alone reads it. */
  readonly people: string;
  readonly logs: string;
  readonly run: string;
}

export const CLONE = realpathSync(fileURLToPath(new URL("../../..", import.meta.url)));
const SYSTEM_STATE = "/var/lib/trias";
export const isRoot = process.getuid?.() === 0;

/** Names the folders of a system; makes none. `stateDir` is where the user wants it, else a place that fits the user. */
export function layoutOf(stateDir?: string): Layout {
  const state = stateDir === undefined ? defaultState() : settled(resolve(stateDir));
  // The processes run as users of their own: a state folder in a home that only root may enter would lock them out.
  const cells = !isRoot || reachableByAll(state) ? state : join(SYSTEM_STATE, `cells-${short(state)}`);
  return {
    clone: CLONE,
    state,
    cells,
    vault: join(state, "vault"),
    people: join(state, "people"),
    logs: join(state, "logs"),
    run: join(state, "run"),
  };
}

function defaultState(): string {
  return isRoot ? join(SYSTEM_STATE, short(CLONE)) : join(CLONE, ".trias");
}

function short(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 12);
}

/** The same folder under one name, however it was spelled and whether it exists yet. */
function settled(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(settled(parent), path.slice(parent.length).replace(/^\/+/, ""));
}

/** Whether any user of the machine can get to `path`, which itself may not exist yet or is ours to open. */
export function reachableByAll(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** The folder of one process. */
export function cellOf(layout: Layout, name: string): string {
  return join(layout.cells, name);
}

export function makeFolders(layout: Layout): void {
  try {
    // Others may pass through to their own process's folder, and list nothing.
    for (const folder of new Set([layout.state, layout.cells])) makeFolder(folder, 0o711);
    for (const folder of [layout.vault, layout.people, layout.logs, layout.run]) makeFolder(folder, 0o700);
  } catch (cause) {
    const fix = "name a folder that you may write with --state-dir";
    throw new SupervisorError("state_unreachable", `cannot make the state folder: ${(cause as Error).message}`, {
      at: layout.state,
      fix,
      cause,
    });
  }
}

export function makeFolder(path: string, mode: number): void {
  mkdirSync(path, { recursive: true, mode });
  const stat = statSync(path);
  if ((stat.mode & 0o777) !== mode && stat.uid === process.getuid?.()) chmodSync(path, mode);
}
