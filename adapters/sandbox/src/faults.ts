import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "@trias/protocol";
import { SandboxError } from "./errors.ts";

/** Faults and latency that an operator has armed. */
export interface Faults {
  arm(fault: Fault): void;
  clear(): void;
  setLatency(ms: number): void;
  /** Waits for the latency, and for a `hang`; throws where the call is to be refused. Says whether the answer is to be lost. */
  before(action: string, signal: AbortSignal): Promise<{ readonly lost: Fault | null }>;
  /** Never answers: until the caller hangs up, or the fault's delay is over. */
  swallow(fault: Fault, signal: AbortSignal): Promise<never>;
  armed(): number;
}

const LONGEST_SILENCE_MS = 600_000;

export function createFaults(): Faults {
  let armed: { readonly fault: Fault; left: number }[] = [];
  let latency = 0;
  const take = (action: string): Fault | null => {
    const found = armed.find(({ fault, left }) => left > 0 && (fault.action === action || fault.action === "*"));
    if (!found) return null;
    found.left -= 1;
    armed = armed.filter(({ left }) => left > 0);
    return found.fault;
  };
  return {
    arm: (fault) => {
      armed.push({ fault, left: fault.times });
    },
    clear: () => {
      armed = [];
      latency = 0;
    },
    setLatency: (ms) => {
      latency = ms;
    },
    armed: () => armed.reduce((sum, { left }) => sum + left, 0),
    async before(action, signal) {
      const fault = take(action);
      if (latency > 0) await pause(latency, signal);
      switch (fault?.kind) {
        case "error":
          throw new SandboxError("bad_request", fault.message, { at: action, fix: "the operator armed this fault" });
        case "throttle":
          throw new SandboxError("throttled", fault.message, { at: action, remedy: "retry" });
        case "hang":
          await pause(fault.delay_ms, signal);
          return { lost: null };
        case "lost_reply":
          return { lost: fault };
        case undefined:
          return { lost: null };
      }
    },
    async swallow(fault, signal) {
      await pause(fault.delay_ms > 0 ? fault.delay_ms : LONGEST_SILENCE_MS, signal);
      throw new SandboxError("timeout", fault.message, { remedy: "retry" });
    },
  };
}

/** A caller that hung up before anything was done gets nothing done. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (cause) {
    throw new SandboxError("timeout", "the caller hung up before the cloud began", { remedy: "retry", cause });
  }
}
