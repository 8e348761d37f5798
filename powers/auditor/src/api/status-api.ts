import { toBase64 } from "@trias/core";
import type { Health } from "@trias/protocol";
import { PROTOCOL_VERSION } from "@trias/protocol";
import type { Adviser } from "@trias/reasoning";
import type { Auditor } from "../auditor.ts";
import { isoTime } from "../ports.ts";

const WAITING = ["waiting_answer", "waiting_confirmation", "waiting_approval", "waiting_service"];

export async function statusOf({ database, writer, holder, clock, heard, law }: Auditor) {
  const [row] = await database.query<{ waiting: number }>(
    "SELECT count(*) AS waiting FROM auditor.case_file WHERE state = ANY($1::text[])",
    [WAITING],
  );
  const { size } = writer.checkpoint;
  const estate = holder.current;
  return {
    ledger: { entries: size, root: toBase64(writer.tree.root(size)) },
    estate: estate && { serial: estate.serial, age_ms: Math.max(0, clock.now() - Date.parse(estate.time)) },
    heard: Object.fromEntries([...heard].map(([who, at]) => [who, isoTime(at)])),
    waiting: Number(row?.waiting ?? 0),
    charter: law.charterDigest,
  };
}

/** Whether it can work: its database answers, and the collector has been heard. */
export async function healthOf({ database, holder, adviser }: Auditor, build: string): Promise<Health> {
  const notes: string[] = [];
  let ok = true;
  try {
    await database.query("SELECT 1");
  } catch {
    ok = false;
    notes.push("the database does not answer");
  }
  if (!holder.current) {
    ok = false;
    notes.push("the collector has not sent the estate yet");
  }
  return { process: "auditor", ok, protocol: PROTOCOL_VERSION, build, notes, reasoner: reasonerOf(adviser) };
}

function reasonerOf(adviser: Adviser | null): string {
  return adviser === null ? "rules" : `rules, and ${adviser.standing()}`;
}
