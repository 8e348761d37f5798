import { signerFromSeed, toBase64 } from "@trias/core";
import { auditorApi, MIB, PAYLOAD_TYPES, preAuthEncoding } from "@trias/protocol";
import { readSourceKey } from "@trias/supervisor/state";
import { type Command, Option } from "commander";
import { addCommand, type Context, number, text, WAIT } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { followToOutcome } from "../follow-outcome.ts";
import { readInput } from "../input.ts";

export function eventCommand(program: Command): void {
  addCommand(program, {
    name: "event <file>",
    summary: "hand in an event as a machine would; `-` reads standard input",
    examples: [
      "event examples/events/guardduty-crypto-mining.json --source guardduty",
      "event examples/events/guardduty-crypto-mining.json   # nobody vouches for it: a person is asked",
      "event - --source guardduty --json < finding.json",
    ],
    options: [new Option("--source <name>", "sign as this event source of the charter"), WAIT],
    async run(context, [file = "-"], options) {
      const body = await readInput(file, MIB, "an event");
      const session = await context.session();
      const source = text(options, "source");
      const opened = await session.operate("auditor", auditorApi.event, {
        body,
        headers: source === undefined ? {} : signatureHeaders(context, source, body),
      });
      const words = opened.duplicate
        ? "heard before"
        : opened.authenticated
          ? "authenticated"
          : "nobody vouches for it";
      context.out.progress(`case ${opened.case}: ${words}`, { case: opened.case, duplicate: opened.duplicate });
      return followToOutcome(context, session, opened.case, number(options, "wait") ?? 60);
    },
  });
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
