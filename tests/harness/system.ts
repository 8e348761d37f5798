import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CaseView, caseViewSchema } from "@trias/protocol";
import { type Ran, type RunOptions, trias } from "./cli.ts";

/** A whole system on ports and a state folder of its own, driven through the command alone. */
export interface System {
  readonly stateDir: string;
  readonly portBase: number;
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs with `--json` and returns the object; the exit code is in `code`. */
  json(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Stops it and starts it again with these processes alone; an error that says why where it does not run. Some may miss the others, and say so. */
  restart(powers: readonly string[]): Promise<void>;
  /** Runs a command that follows a case and returns the case. */
  follow(args: readonly string[], options?: RunOptions): Promise<{ code: number | null; view: CaseView; ran: Ran }>;
  stop(): Promise<void>;
}

export async function startSystem(extra: readonly string[] = []): Promise<System> {
  const parent = mkdtempSync(join(tmpdir(), "trias-test-"));
  // The powers run as users of their own where the tests run as root; they have to get through this folder.
  chmodSync(parent, 0o711);
  const stateDir = join(parent, "state");
  const portBase = await freePortBase();
  const common = ["--state-dir", stateDir];
  const up = await trias(["up", "--detach", "--port-base", String(portBase), ...common, ...extra]);
  if (up.code !== 0) {
    throw new TypeError(`the system did not come up (exit ${up.code}):\n${up.stdout}\n${up.stderr}`);
  }
  const run = (args: readonly string[], options?: RunOptions) => trias([...args, ...common], options);
  const json = (args: readonly string[], options?: RunOptions) => run([...args, "--json"], options);
  return {
    stateDir,
    portBase,
    run,
    json,
    async restart(powers) {
      const down = await run(["down"]);
      if (down.code !== 0) throw new TypeError(`the system did not stop (exit ${down.code}):\n${down.stderr}`);
      const again = await run(["up", "--detach", "--port-base", String(portBase), "--powers", powers.join(",")]);
      const { json: status } = await json(["status"]);
      if (status["supervisor"] === null)
        throw new TypeError(`the system did not come up (exit ${again.code}):\n${again.stderr}`);
    },
    async follow(args, options) {
      const ran = await json(args, options);
      const parsed = caseViewSchema.safeParse(ran.json);
      if (!parsed.success)
        throw new TypeError(`no case in the answer (exit ${ran.code}):\n${ran.stdout}\n${ran.stderr}`);
      return { code: ran.code, view: parsed.data, ran };
    },
    async stop() {
      await run(["down"]);
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/**
 * A base whose ten ports are free right now, and stay so while a system restarts on them: below 32,768, where Linux takes the
 * local ports of outgoing connections from.
 */
export async function freePortBase(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 12_000 + Math.floor(Math.random() * 800) * 20;
    const free = await Promise.all(Array.from({ length: 10 }, (_, i) => isFree(base + i)));
    if (free.every(Boolean)) return base;
  }
  throw new TypeError("no free range of ports found");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
