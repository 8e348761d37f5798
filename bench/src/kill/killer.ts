import { setTimeout as sleep } from "node:timers/promises";
import type { LogLine, Power } from "@trias/protocol";
import type { System } from "@trias/supervisor";
import { readRunState } from "@trias/supervisor/state";
import type { Boundary, Choice } from "./choice.ts";

export interface Kill {
  readonly boundary: Boundary;
  readonly case: string;
  readonly pid: number;
  /** Whether the step was still in flight: that life of the process never logged its end. */
  readonly inFlight: boolean;
}

interface Pending {
  readonly boundary: Boundary;
  readonly case: string;
  readonly pid: number;
  /** The first word about the step after the kill: its end (too late) or a new beginning (in flight). */
  next: "begin" | "end" | undefined;
}

const IMPATIENT_MS = 1500;
const GIVE_UP_MS = 8000;
const LOOK_MS = 10;

/** Kills one process at a time, at the moment that a chosen step of it begins. */
export class Killer {
  private readonly system: System;
  private readonly choice: Choice;
  private readonly kindOf: (caseId: string) => string;
  private armed: { readonly power: Power; readonly since: number } | undefined;
  private pending: Pending | undefined;

  constructor(system: System, choice: Choice, kindOf: (caseId: string) => string) {
    this.system = system;
    this.choice = choice;
    this.kindOf = kindOf;
  }

  /** Takes each line of the powers' logs as it comes. */
  line(power: Power, line: LogLine): void {
    const { event, step } = line;
    if (step === undefined || (event !== "begin" && event !== "end")) return;
    const caseId = line.case ?? "";
    const { pending } = this;
    if (pending?.boundary.power === power && pending.boundary.step === step && pending.case === caseId) {
      pending.next ??= event;
    }
    if (event !== "begin") return;
    const boundary = { power, kind: this.kindOf(caseId), step };
    const impatient = this.armed !== undefined && performance.now() - this.armed.since > IMPATIENT_MS;
    const wanted = this.choice.wants(boundary, impatient);
    if (this.armed?.power !== power || !wanted) return;
    const pid = this.system.pid(power);
    if (pid === null) return;
    process.kill(pid, "SIGKILL");
    this.armed = undefined;
    this.pending = { boundary, case: caseId, pid, next: undefined };
  }

  /** Waits for a step of this power to begin, kills it, and waits until it is back; null where none began for long. */
  async killOne(power: Power): Promise<Kill | null> {
    this.pending = undefined;
    this.armed = { power, since: performance.now() };
    const struck = await this.until(() => this.pending !== undefined, GIVE_UP_MS);
    this.armed = undefined;
    // Written from `line` while this waited.
    const pending = this.pending as Pending | undefined;
    if (!struck || pending === undefined) return null;
    await this.until(() => this.isUp(power, pending.pid), 60_000);
    const inFlight = pending.next !== "end";
    if (inFlight) this.choice.landed(pending.boundary);
    else this.choice.missed(pending.boundary);
    return { boundary: pending.boundary, case: pending.case, pid: pending.pid, inFlight };
  }

  private isUp(power: Power, oldPid: number): boolean {
    const kept = readRunState(this.system.layout)?.processes.find(({ name }) => name === power);
    return kept?.state === "up" && kept.pid !== null && kept.pid !== oldPid;
  }

  private async until(done: () => boolean, ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    while (!done()) {
      if (performance.now() > end) return false;
      await sleep(LOOK_MS);
    }
    return true;
  }
}
