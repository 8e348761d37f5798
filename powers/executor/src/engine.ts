import { messageOf, type Signer, TriasError } from "@trias/core";
import { createEndings, type Endings } from "./endings.ts";
import { SupersededError } from "./errors.ts";
import { type Execution, isOpen } from "./execution.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { type Auditor, type Clock, type Cloud, type Database, isoTime, type Log } from "./ports.ts";
import { Closing, type RunContext, type SaveOptions } from "./run/context.ts";
import { runExecution } from "./run/run.ts";
import { type ServiceContext, signReport } from "./service.ts";
import { pauseAfter } from "./settle.ts";
import { loadExecution, loadOpen } from "./store/rows.ts";
import { checkClock, haltState, lastRedemption, takeOver } from "./store/runner.ts";
import { save } from "./store/save.ts";
import { readStanding, type Standing } from "./store/standing.ts";
import type { Trust } from "./verify.ts";

export interface EngineOptions {
  readonly database: Database;
  readonly cloud: Cloud;
  readonly auditor: Auditor;
  readonly clock: Clock;
  readonly log: Log;
  readonly trust: Trust;
  readonly signer: Signer;
  readonly localHalt: () => string | undefined;
  readonly settleMs: number;
  /** What nobody can go on from, such as another executor on this store. */
  readonly fatal: (error: unknown) => void;
}

export interface Engine {
  readonly service: ServiceContext;
  /** Stops at the next pause; what is open goes on after the next start. */
  close(): void;
}

/** Takes the store over, goes on with what is open, and delivers reports. Refuses to start on a clock that went back. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { database, clock, log } = options;
  checkClock(await lastRedemption(database), clock.now());
  const standing = await readStanding(database, await takeOver(database));
  const endings = createEndings();
  const closing = new AbortController();
  const pause = pausing(clock, closing.signal);
  const outbox = createOutbox(database, options.auditor, log, pause);
  const run: RunContext = {
    ...options,
    pause,
    halt: () => haltReason(database),
    save: savePatiently(options, standing, endings, outbox, pause),
  };
  const begin = (execution: Execution): void => {
    outbox.wakeLater();
    endings.begun(execution.id);
    void supervise(
      options,
      pause,
      () => runExecution(run, execution),
      () => again(execution.id),
    );
  };
  /** From what the store says: what this process thought may be what went wrong. */
  const again = async (id: string): Promise<void> => {
    const execution = await loadExecution(database, id);
    if (execution && isOpen(execution)) await runExecution(run, execution);
  };
  const deliver = () => outbox.run();
  void supervise(options, pause, deliver, deliver);
  for (const execution of await loadOpen(database)) {
    log.info("goes_on", { case: execution.permit.case, warrant: execution.id, state: execution.state });
    begin(execution);
  }
  return { service: { ...options, standing, endings, begin }, close: () => closing.abort() };
}

/** A fault of ours in one execution must not stop the others: it is logged and tried again, more and more seldom. */
async function supervise(
  { log, fatal }: EngineOptions,
  pause: (ms: number) => Promise<void>,
  first: () => Promise<void>,
  again: () => Promise<void>,
): Promise<void> {
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await (attempt === 0 ? first() : again());
      } catch (error) {
        if (error instanceof Closing || error instanceof SupersededError) throw error;
        log.error("stumbled", { error: messageOf(error), stack: error instanceof Error ? error.stack : undefined });
        await pause(Math.min(1000 * 2 ** attempt, 60_000));
      }
    }
  } catch (error) {
    if (error instanceof Closing) return;
    log.error("stopped", { error: messageOf(error) });
    fatal(error);
  }
}

function pausing(clock: Clock, closing: AbortSignal): (ms: number, until?: Promise<void>) => Promise<void> {
  const closed = new Promise<void>((resolve) => closing.addEventListener("abort", () => resolve(), { once: true }));
  return async (ms, until) => {
    if (!closing.aborted) await Promise.race([clock.sleep(ms), closed, ...(until ? [until] : [])]);
    if (closing.aborted) throw new Closing();
  };
}

async function haltReason(database: Database): Promise<string | undefined> {
  try {
    const { halted, reason } = await haltState(database);
    return halted ? (reason ?? "no reason given") : undefined;
  } catch (error) {
    return `the store can't be asked: ${messageOf(error)}`;
  }
}

/**
 * INVARIANT: without the store nothing goes on: no step starts, and none ends, before it is written down.
 */
function savePatiently(
  options: EngineOptions,
  standing: Standing,
  endings: Endings,
  outbox: Outbox,
  pause: (ms: number) => Promise<void>,
): RunContext["save"] {
  const { database, clock, log } = options;
  return async (execution, records, { startsStep = false, finished = false }: SaveOptions = {}) => {
    execution.sequence += 1;
    for (let round = 0; ; round += 1) {
      try {
        const report = signReport(options, execution, standing.accepted?.size ?? 0);
        const ended = finished ? isoTime(clock.now()) : null;
        const { epoch } = standing;
        const result = await save(database, { execution, records, report, epoch, startsStep, finished: ended });
        if (result === "halted") execution.sequence -= 1;
        else if (finished) {
          outbox.wake();
          endings.ended(execution);
        } else outbox.wakeLater();
        return result;
      } catch (error) {
        if (error instanceof SupersededError || !(error instanceof TriasError)) throw error;
        if (round === 0) log.warn("store_unavailable", { error: messageOf(error), case: execution.permit.case });
        await pause(pauseAfter(round + 3));
      }
    }
  };
}
