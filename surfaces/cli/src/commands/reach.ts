import { createReachEngine, type Hop, type OneWay } from "@trias/reach";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, number, numberOption, text } from "../command.ts";
import { fetchEstate } from "../estate.ts";
import { EXIT } from "../exit-codes.ts";
import { oneLine } from "../show/text.ts";

export function reachCommand(program: Command): void {
  addCommand(program, {
    name: "reach <from> <to>",
    summary:
      "whether a packet gets from one place to another, and what stops it: worked out here, over the auditor's estate",
    examples: [
      "reach internet prod-data --port 5432",
      "reach prod-api prod-data --port 5432 --protocol tcp",
      "reach nonprod-dev prod-pci --json",
    ],
    options: [
      numberOption("--port <port>", "destination port; all unless given", 0, 65_535),
      new Option("--protocol <name>", "what is sent").choices(["any", "tcp", "udp", "icmp"]),
    ],
    async run(context, [from = "", to = ""], options) {
      const session = await context.session();
      const { estate } = await fetchEstate(session);
      const port = number(options, "port") ?? null;
      const protocol = text(options, "protocol") ?? (port === null ? "any" : "tcp");
      const answer = createReachEngine().reach(estate, from, to, { protocol, port });
      return {
        exit: EXIT.done,
        object: answer,
        text: () =>
          [...wayLines(`${from} → ${to}`, answer), ...wayLines("the answer's way back", answer.return)].join("\n"),
      };
    },
  });
}

const VERDICTS = {
  delivered: pc.green("delivered"),
  blocked: pc.red("blocked"),
  may: pc.yellow("may arrive"),
} as const;

function wayLines(title: string, way: OneWay): string[] {
  const stop = way.blocked_by === undefined ? [] : [`  ${pc.red("✗")} ${hopText(way.blocked_by)}`];
  return [
    `${pc.bold(oneLine(title))}: ${VERDICTS[way.verdict]}`,
    ...way.hops.map((hop) => `  · ${hopText(hop)}`),
    ...stop,
    ...way.assumed.map((assumption) => pc.dim(`  assumed: ${oneLine(assumption)}`)),
  ];
}

function hopText({ at, resource, rule }: Hop): string {
  return oneLine(`${at} ${resource}${rule === undefined ? "" : `: ${rule}`}`);
}
