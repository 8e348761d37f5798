import { messageOf } from "@trias/core";
import type { FeedItem } from "@trias/protocol";
import type { Stops } from "../cases/stops.ts";
import { type Patience, patiently } from "../patience.ts";
import type { AuditorPort, Database } from "../ports.ts";
import { moveCursor, readCursor } from "../store/cursor.ts";
import type { Engine } from "../workflows/engine.ts";

const WAIT_S = 25;
const PAUSE_MS = 300;

export interface PullerDeps extends Patience {
  readonly auditor: AuditorPort;
  readonly database: Database;
  readonly stops: Stops;
  readonly engine: Engine;
}

/** Pulls what the auditor wants done, in order, and starts a workflow for each; one seen twice is started once. */
export class FeedPuller {
  private readonly deps: PullerDeps;
  private readonly stopping = new AbortController();
  private heard = false;

  constructor(deps: PullerDeps) {
    this.deps = deps;
  }

  /** Whether the auditor answered the last time it was asked. */
  get connected(): boolean {
    return this.heard;
  }

  start(): void {
    void this.follow();
  }

  stop(): void {
    this.stopping.abort();
  }

  private async follow(): Promise<void> {
    const { auditor, clock, database, log } = this.deps;
    const { signal } = this.stopping;
    let cursor = await patiently(this.deps, "read cursor", () => readCursor(database));
    while (!signal.aborted) {
      try {
        // The first question is answered at once, so that it is known soon whether the auditor is there.
        const items = await auditor.feed(cursor, this.heard ? WAIT_S : 0, signal);
        this.heard = true;
        for (const item of items) {
          await this.begin(item);
          cursor = Math.max(cursor, item.n);
        }
        // INVARIANT: the cursor moves only after everything before it is recorded; what is seen again is harmless.
        if (items.length > 0) void this.remember(cursor);
      } catch (error) {
        if (signal.aborted) return;
        this.heard = false;
        log.debug("feed_unreachable", { error: messageOf(error) });
        await clock.sleep(PAUSE_MS);
      }
    }
  }

  private async begin(item: FeedItem): Promise<void> {
    const { engine, log, stops } = this.deps;
    log.debug("feed_item", { case: item.case, kind: item.kind, n: item.n });
    switch (item.kind) {
      case "plan":
        return patiently(this.deps, "start plan", () => engine.startPlan(item));
      case "execute":
        if (item.plan_digest === undefined) return log.warn("feed_item_malformed", { case: item.case, n: item.n });
        return this.execute({ caseId: item.case, planDigest: item.plan_digest, n: item.n });
      case "stop":
        return patiently(this.deps, "mark stopped", () => stops.mark(item.case, item.n));
    }
  }

  private execute(input: Parameters<Engine["startExecute"]>[0]): Promise<void> {
    return patiently(this.deps, "start execution", () => this.deps.engine.startExecute(input));
  }

  private remember(cursor: number): Promise<void> {
    const { database, log } = this.deps;
    return patiently(this.deps, "move cursor", () => moveCursor(database, cursor)).catch((error: unknown) => {
      log.error("cursor_lost", { error: messageOf(error) });
    });
  }
}
