import { type Bell, createBell } from "../bell.ts";
import type { Database } from "../ports.ts";

/** Another process never takes locks here, but one that died leaves some: how long until they are looked at again. */
const LOOK_AGAIN_MS = 1000;

/** Locks on the resources that plans change, so that overlapping changes never run together. */
export class ResourceLocks {
  private readonly database: Database;
  private readonly released: Bell = createBell();

  constructor(database: Database) {
    this.database = database;
  }

  /** All of them or none, at once or not at all; taking again what the holder has already succeeds. */
  async tryTake(resources: readonly string[], holder: string): Promise<boolean> {
    if (resources.length === 0) return true;
    const { rows } = await this.database.query<{ taken: boolean }>("SELECT orchestrator.take_locks($1, $2) AS taken", [
      resources.toSorted(),
      holder,
    ]);
    return rows[0]?.taken === true;
  }

  async take(resources: readonly string[], holder: string): Promise<void> {
    while (!(await this.tryTake(resources, holder))) await this.released.wait(LOOK_AGAIN_MS);
  }

  async release(holder: string): Promise<void> {
    await this.database.query("DELETE FROM orchestrator.resource_lock WHERE holder = $1", [holder]);
    this.released.ring();
  }

  async holders(): Promise<readonly string[]> {
    const { rows } = await this.database.query<{ holder: string }>(
      "SELECT DISTINCT holder FROM orchestrator.resource_lock",
    );
    return rows.map(({ holder }) => holder);
  }
}
