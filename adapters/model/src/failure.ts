import { APICallError } from "@ai-sdk/provider";
import { messageOf } from "@trias/core";
import { RefusalError } from "@trias/link";
import type { ModelOutcome } from "@trias/protocol";

/** Why no answer came that can be used. */
export class Failure extends Error {
  readonly outcome: Exclude<ModelOutcome, "answered">;
  /** Seconds after which it may be tried again; null where that makes no sense. */
  readonly again: number | null;

  constructor(outcome: Exclude<ModelOutcome, "answered">, message: string, again: number | null = null) {
    super(message);
    this.outcome = outcome;
    this.again = again;
  }
}

const FIRST_PAUSE = 0.2;
const LONGEST_PAUSE = 2;

/** Whatever a vendor's library throws, in our terms. Nothing of what the vendor wrote is repeated: it is an outsider's text. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const refusal = refusalIn(error);
  if (refusal !== null) return ofRefusal(refusal);
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 300) {
    const why = `the vendor answers ${error.statusCode}`;
    return new Failure("refused", why, error.isRetryable ? pauseOf(error.responseHeaders?.["retry-after"]) : null);
  }
  const name = error instanceof Error ? error.name : "error";
  return new Failure("absurd", `what came is no answer of this vendor's protocol (${name.slice(0, 60)})`);
}

function ofRefusal(refusal: RefusalError): Failure {
  switch (refusal.code) {
    case "too_large":
      return new Failure("too_long", "the answer is longer than is taken");
    case "timeout":
      return new Failure("timeout", "no answer came in time");
    case "unreachable":
      return new Failure("unreachable", messageOf(refusal).slice(0, 200), FIRST_PAUSE);
    default:
      return new Failure("absurd", "the answer broke off, or is none");
  }
}

/** Vendors' libraries wrap what `fetch` throws. */
function refusalIn(error: unknown): RefusalError | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof RefusalError) return cause;
  }
  return null;
}

function pauseOf(header: string | undefined): number {
  const seconds = Number(header);
  return header !== undefined && seconds >= 0 ? Math.min(seconds, LONGEST_PAUSE) : FIRST_PAUSE;
}
