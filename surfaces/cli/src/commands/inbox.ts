import { auditorApi } from "@trias/protocol";
import type { Command } from "commander";
import pc from "picocolors";
import { addCommand, START } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { stateText } from "../show/state.ts";
import { oneLine } from "../show/text.ts";

export function inboxCommand(program: Command): void {
  addCommand(program, {
    name: "inbox",
    summary: "what waits for you",
    examples: ["inbox --as network-architect", "inbox --as finance --json"],
    async run(context) {
      const session = await context.session();
      const inbox = await session.call("auditor", auditorApi.inbox, {});
      return {
        exit: EXIT.done,
        object: inbox,
        text: () =>
          inbox.items.length === 0
            ? `nothing waits for ${context.role}`
            : inbox.items
                .flatMap((item) => [
                  `${pc.bold(item.case)}  ${stateText(item.state)}  ${pc.dim(`since ${item.since.slice(0, 19).replace("T", " ")}${weight(item)}`)}`,
                  `  “${oneLine(item.subject)}”`,
                  `  ${oneLine(item.ask, 400)}`,
                  `  ${pc.dim(`${START} case show ${item.case} --as ${context.role}`)}`,
                ])
                .join("\n"),
      };
    },
  });
}

function weight({ severity, count }: { readonly severity: number | null; readonly count: number }): string {
  const said = severity === null ? "" : `, severity ${severity} of 10`;
  return count > 1 ? `${said}, heard ${count} times` : said;
}
