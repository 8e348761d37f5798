import type { Log } from "../ports.ts";

const QUIET_MS = 60_000;

/**
 * The engine's own log lines, under names of ours. While the database is away it says so several times a second: the same line is
 * passed on once a minute.
 */
export function engineLog(log: Log, monotonic: () => number) {
  const said = new Map<string, number>();
  const passOn = (write: (message: string) => void) => (entry: unknown) => {
    const message = (typeof entry === "string" ? entry : JSON.stringify(entry)) ?? "";
    const now = monotonic();
    if (now - (said.get(message) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    if (said.size > 100) said.clear();
    said.set(message, now);
    write(message);
  };
  return {
    debug: () => undefined,
    info: passOn((message) => log.debug("engine", { message })),
    warn: passOn((message) => log.warn("engine_warning", { message })),
    error: passOn((message) => log.error("engine_error", { message })),
  };
}
