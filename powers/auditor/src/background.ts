import { messageOf } from "@trias/core";
import type { Reasoner } from "@trias/reasoning";
import { type CaseStore, casesIn, idsIn, needCase } from "./cases/case-store.ts";
import { move } from "./cases/edit.ts";
import type { Feed } from "./cases/feed.ts";
import { understandAgain } from "./decide/answer.ts";
import type { EstateHolder } from "./estate/estate-holder.ts";
import { type ReconcileDeps, reconcile } from "./executions/reconcile.ts";
import { closeFoldWindows } from "./intake/folds.ts";
import { applyUnderstanding } from "./intake/open-case.ts";
import type { Clock, Database, Log, RandomBytes } from "./ports.ts";
import type { Bell } from "./store/bell.ts";
import type { Writer } from "./store/writer.ts";

export interface BackgroundDeps extends ReconcileDeps {
  readonly database: Database;
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly reasoner: Reasoner;
  readonly holder: EstateHolder;
  readonly bell: Bell;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
}

const FOLD_WINDOW_MS = 10_000;
const LOOK_MS = 5000;
/** A case that waits for the estate is not looked at more often than this. */
const WAIT_AGAIN_MS = 10_000;

/** What goes on without a caller: reconciling, closing fold windows, and waking cases that waited for the estate. */
export function startBackground(deps: BackgroundDeps): { stop(): void } {
  const stopped = new AbortController();
  const { signal } = stopped;
  const run = (topic: string, pauseMs: number, work: () => Promise<void>) =>
    void loop(deps, topic, pauseMs, work, signal);
  run("reconcile", LOOK_MS, () => reconcileAll(deps));
  run("estate", LOOK_MS, () => wakeWaiting(deps));
  run("folds", FOLD_WINDOW_MS, () => closeFoldWindows(deps.database, deps.writer, deps.clock.now() - FOLD_WINDOW_MS));
  return { stop: () => stopped.abort() };
}

async function loop(
  { bell, clock, log }: BackgroundDeps,
  topic: string,
  pauseMs: number,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    // The bell is set before the work, so that what happens meanwhile is not missed.
    const rung = bell.until(topic, pauseMs, skipFirst(), signal, () => clock.monotonic());
    try {
      await work();
    } catch (error) {
      log.warn("background_failed", { topic, error: messageOf(error) });
    }
    await rung;
  }
}

/** Finds nothing the first time, so that one ring is waited for. */
function skipFirst(): () => Promise<true | null> {
  let looked = false;
  return async () => {
    const again = looked;
    looked = true;
    return again ? true : null;
  };
}

const reconciling = new WeakMap<BackgroundDeps, Set<string>>();

async function reconcileAll(deps: BackgroundDeps): Promise<void> {
  const busy = reconciling.get(deps) ?? new Set();
  reconciling.set(deps, busy);
  for (const id of await idsIn(deps.database, ["reconciling"])) {
    if (busy.has(id)) continue;
    busy.add(id);
    void reconcile(deps, id)
      .catch((error: unknown) => deps.log.warn("reconcile_failed", { case: id, error: messageOf(error) }))
      .finally(() => busy.delete(id));
  }
}

/** Cases that waited for an estate, or a fresher one, go on once it is there. */
async function wakeWaiting(deps: BackgroundDeps): Promise<void> {
  const estate = deps.holder.current;
  if (!estate) return;
  for (const { file } of await casesIn(deps.database, ["waiting_service"])) {
    const waited = deps.clock.now() - Date.parse(file.since);
    if (file.verdict && (waited < WAIT_AGAIN_MS || Date.parse(estate.time) <= Date.parse(file.since))) continue;
    await deps.writer.write(async (change) => {
      const stored = await needCase(change.sql, file.id);
      if (stored.file.state !== "waiting_service") return;
      const understanding = understandAgain(
        { reasoner: deps.reasoner, estate: () => estate },
        stored,
        stored.file.answers,
      );
      if (!understanding) return;
      const open = move(
        { ...stored.file, round: stored.file.round + (stored.file.plan ? 1 : 0), verdict: null },
        "planning",
        "the estate was heard",
        change.now,
      );
      const next = applyUnderstanding(change, open, understanding, deps.random);
      deps.cases.save(change, next.file);
      if (next.plan) deps.feed.push(change, next.file, "plan", "the estate was heard");
    });
  }
}
