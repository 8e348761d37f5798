import type { Command } from "commander";
import pc from "picocolors";
import { addCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { oneLine } from "../show/text.ts";
import { compareEstates, type EstateDifference, type FieldChange, type PartDifference } from "./estate-differences.ts";
import { accountOption, openSource, regionOption } from "./estate-source.ts";

export function addEstateDiff(parent: Command): void {
  addCommand(parent, {
    name: "diff <a> <b>",
    summary: "what differs between two networks, each a file or a folder as of `estate import`",
    examples: [
      "estate diff before.json after.json",
      "estate diff ./monday ./tuesday --json",
      "estate diff terraform.tfstate plan.json",
    ],
    options: [regionOption(), accountOption()],
    async run(_context, [a = "", b = ""], options) {
      const difference = compareEstates(openSource(a, options).estate, openSource(b, options).estate);
      return { exit: EXIT.done, object: difference, text: () => differenceText(difference) };
    },
  });
}

function differenceText({ parts, not_compared: open }: EstateDifference): string {
  const lines = parts.flatMap(partText);
  const oneSided = open.filter(({ unknown_in }) => unknown_in !== "both");
  const both = open.filter(({ unknown_in }) => unknown_in === "both").map(({ part }) => part);
  return [
    ...(lines.length === 0 ? ["no difference in what both know"] : lines),
    ...oneSided.map(({ part, unknown_in, reason }) =>
      pc.yellow(`${part} can't be compared: unknown in ${unknown_in}, ${oneLine(reason, 160)}`),
    ),
    ...(both.length === 0 ? [] : [pc.dim(`unknown in both: ${both.join(", ")}`)]),
  ].join("\n");
}

function partText({ part, added, removed, changed }: PartDifference): string[] {
  return [
    pc.bold(part),
    ...added.map((id) => pc.green(`  + ${oneLine(id)}`)),
    ...removed.map((id) => pc.red(`  - ${oneLine(id)}`)),
    ...changed.flatMap(({ id, fields }) => [pc.yellow(`  ~ ${oneLine(id)}`), ...fields.flatMap(fieldText)]),
  ];
}

/** Of lists only what came and went, since a table of a hundred routes has changed by one. */
function fieldText({ field, before, after }: FieldChange): string[] {
  if (!Array.isArray(before) || !Array.isArray(after)) {
    return [`      ${field}: ${shown(before)} → ${shown(after)}`];
  }
  const left = before.map(shown);
  const right = after.map(shown);
  const lines = [
    ...left.filter((one) => !right.includes(one)).map((one) => pc.red(`      ${field} - ${one}`)),
    ...right.filter((one) => !left.includes(one)).map((one) => pc.green(`      ${field} + ${one}`)),
  ];
  return lines.length === 0 ? [`      ${field}: in another order`] : lines;
}

function shown(value: unknown): string {
  return oneLine(JSON.stringify(value) ?? "", 240);
}
