import { messageOf } from "@trias/core";
import type { Envelope } from "@trias/protocol";
import type { Auditor, Database, Log } from "./ports.ts";
import { pauseAfter } from "./settle.ts";

/** Progress may wait this long, so that a short execution sends its first and its last report and none between. */
const PROGRESS_MS = 250;

export interface Outbox {
  /** A report was put in that has to go at once. */
  wake(): void;
  /** A progress report was put in: it goes a little later, if no newer one has taken its place. */
  wakeLater(): void;
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
  let later = false;
  return {
    wake: () => woken.resolve(),
    wakeLater() {
      if (later) return;
      later = true;
      pause(PROGRESS_MS).then(
        () => {
          later = false;
          woken.resolve();
        },
        // The process ends: what is in the outbox goes after the next start.
        () => undefined,
      );
    },
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
    `select distinct on (execution) execution, sequence, envelope from outbox
     where not progress or made < now() - make_interval(secs => $1) order by execution, sequence limit 16`,
    [(PROGRESS_MS - 50) / 1000],
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
