import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "@trias/core";
import { SupervisorError } from "./errors.ts";

export type KeptState = "waiting" | "starting" | "up" | "restarting" | "crashing" | "stopped";

export interface KeptStatus {
  readonly name: string;
  readonly state: KeptState;
  readonly pid: number | null;
  readonly restarts: number;
  /** RFC 3339, when it got into this state. */
  readonly since: string;
  /** Why it ended the last time. */
  readonly message: string | null;
}

/** Something that runs and may end by itself. */
export interface Handle {
  readonly pid: number;
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

export interface Kept {
  readonly name: string;
  start(): Promise<Handle>;
  /** Whether it answers; asked again and again until it does. */
  answers(): Promise<boolean>;
}

/** Waits before a new start, by the number of starts that failed in a row: at once, then ever slower. */
const DELAYS_MS = [20, 100, 500, 2000, 10_000];
const POLL_MS = 15;
/** One that answered for this long did not fail to start, whatever ended it. */
const SETTLED_MS = 1000;
/** So many ends within a minute are a crash loop, whatever the cause. */
const LOOP = { count: 8, withinMs: 60_000 };

/** Keeps one thing running until it is told to stop. */
export class Keeper {
  private readonly kept: Kept;
  private readonly changed: (status: KeptStatus) => void;
  private handle: Handle | null = null;
  private stopping = false;
  private readonly wake = new AbortController();
  private loop: Promise<void> | null = null;
  private ends: number[] = [];
  private current: KeptStatus;
  private readonly first = Promise.withResolvers<void>();

  constructor(kept: Kept, changed: (status: KeptStatus) => void) {
    this.kept = kept;
    this.changed = changed;
    this.current = { name: kept.name, state: "waiting", pid: null, restarts: 0, since: now(), message: null };
  }

  get status(): KeptStatus {
    return this.current;
  }

  /** Starts it and resolves when it answered for the first time; rejects where it fails again and again before that, and goes on trying. */
  start(): Promise<void> {
    this.loop ??= this.run();
    this.first.promise.catch(() => undefined);
    return this.first.promise;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake.abort();
    await this.handle?.stop();
    await this.loop;
    this.become("stopped", { pid: null });
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping; ) {
      const settled = await this.once();
      if (this.stopping) return;
      failures = settled ? 0 : failures + 1;
      this.become(this.isLoop() || failures >= DELAYS_MS.length - 1 ? "crashing" : "restarting", {
        pid: null,
        restarts: this.current.restarts + 1,
      });
      if (this.current.state === "crashing") this.first.reject(this.failure());
      const delay = DELAYS_MS[Math.min(failures, DELAYS_MS.length - 1)];
      await sleep(delay, undefined, { signal: this.wake.signal }).catch(() => undefined);
    }
  }

  /** One life. Resolves with whether it had answered for a while. */
  private async once(): Promise<boolean> {
    if (this.current.state === "waiting") this.become("starting", {});
    let handle: Handle;
    try {
      handle = await this.kept.start();
    } catch (error) {
      this.become(this.current.state, { message: messageOf(error) });
      return false;
    }
    this.handle = handle;
    this.become(this.current.state, { pid: handle.pid });
    let ended = false;
    const exited = handle.exited.then((why) => {
      ended = true;
      return why;
    });
    if (this.stopping) await handle.stop();
    let answeredAt: number | null = null;
    while (!ended && !this.stopping && answeredAt === null) {
      if (await this.kept.answers().catch(() => false)) answeredAt = Date.now();
      else await Promise.race([exited, sleep(POLL_MS)]);
    }
    if (answeredAt !== null && !ended) {
      this.become("up", {});
      this.first.resolve();
    }
    const why = await exited;
    this.handle = null;
    this.ends.push(Date.now());
    this.become(this.current.state, { pid: null, message: why });
    return answeredAt !== null && Date.now() - answeredAt >= SETTLED_MS;
  }

  private failure(): SupervisorError {
    return new SupervisorError(
      "not_ready",
      `\`${this.kept.name}\` keeps failing: ${this.current.message ?? "no reason given"}`,
      {
        fix: `see \`trias logs ${this.kept.name}\``,
      },
    );
  }

  private isLoop(): boolean {
    this.ends = this.ends.filter((time) => Date.now() - time < LOOP.withinMs);
    return this.ends.length >= LOOP.count;
  }

  private become(state: KeptState, more: Partial<Omit<KeptStatus, "name" | "state" | "since">>): void {
    const since = state === this.current.state ? this.current.since : now();
    this.current = { ...this.current, ...more, state, since };
    this.changed(this.current);
  }
}

function now(): string {
  return new Date().toISOString();
}
