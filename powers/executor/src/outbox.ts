import { messageOf } from "@trias/core";
import type { Envelope } from "@trias/protocol";
import type { Auditor, Database, Log } from "./ports.ts";
import { pauseAfter } from "./settle.ts";

export interface Outbox {
  /** Something was put in. */
  wake(): void;
  /** Delivers for ever; ends when `pause` throws. */
  run(): Promise<void>;
}

interface Waiting {
  readonly execution: string;
  readonly sequence: number;
  readonly envelope: Envelope;
}

/** Brings signed reports to the auditor: each execution's in order, one after the other, until it has taken them. */
export function createOutbox(
  database: Database,
  auditor: Pick<Auditor, "report">,
  log: Log,
  pause: (ms: number, until?: Promise<void>) => Promise<void>,
): Outbox {
  let woken = Promise.withResolvers<void>();
  return {
    wake: () => woken.resolve(),
    async run() {
      for (let failures = 0; ; ) {
        const signal = woken.promise;
        try {
          const delivered = await deliverOldest(database, auditor);
          failures = 0;
          if (delivered > 0) continue;
        } catch (error) {
          if (failures === 0) log.warn("report_undelivered", { error: messageOf(error) });
          failures += 1;
        }
        await pause(failures > 0 ? pauseAfter(failures + 1) : 5000, failures > 0 ? undefined : signal);
        woken = Promise.withResolvers<void>();
      }
    },
  };
}

/** Throws where one of them could not be delivered, after all were tried. */
async function deliverOldest(database: Database, auditor: Pick<Auditor, "report">): Promise<number> {
  const { rows } = await database.query<Waiting>(
    "select distinct on (execution) execution, sequence, envelope from outbox order by execution, sequence limit 16",
  );
  const results = await Promise.allSettled(
    rows.map(async ({ execution, sequence, envelope }) => {
      await auditor.report(envelope);
      await database.query("delete from outbox where execution = $1 and sequence = $2", [execution, sequence]);
    }),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return rows.length;
}
