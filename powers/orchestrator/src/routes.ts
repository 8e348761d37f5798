import type { Health } from "@trias/protocol";
import type { Adviser } from "@trias/reasoning";
import type { EstateMirror } from "./estate/mirror.ts";
import type { FeedPuller } from "./feed/puller.ts";
import type { Clock, Database } from "./ports.ts";

/** An estate that nobody confirmed for so long may be another by now. */
const STALE_MS = 120_000;

export interface Watched {
  readonly database: Database;
  readonly mirror: EstateMirror;
  readonly puller: FeedPuller;
  readonly clock: Clock;
}

/** What keeps it from working, in plain words; empty where nothing does. */
export async function troubles({ database, mirror, puller, clock }: Watched): Promise<string[]> {
  const notes: string[] = [];
  await database.query("SELECT 1").catch(() => notes.push("the database does not answer"));
  if (mirror.current === null) notes.push("waits for the collector's estate");
  else if (clock.monotonic() - mirror.heardAt > STALE_MS) notes.push("the collector has not answered for two minutes");
  if (!puller.connected) notes.push("the auditor does not answer");
  return notes;
}

export function healthOf(build: string, protocol: number, notes: string[], adviser: Adviser | null): Health {
  const reasoner = adviser === null ? "rules" : `rules, and ${adviser.standing()}`;
  return { process: "orchestrator", ok: notes.length === 0, protocol, build, notes, reasoner };
}
