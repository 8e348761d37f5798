import { auditorApi, type Ticket } from "@trias/protocol";
import type { Command } from "commander";
import pc from "picocolors";
import { addCommand, START } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { newKey } from "../key.ts";
import { oneLine, table } from "../show/text.ts";

export function ticketCommands(program: Command): void {
  const parent = program.command("ticket").description("the auditor's register of change tickets");

  addCommand(parent, {
    name: "open <title>",
    summary: "open a change ticket",
    examples: ['ticket open "machine learning segment" --as network'],
    async run(context, [title = ""]) {
      const session = await context.session();
      const ticket = await session.call("auditor", auditorApi.openTicket, {
        body: { title, idempotency_key: newKey() },
      });
      return {
        exit: EXIT.done,
        object: ticket,
        text: () => `${pc.bold(ticket.id)} is open: ${START} request "…" --ticket ${ticket.id}`,
      };
    },
  });

  addCommand(parent, {
    name: "show <id>",
    summary: "one ticket",
    examples: ["ticket show CHG0000001"],
    async run(context, [id = ""]) {
      const session = await context.session();
      const { tickets } = await session.call("auditor", auditorApi.tickets, {});
      const ticket = tickets.find((candidate) => candidate.id === id.toUpperCase());
      if (ticket === undefined) {
        throw new CliError("option_malformed", EXIT.usage, `there is no ticket \`${oneLine(id, 40)}\``, {
          fix: `\`${START} ticket list\` shows them`,
        });
      }
      return { exit: EXIT.done, object: ticket, text: () => row(ticket).join("  ") };
    },
  });

  addCommand(parent, {
    name: "list",
    summary: "all tickets",
    examples: ["ticket list --json"],
    async run(context) {
      const session = await context.session();
      const answer = await session.call("auditor", auditorApi.tickets, {});
      return {
        exit: EXIT.done,
        object: answer,
        text: () => (answer.tickets.length === 0 ? "no tickets yet" : table(answer.tickets.map(row)).join("\n")),
      };
    },
  });
}

function row(ticket: Ticket): string[] {
  return [
    pc.bold(ticket.id),
    ticket.kind,
    ticket.state,
    ticket.case ?? "-",
    oneLine(ticket.opened_by.split(" ").at(-1) ?? "", 40),
    oneLine(ticket.title),
  ];
}
