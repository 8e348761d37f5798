import { type Estate, isKnown, list } from "@trias/estate";
import {
  createReachEngine,
  type Hop,
  type OneWay,
  type Packet,
  type Remedy,
  reachedFrom,
  remedyOf,
  whoReaches,
} from "@trias/reach";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, number, numberOption, text } from "../command.ts";
import { CliError } from "../errors.ts";
import { fetchEstate } from "../estate.ts";
import { EXIT } from "../exit-codes.ts";
import { oneLine, table } from "../show/text.ts";
import { openSource } from "./estate-source.ts";

export function reachCommand(program: Command): void {
  addCommand(program, {
    name: "reach <from> <to>",
    summary:
      "whether a packet gets from one place to another, and what stops it; `any` at one end stands for everybody",
    examples: [
      "reach internet prod-data --port 5432",
      "reach prod-api prod-data --port 5432 --protocol tcp",
      "reach eni-0a1b2c3d4e5f60718 orders-us --port 5432 --explain",
      "reach nonprod-dev prod-pci --json",
      "reach any orders-us --port 5432",
      "reach internet any",
      "reach 10.0.1.5 10.2.0.9 --port 22 --estate ./snapshot",
    ],
    options: [
      numberOption("--port <port>", "destination port; all unless given", 0, 65_535),
      new Option("--protocol <name>", "what is sent").choices(["any", "tcp", "udp", "icmp"]),
      new Option(
        "--estate <path>",
        "ask about this network, a file or folder as of `estate import`, not about the auditor's",
      ),
      new Option("--explain", "every place on the way, and the smallest changes that would let it through"),
    ],
    async run(context, [from = "", to = ""], options) {
      const path = text(options, "estate");
      const { estate } = path === undefined ? await fetchEstate(await context.session()) : openSource(path, options);
      const port = number(options, "port") ?? null;
      const protocol = text(options, "protocol") ?? (port === null ? "any" : "tcp");
      const packet = { protocol, port };
      if (from === ANYBODY || to === ANYBODY) return everybody(estate, from, to, packet);
      const explain = options["explain"] === true;
      const ports = port === null ? {} : { ports: [[port, port] as const] };
      const engine = createReachEngine();
      const answer = explain
        ? engine.trace(estate, { from, to, protocol, ...ports })
        : engine.reach(estate, from, to, packet);
      const remedy = explain && answer.verdict === "blocked" ? remedyOf(estate, from, to, packet) : null;
      const names = namesOf(estate);
      return {
        exit: EXIT.done,
        object: remedy === null ? answer : { ...answer, remedy },
        text: () =>
          [
            ...wayLines(`${from} → ${to}`, answer, names),
            ...(answer.verdict === "blocked" && !isReply(answer)
              ? []
              : wayLines("the answer's way back", answer.return, names)),
            ...(remedy === null ? [] : remedyLines(remedy)),
          ].join("\n"),
      };
    },
  });
}

/** Stands for everybody at one end of the question. */
const ANYBODY = "any";

function everybody(estate: Estate, from: string, to: string, packet: Packet) {
  if (from === to) {
    throw new CliError("option_malformed", EXIT.usage, "`any` can stand at one end only", {
      fix: "`trias picture` shows who reaches whom",
    });
  }
  const found = from === ANYBODY ? whoReaches(estate, to, packet) : reachedFrom(estate, from, packet);
  const names = namesOf(estate);
  const rows = found.map(({ place, alike, verdict }) => [
    VERDICTS[verdict],
    `${place}${names.has(place) ? ` (${names.get(place)})` : ""}`,
    alike === 1 ? "" : pc.dim(`and ${alike - 1} like it`),
  ]);
  const title = from === ANYBODY ? `who reaches ${to}` : `what ${from} reaches`;
  return {
    exit: EXIT.done,
    object: { from, to, ...packet, found },
    text: () => [pc.bold(oneLine(title)), ...(rows.length === 0 ? ["  nobody"] : table(rows))].join("\n"),
  };
}

/** A way that is blocked at once has no way back to tell about. */
function isReply({ blocked_by: by }: OneWay): boolean {
  return by?.at.endsWith("(reply)") ?? false;
}

/** What people call a thing, by its id. */
function namesOf(estate: Estate): ReadonlyMap<string, string> {
  const parts = [
    "vpcs",
    "subnets",
    "instances",
    "interfaces",
    "security_groups",
    "route_tables",
    "network_acls",
  ] as const;
  const named = parts.flatMap((part) => (isKnown(estate, part) ? list(estate, part) : []));
  return new Map(
    named.flatMap((each): [string, string][] => {
      const name = "name" in each ? each.name : each.tags["Name"];
      return name === undefined || name === "" ? [] : [[each.id, name]];
    }),
  );
}

function remedyLines({ changes, verdict, obstacle, flows }: Remedy): string[] {
  const lines = changes.map(({ text: change }, i) => `  ${i + 1}. ${oneLine(change, 200)}`);
  const end =
    obstacle === null
      ? verdict === "delivered"
        ? []
        : [pc.yellow("  then it may arrive: the estate does not say more")]
      : [`  ${pc.red("✗")} then ${hopText(obstacle, new Map())} still stops it: no single setting takes that away`];
  const besides = flows.opened
    .slice(0, 10)
    .map((flow) => `    + ${flow.from} → ${flow.to}  ${flow.protocol} ${flow.ports}`);
  const more = flows.opened.length > 10 ? [pc.dim(`    and ${flows.opened.length - 10} more`)] : [];
  return [
    pc.bold(
      changes.length === 0
        ? "What would let it through"
        : "The smallest changes that would let it through, tried on a copy",
    ),
    ...lines,
    ...end,
    ...(besides.length === 0 ? [] : ["  together they open:", ...besides, ...more]),
  ];
}

const VERDICTS = {
  delivered: pc.green("delivered"),
  blocked: pc.red("blocked"),
  may: pc.yellow("may arrive"),
} as const;

function wayLines(title: string, way: OneWay, names: ReadonlyMap<string, string>): string[] {
  const stop = way.blocked_by === undefined ? [] : [`  ${pc.red("✗")} ${hopText(way.blocked_by, names)}`];
  return [
    `${pc.bold(oneLine(title))}: ${VERDICTS[way.verdict]}`,
    ...way.hops.filter((hop) => hop !== way.blocked_by).map((hop) => `  · ${hopText(hop, names)}`),
    ...stop,
    ...way.assumed.map((assumption) => pc.dim(`  assumed: ${oneLine(assumption)}`)),
  ];
}

function hopText({ at, resource, rule }: Hop, names: ReadonlyMap<string, string>): string {
  const ids = resource.split(", ").map((id) => (names.has(id) ? `${id} (${names.get(id)})` : id));
  return oneLine(`${at} ${ids.join(", ")}${rule === undefined ? "" : `: ${rule}`}`);
}
