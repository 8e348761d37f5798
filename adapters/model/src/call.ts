import { setTimeout as sleep } from "node:timers/promises";
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from "@ai-sdk/provider";
import { Failure, failureOf } from "./failure.ts";
import type { Meter } from "./meter.ts";
import type { Limits } from "./settings.ts";

/** What a conversation runs in. */
export interface Surroundings {
  readonly model: LanguageModelV4;
  readonly limits: Limits;
  readonly meter: Meter;
  /** Ends it: the time is over, or nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Calls of the vendor for one step: one, and one more where the vendor is only busy. */
const MOST_TRIES = 2;

/** One step with a model, tried again at most once. Throws Failures only. */
export async function callOnce(
  options: LanguageModelV4CallOptions,
  { model, limits, meter, signal }: Surroundings,
): Promise<LanguageModelV4GenerateResult> {
  for (let attempt = 1; ; attempt++) {
    const worst = meter.before(
      Buffer.byteLength(JSON.stringify({ ...options, maxOutputTokens: limits.output_tokens })),
    );
    try {
      const result = await model.doGenerate({ ...options, maxOutputTokens: limits.output_tokens, abortSignal: signal });
      meter.after(worst, result.usage);
      return result;
    } catch (error) {
      const failure = signal.aborted ? new Failure("timeout", "no answer came in time") : failureOf(error);
      // Everything else may have been worked on.
      if (failure.outcome === "refused" || failure.outcome === "unreachable") meter.free(worst);
      if (failure.again === null || attempt === MOST_TRIES) throw failure;
      await sleep(failure.again * 1000, undefined, { signal }).catch(() => {
        throw new Failure("timeout", "no answer came in time");
      });
    }
  }
}
