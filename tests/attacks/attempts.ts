import type { Log } from "@trias/link";

/** One thing that an attacker tries. It resolves with what was won, or throws with what stood in the way. */
export interface Attempt {
  readonly name: string;
  run(): Promise<unknown> | unknown;
}

/** Tries everything and logs one `attempt` line each, then `attempts_over`. */
export async function tryAll(log: Log, attempts: readonly Attempt[]): Promise<void> {
  for (const { name, run } of attempts) {
    try {
      const won = await run();
      log.error("attempt", { name, outcome: "succeeded", won: String(won).slice(0, 200) });
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      log.info("attempt", {
        name,
        outcome: "refused",
        code: code ?? "",
        message: (message ?? String(error)).slice(0, 200),
      });
    }
  }
  log.info("attempts_over", { count: attempts.length });
}
