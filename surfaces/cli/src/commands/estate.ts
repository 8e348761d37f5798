import { PART_NAMES, toWire } from "@trias/estate";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, text } from "../command.ts";
import { CliError } from "../errors.ts";
import { fetchEstate } from "../estate.ts";
import { EXIT } from "../exit-codes.ts";
import { oneLine, table } from "../show/text.ts";
import { addEstateDiff } from "./estate-diff.ts";
import { addEstateImport } from "./estate-import.ts";
import { accountOption, openSource, regionOption } from "./estate-source.ts";

export function estateCommands(program: Command): void {
  const parent = program.command("estate").description("the network as the auditor knows it");
  addCommand(parent, {
    name: "show [resource]",
    summary: "the whole network by part, one part, or one resource",
    examples: [
      "estate show",
      "estate show --part security_groups",
      "estate show vpc-0a1b2c3d",
      "estate show --file estate.json --part route_tables",
      "estate show --json",
    ],
    options: [
      new Option("--part <name>", "only this part").choices(PART_NAMES),
      new Option("--file <path>", "a file or folder as of `estate import`, in place of what the auditor knows"),
      regionOption(),
      accountOption(),
    ],
    async run(context, [id], options) {
      const file = text(options, "file");
      const { wire, parts } =
        file === undefined
          ? await fetchEstate(await context.session())
          : { wire: toWire(openSource(file, options).estate), parts: [] };
      const part = text(options, "part");
      if (id !== undefined) {
        const found = Object.entries(wire.parts).flatMap(([name, one]) =>
          one.status === "known"
            ? one.resources.filter((resource) => resource.id === id).map((resource) => ({ part: name, resource }))
            : [],
        );
        const [first] = found;
        if (first === undefined) {
          throw new CliError("option_malformed", EXIT.usage, `the estate has no resource \`${oneLine(id, 80)}\``, {
            fix: "`trias estate show --part <name>` lists ids",
          });
        }
        return { exit: EXIT.done, object: first, text: () => JSON.stringify(first.resource, null, 2) };
      }
      const shown =
        part === undefined
          ? wire
          : { ...wire, parts: Object.fromEntries(Object.entries(wire.parts).filter(([name]) => name === part)) };
      return {
        exit: EXIT.done,
        object: { ...shown, states: parts },
        text: () => (part === undefined ? summary(shown, parts) : listing(shown)),
      };
    },
  });
  addEstateImport(parent);
  addEstateDiff(parent);
}

type Wire = Awaited<ReturnType<typeof fetchEstate>>["wire"];

function summary(wire: Wire, states: Awaited<ReturnType<typeof fetchEstate>>["parts"]): string {
  const rows = Object.entries(wire.parts).map(([name, part]) => [
    name,
    part.status === "known" ? String(part.resources.length) : pc.yellow("unknown"),
    pc.dim(
      part.status === "known"
        ? `read ${states.find((state) => state.part === name)?.time ?? part.time}`
        : oneLine(part.reason),
    ),
  ]);
  return [`${pc.bold(`serial ${wire.serial}`)}  ${pc.dim(wire.time)}`, ...table(rows)].join("\n");
}

function listing(wire: Wire): string {
  return Object.values(wire.parts)
    .flatMap((part) =>
      part.status === "known"
        ? part.resources.map((resource) => [pc.bold(resource.id), pc.dim(oneLine(JSON.stringify(resource), 160))])
        : [],
    )
    .map(([id, rest]) => `${id}  ${rest}`)
    .join("\n");
}
