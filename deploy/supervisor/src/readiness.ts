import { setTimeout as sleep } from "node:timers/promises";
import { SupervisorError } from "./errors.ts";
import type { KeptStatus } from "./keeper.ts";
import type { Layout } from "./layout.ts";
import { systemStatus } from "./status.ts";

/** Throws where `work` takes longer, with what the thing itself said last. */
export async function withDeadline(work: Promise<void>, ms: number, status: () => KeptStatus): Promise<void> {
  const over = Symbol("over");
  const timer = new AbortController();
  const winner = await Promise.race([
    work,
    sleep(ms, over, { signal: timer.signal, ref: false }).catch(() => undefined),
  ]);
  timer.abort();
  if (winner !== over) return;
  const { name, message } = status();
  throw new SupervisorError("not_ready", `\`${name}\` did not answer within ${ms / 1000} s`, {
    fix: `see \`trias logs ${name}\``,
    ...(message === null ? {} : { at: `last time it ${message}` }),
  });
}

/** Waits until all processes (those that are wanted) say that they are ready; throws when the time is over or the system stops. */
export async function waitUntilReady(
  layout: Layout,
  timeoutMs: number,
  wanted: (name: string) => boolean = () => true,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const status = await systemStatus(layout);
    const missing = status.processes.filter(({ name, state }) => wanted(name) && state !== "up" && state !== "halted");
    if (status.running && missing.length === 0) return;
    // Nobody starts it again, and who waits for it could not end.
    if (!status.running) throw new SupervisorError("not_ready", "the system has stopped", { at: layout.state });
    if (Date.now() > until) {
      const said = missing.map(
        ({ name, state, notes }) => `${name} is ${state}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`,
      );
      throw new SupervisorError("not_ready", said.join(", "), { at: layout.state, fix: "see `trias logs`" });
    }
    await sleep(100);
  }
}
