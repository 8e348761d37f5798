import { digestBytes, parseStrictJson, utf8 } from "@trias/core";
import type { ModelOutcome, ModelUse } from "@trias/protocol";
import type { Advice, Adviser, ModelQuestion } from "@trias/reasoning";
import { checkSettings } from "./check.ts";
import { converse } from "./conversation.ts";
import { Failure, failureOf } from "./failure.ts";
import { Meter } from "./meter.ts";
import { Rest } from "./rest.ts";
import type { ModelSettings } from "./settings.ts";
import { Spend } from "./spend.ts";
import { languageModel } from "./vendors.ts";

export interface AdviserOptions {
  readonly settings: ModelSettings;
  /** Folder that the process may write: what was spent today is kept there. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
}

/** A model as an adviser. Throws where the settings can't work; afterwards everything that goes wrong is an outcome. */
export function createModelAdviser(options: AdviserOptions): Adviser {
  const { settings, folder, now, monotonic } = options;
  const { limits } = settings;
  const name = `${settings.vendor} ${settings.model}`;
  const { address, price } = checkSettings(settings);
  const model = languageModel(settings, address);
  const spend = new Spend(folder, limits, now);
  const rest = new Rest(monotonic);
  let underWay = 0;
  let last: ModelOutcome | null = null;

  const ask = async <Answer>(caseId: string, question: ModelQuestion<Answer>, cancel?: AbortSignal) => {
    const start = monotonic();
    const meter = new Meter(price, limits, spend, caseId);
    const time = AbortSignal.timeout(Math.ceil(limits.seconds * 1000));
    const signal = cancel === undefined ? time : AbortSignal.any([time, cancel]);
    const finish = (outcome: ModelOutcome, answer: Answer | null, text: string | null, why: string | null) => {
      if (outcome !== "cancelled" && outcome !== "not_asked") last = outcome;
      const use = useOf(name, question, meter, outcome, monotonic() - start, text);
      return { answer, why, use } satisfies Advice<Answer>;
    };
    if (underWay >= limits.at_once) return finish("not_asked", null, null, "too many questions are under way");
    if (rest.resting) return finish("not_asked", null, null, "it failed several times lately and is given a rest");
    underWay += 1;
    try {
      const text = await within(converse(question, { model, limits, meter, signal }), signal);
      const answer = answerIn(question, text);
      if (answer !== null) {
        rest.worked();
        return finish("answered", answer, text, null);
      }
      rest.failed();
      return finish("absurd", null, text, "its answer does not have the form that was asked for");
    } catch (error) {
      const failure = cancel?.aborted === true ? new Failure("cancelled", "nobody waits any more") : failureOf(error);
      if (failure.outcome !== "cancelled" && failure.outcome !== "over_budget") rest.failed();
      return finish(failure.outcome, null, null, failure.message);
    } finally {
      underWay -= 1;
    }
  };
  return {
    name,
    ask,
    standing() {
      const money = `${spend.today.toFixed(4)} of ${limits.usd_a_day} USD today`;
      return `${name} (${last === null ? "not asked yet" : `last: ${last}`}${rest.resting ? ", resting" : ""}; ${money})`;
    },
  };
}

/** INVARIANT: whoever asked is answered when the time is over, whatever the vendor's library does. */
function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  return new Promise((resolve, reject) => {
    const late = () => reject(new Failure("timeout", "no answer came in time"));
    if (signal.aborted) late();
    signal.addEventListener("abort", late, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", late));
  });
}

function answerIn<Answer>(question: ModelQuestion<Answer>, text: string): Answer | null {
  try {
    return question.answer.parse(parseStrictJson(text));
  } catch {
    return null;
  }
}

function useOf(
  model: string,
  { prompt: { id, version, digest } }: Pick<ModelQuestion<unknown>, "prompt">,
  meter: Meter,
  outcome: ModelOutcome,
  ms: number,
  text: string | null,
): ModelUse {
  return {
    model,
    prompt: { id, version, digest },
    outcome,
    calls: meter.calls,
    input_tokens: meter.inputTokens,
    output_tokens: meter.outputTokens,
    usd: Math.max(0, Math.round(meter.usd * 1e6)) / 1e6,
    ms: Math.round(ms),
    answer: text === null ? null : digestBytes(utf8(text)),
  };
}
