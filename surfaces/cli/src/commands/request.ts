import { auditorApi } from "@trias/protocol";
import { type Command, Option } from "commander";
import { addCommand, number, text, WAIT } from "../command.ts";
import { followToOutcome } from "../follow-outcome.ts";
import { newKey } from "../key.ts";
import { oneLine } from "../show/text.ts";

export function requestCommand(program: Command): void {
  addCommand(program, {
    name: "request <sentence>",
    summary: "ask for something in plain words",
    examples: [
      'request "Add a new microsegment for machine learning workloads with GPU instances"',
      'request "block 203.0.113.45 at the firewall" --as network --ticket CHG0000001',
      'request "Test failover to us-west-2" --wait 0 --json',
    ],
    options: [new Option("--ticket <id>", "the change ticket that it belongs to (`trias ticket open`)"), WAIT],
    async run(context, [sentence = ""], options) {
      const session = await context.session();
      const ticket = text(options, "ticket");
      const opened = await session.call("auditor", auditorApi.request, {
        body: { sentence, idempotency_key: newKey(), ...(ticket === undefined ? {} : { ticket }) },
      });
      context.out.progress(`case ${opened.case}: “${oneLine(sentence, 100)}”`, { case: opened.case });
      return followToOutcome(context, session, opened.case, number(options, "wait") ?? 60);
    },
  });
}
