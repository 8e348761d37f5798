import type { Accepted } from "../consistency.ts";
import type { Sql } from "../ports.ts";
import { acceptedCheckpoint, lastRedemption } from "./runner.ts";

/** What this process knows of its own store without asking: only it writes there, and the store itself checks that again. */
export interface Standing {
  readonly epoch: number;
  accepted: Accepted | undefined;
  /** Milliseconds since 1970. */
  lastRedemption: number | undefined;
}

export async function readStanding(sql: Sql, epoch: number): Promise<Standing> {
  return { epoch, accepted: await acceptedCheckpoint(sql), lastRedemption: await lastRedemption(sql) };
}
