import { compareReach, type ReachComparison } from "@trias/reach";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { flowLines } from "../show/flows.ts";
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
      "estate diff before.json after.json --reach",
    ],
    options: [
      regionOption(),
      accountOption(),
      new Option(
        "--reach",
        "also every flow that opens or closes between the two, asked one by one (exit 3 where there is one)",
      ),
    ],
    async run(_context, [a = "", b = ""], options) {
      const [before, after] = [openSource(a, options).estate, openSource(b, options).estate];
      const difference = compareEstates(before, after);
      if (options["reach"] !== true)
        return { exit: EXIT.done, object: difference, text: () => differenceText(difference) };
      const reach = compareReach(before, after, { progress: progress() });
      const same = reach.opened.length + reach.closed.length === 0;
      return {
        exit: same ? EXIT.done : EXIT.refused,
        object: { ...difference, reach },
        text: () => [differenceText(difference), "", ...reachText(reach)].join("\n"),
      };
    },
  });
}

/** Tells a person who waits how far it is, on standard error, and nobody else. */
function progress(): (share: number) => void {
  let told = 0;
  return (share) => {
    const percent = Math.floor(share * 100);
    if (!process.stderr.isTTY || percent < told + 5) return;
    told = percent;
    process.stderr.write(percent >= 100 ? "\r\u001b[K" : `\rasking about every pair: ${percent} %`);
  };
}

function reachText({ opened, closed, pairs }: ReachComparison): string[] {
  const about = pc.dim(`(${pairs} pairs of kinds of endpoints asked, on both sides)`);
  if (opened.length + closed.length === 0) return [`${pc.green("no flow opened, none closed")} ${about}`];
  return [
    `${pc.bold(`${opened.length} flows opened, ${closed.length} closed`)} ${about}`,
    ...flowLines(opened, pc.red("+")),
    ...flowLines(closed, pc.yellow("−")),
  ];
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of lists only what came and went, since a table of a hundred routes has changed by one; of documents only the paths that differ. */
function fieldText({ field, before, after }: FieldChange): string[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .flatMap((key) => fieldText({ field: `${field}.${key}`, before: before[key], after: after[key] }));
  }
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
