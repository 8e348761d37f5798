import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LogLine } from "@trias/protocol";
import { bundlePower, type SealedProcess, spawnSubstitute } from "@trias/supervisor";
import { layoutOf, type ProcessName } from "@trias/supervisor/state";
import type { System } from "./system.ts";

/** A program that runs with the keys, certificate, database login, user and seal of one process of a system. */
export interface Substitute {
  readonly process: SealedProcess;
  /** Resolves with the first log line of this event, or throws after the time. */
  line(event: string, timeoutMs?: number): Promise<LogLine>;
  readonly lines: readonly LogLine[];
  stop(): Promise<void>;
}

/** `script` is a path below `tests/`. */
export async function substitute(system: System, name: ProcessName, script: string): Promise<Substitute> {
  const folder = mkdtempSync(join(tmpdir(), "trias-substitute-"));
  await bundlePower(name, fileURLToPath(new URL(`../${script}`, import.meta.url)), join(folder, "app.cjs"));
  const process = await spawnSubstitute(layoutOf(system.stateDir), name, folder);
  rmSync(folder, { recursive: true, force: true });
  const lines: LogLine[] = [];
  const other: string[] = [];
  const bell = new EventTarget();
  for (const stream of [process.stdout, process.stderr]) {
    createInterface({ input: stream }).on("line", (text) => {
      try {
        lines.push(JSON.parse(text) as LogLine);
      } catch {
        other.push(text);
      }
      bell.dispatchEvent(new Event("line"));
    });
  }
  return {
    process,
    lines,
    line(event, timeoutMs = 60_000) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => line.event === event);
          if (!found) return;
          done();
          resolve(found);
        };
        const done = () => {
          clearTimeout(timer);
          bell.removeEventListener("line", look);
        };
        const timer = setTimeout(() => {
          done();
          reject(
            new TypeError(
              `no \`${event}\` within ${timeoutMs} ms:\n${JSON.stringify(lines, null, 1)}\n${other.join("\n")}`,
            ),
          );
        }, timeoutMs);
        bell.addEventListener("line", look);
        look();
      });
    },
    stop: () => process.stop(),
  };
}
