import { messageOf, TriasError } from "@trias/core";
import type { CloudCall, CloudResult } from "@trias/protocol";
import type { Cloud } from "./ports.ts";

export type Settled =
  | { readonly kind: "done"; readonly result: CloudResult }
  /** The cloud has not done it, and won't. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

export interface SettleOptions {
  /** False where an earlier process may have sent this key already. */
  readonly fresh: boolean;
  /** Whether the operation may still be sent; once not, only its outcome is asked for. */
  readonly mayAct: () => boolean;
  /** When to stop asking. */
  readonly over: () => boolean;
  /** Throws where this process is to end. */
  readonly pause: (ms: number) => Promise<void>;
}

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 2000;
const MAX_FAULTS = 8;

/**
 * Carries out one operation under its key until it is known whether it was done.
 *
 * INVARIANT: `refused` is said only where the cloud answers that the key was not carried out and no request of ours can still
 * be on its way; a request that was sent and never answered counts as on its way until the key has an outcome.
 */
export async function settle(cloud: Cloud, call: CloudCall, options: SettleOptions): Promise<Settled> {
  let underWay = !options.fresh;
  let reason = "an earlier process had started it";
  let refusal: string | undefined;
  let faults = 0;
  for (let round = 0; ; round += 1) {
    if (round > 0 || !options.fresh) {
      const known = await askOutcome(cloud, call.key);
      if (known === "unanswered") reason = "the cloud does not answer";
      else if (known !== null) return { kind: "done", result: known };
      else if (!underWay && refusal !== undefined) return { kind: "refused", reason: refusal };
      else if (!underWay && !options.mayAct()) return { kind: "refused", reason: `${reason}, until the deadline` };
    }
    if (options.mayAct() && refusal === undefined) {
      try {
        return { kind: "done", result: await cloud.act(call) };
      } catch (error) {
        reason = messageOf(error);
        const kind = kindOf(error);
        if (kind === "lost") underWay = true;
        if (kind === "fault") faults += 1;
        if (kind === "refusal" || faults >= MAX_FAULTS) refusal = reason;
      }
    }
    if (options.over()) return { kind: "unknown", reason };
    await options.pause(pauseAfter(round));
  }
}

async function askOutcome(cloud: Cloud, key: string): Promise<CloudResult | null | "unanswered"> {
  try {
    return await cloud.outcome(key);
  } catch {
    return "unanswered";
  }
}

/**
 * `refusal`: the cloud said no. `busy`: it said not now, or was never reached. `fault`: it failed. `lost`: the request went out
 * and nothing came back, so that it may be done yet.
 */
function kindOf(error: unknown): "refusal" | "busy" | "fault" | "lost" {
  if (!(error instanceof TriasError)) return "lost";
  switch (error.code) {
    case "throttled":
    case "unavailable":
      return "busy";
    case "unreachable":
      return error.at === "connect" ? "busy" : "lost";
    case "timeout":
      return "lost";
    case "internal":
      return "fault";
    default:
      return "refusal";
  }
}

export function pauseAfter(round: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(round, 10), LONGEST_PAUSE_MS);
}
