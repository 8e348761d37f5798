import { signerFromSeed, toBase64 } from "@trias/core";
import {
  auditorApi,
  type CaseView,
  type EventsAnswer,
  MAX_EVENTS_BYTES,
  PAYLOAD_TYPES,
  preAuthEncoding,
} from "@trias/protocol";
import { readSourceKey } from "@trias/supervisor/state";
import { type Command, Option } from "commander";
import { addCommand, type Context, number, text, WAIT } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { followToOutcome } from "../follow-outcome.ts";
import { readInput } from "../input.ts";
import type { Outcome } from "../output.ts";
import { oneLine } from "../show/text.ts";

export function eventCommand(program: Command): void {
  addCommand(program, {
    name: "event <file>",
    summary: "hand in an event as a machine would, or several, one a line; `-` reads standard input",
    examples: [
      "event examples/events/guardduty-crypto-mining.json --source guardduty",
      "event examples/events/guardduty-crypto-mining.json   # nobody vouches for it: a person is asked",
      "event examples/events/cloudwatch-alarm.json --source guardduty --json",
      "event - --source guardduty --json < finding.json",
    ],
    options: [new Option("--source <name>", "sign as this event source of the charter"), WAIT],
    async run(context, [file = "-"], options) {
      const body = await readInput(file, MAX_EVENTS_BYTES, "events");
      const session = await context.session();
      const source = text(options, "source");
      const opened = await session.operate("auditor", auditorApi.event, {
        body,
        headers: source === undefined ? {} : signatureHeaders(context, source, body),
      });
      if ("events" in opened) return allOf(opened);
      const { outcome, authenticated, digest } = opened;
      const vouched = authenticated ? "its source is authenticated" : "nobody vouches for it";
      context.out.progress(`case ${opened.case}: ${WORDS[outcome]}; ${vouched}`, { case: opened.case, outcome });
      const followed = await followToOutcome(context, session, opened.case, number(options, "wait") ?? 60);
      return { ...followed, object: { ...(followed.object as CaseView), event: { outcome, digest } } };
    },
  });
}

const WORDS = {
  opened: "a new case",
  folded: "one more of the same thing, counted in its open case",
  duplicate: "the same event was heard before",
} as const;

/** What became of each of several events: none of the cases is followed. */
function allOf({ events }: EventsAnswer): Outcome {
  const count = (outcome: EventsAnswer["events"][number]["outcome"]) =>
    events.filter((event) => event.outcome === outcome).length;
  const counts = {
    opened: count("opened"),
    folded: count("folded"),
    duplicate: count("duplicate"),
    refused: count("refused"),
  };
  return {
    exit: counts.refused > 0 ? EXIT.usage : EXIT.done,
    object: { ...counts, events },
    text: () => {
      const said = Object.entries(counts).map(([name, n]) => `${n} ${name}`);
      const refused = events.flatMap((event, i) =>
        event.outcome === "refused" ? [`line ${i + 1} refused (${event.code}): ${oneLine(event.reason, 300)}`] : [],
      );
      return [`${events.length} events: ${said.join(", ")}`, ...refused].join("\n");
    },
  };
}

function signatureHeaders(context: Context, source: string, body: Uint8Array): Record<string, string> {
  const key = /^[a-z][a-z0-9_-]{0,63}$/.test(source) ? readSourceKey(context.layout, source) : null;
  if (key === null) {
    throw new CliError(
      "source_unknown",
      EXIT.usage,
      `there is no key of an event source \`${source.slice(0, 64)}\` here`,
      {
        at: "--source",
        fix: "`guardduty` is made at the first start",
      },
    );
  }
  const signature = signerFromSeed(key.seed).sign(preAuthEncoding(PAYLOAD_TYPES.event, body));
  return { "trias-source": source, "trias-signature": toBase64(signature) };
}
