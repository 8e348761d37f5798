import type { Digest } from "@trias/core";
import type { Envelope, EventAnswer, EventsAnswer } from "@trias/protocol";
import type { Reasoner } from "@trias/reasoning";
import { needCase } from "../cases/case-store.ts";
import { AuditorError } from "../errors.ts";
import type { Law } from "../law.ts";
import type { Clock, Database } from "../ports.ts";
import type { Writer } from "../store/writer.ts";
import type { Lanes } from "./lanes.ts";
import { isLines, linesOf } from "./lines.ts";
import { type Heard, type Refused, readEvent } from "./reading.ts";
import { recordRefusals } from "./refusals.ts";
import { checkNotification, isNotification } from "./sns.ts";
import { checkSource, type SourceCheck } from "./source.ts";

export interface EventDeps {
  readonly database: Database;
  readonly writer: Writer;
  readonly lanes: Lanes;
  readonly reasoner: Reasoner;
  readonly law: Law;
  readonly clock: Clock;
}

export interface EventHeaders {
  readonly source: string | undefined;
  readonly signature: string | undefined;
  readonly contentType?: string | undefined;
}

export interface EventAccepted {
  readonly outcome: "opened" | "folded" | "duplicate";
  readonly case: string;
  readonly digest: Digest;
  readonly receipt: Envelope;
  readonly duplicate: boolean;
  readonly authenticated: boolean;
}

const MAX_LINES = 500;
/** So many are read before others get a turn. */
const AT_ONCE = 25;

/** A machine tells one thing, or several, one a line. Each is committed before it is answered. */
export async function acceptEvents(
  deps: EventDeps,
  body: Uint8Array,
  headers: EventHeaders,
): Promise<EventAccepted | EventsAnswer> {
  return isLines(body, headers.contentType) ? acceptLines(deps, body, headers) : acceptEvent(deps, body, headers);
}

/** One event. What came before is answered with its case; what is none is refused, and the refusal written down. */
export async function acceptEvent(deps: EventDeps, bytes: Uint8Array, headers: EventHeaders): Promise<EventAccepted> {
  const check = checkSource(bytes, headers.source, headers.signature, deps.law);
  const heard = hear(deps, bytes, check);
  if ("refused" in heard) {
    await recordRefusals(deps.writer, [heard.refused], headers.source);
    throw errorOf(heard.refused);
  }
  const taken = await deps.lanes.take(heard.heard);
  const { receipt } = await needCase(deps.database, taken.case);
  return { ...taken, ...saidOf(heard.heard), duplicate: taken.outcome === "duplicate", receipt };
}

async function acceptLines(deps: EventDeps, body: Uint8Array, headers: EventHeaders): Promise<EventsAnswer> {
  const check = checkSource(body, headers.source, headers.signature, deps.law);
  const lines = linesOf(body);
  if (check.kind === "refused" || lines.length > MAX_LINES) {
    const { refused } = refusedWhole(deps, body, check, lines.length);
    await recordRefusals(deps.writer, [refused], headers.source);
    throw errorOf(refused);
  }
  const answers: Promise<EventAnswer>[] = [];
  const refusals: Refused[] = [];
  for (const [i, line] of lines.entries()) {
    if (i > 0 && i % AT_ONCE === 0) await new Promise(setImmediate);
    const heard = hear(deps, line, check);
    if ("refused" in heard) refusals.push(heard.refused);
    const answer = "refused" in heard ? Promise.resolve(refusalOf(heard.refused)) : answerTo(deps, heard.heard);
    // Heard below, all together; until then a refusal must not end the process.
    answer.catch(() => undefined);
    answers.push(answer);
  }
  await recordRefusals(deps.writer, refusals, headers.source);
  return { events: await Promise.all(answers) };
}

function refusedWhole(deps: EventDeps, body: Uint8Array, check: SourceCheck, lines: number): { refused: Refused } {
  const heard = hear(deps, body, check);
  if (check.kind === "refused" && "refused" in heard) return heard;
  const { digest } = "refused" in heard ? heard.refused : heard.heard;
  return {
    refused: { digest, code: "too_large", why: `${lines} events at once`, fix: `send at most ${MAX_LINES} at once` },
  };
}

/** What one line becomes; where it can't be written now, its sender learns that, and the other lines are not lost for it. */
async function answerTo(deps: EventDeps, heard: Heard): Promise<EventAnswer> {
  try {
    return { ...(await deps.lanes.take(heard)), ...saidOf(heard) };
  } catch (error) {
    if (!(error instanceof AuditorError && error.code === "unavailable")) throw error;
    return { outcome: "refused", digest: heard.digest, code: "unavailable", reason: error.message };
  }
}

function saidOf({ digest, source }: Heard) {
  return { digest, authenticated: source !== null };
}

type Hearing = { readonly heard: Heard } | { readonly refused: Refused };

function hear({ reasoner, law, clock }: EventDeps, bytes: Uint8Array, check: SourceCheck): Hearing {
  const read = readEvent(bytes, reasoner);
  if (check.kind === "refused") {
    const digest = read.kind === "event" ? read.digest : read.refused.digest;
    return {
      refused: { digest, code: "unauthenticated", why: check.why, fix: "sign the bytes with the source's key" },
    };
  }
  if (read.kind === "refused") return { refused: read.refused };
  const { classification, digest, event } = read;
  const heard = (source: string | null, vouched: string): Hearing => ({
    heard: { bytes, digest, source, vouched, classification },
  });
  if (check.kind === "authenticated") {
    return heard(check.source, `heard from \`${check.source}\`, whose signature verifies`);
  }
  if (!isNotification(event)) return heard(null, "heard from a source that did not sign it");
  const sns = checkNotification(event, law, clock.now());
  return sns.kind === "authenticated"
    ? heard(sns.source, `heard over SNS from \`${sns.source}\`, whose signature verifies`)
    : heard(null, `heard over SNS, and nobody vouches for it: ${sns.why}`);
}

function refusalOf({ digest, code, why }: Refused): EventAnswer {
  return { outcome: "refused", digest, code, reason: why.slice(0, 500) };
}

function errorOf({ code, why, fix, digest }: Refused): AuditorError {
  const at = code === "unauthenticated" ? "trias-signature" : digest;
  return new AuditorError(code === "unauthenticated" ? "unauthenticated" : "bad_request", why, { at, fix });
}
