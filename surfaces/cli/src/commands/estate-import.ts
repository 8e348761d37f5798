import { writeFileSync } from "node:fs";
import { messageOf } from "@trias/core";
import { toWire } from "@trias/estate";
import { type Command, Option } from "commander";
import { addCommand, text } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { reportText } from "./estate-report.ts";
import { accountOption, openSource, regionOption } from "./estate-source.ts";

export function addEstateImport(parent: Command): void {
  addCommand(parent, {
    name: "import <source>",
    summary:
      "read a network from a folder of `aws … describe-*` answers, a Terraform state or plan, or an estate; ends with 7 where something in it can't be read",
    examples: [
      "estate import ./snapshot",
      "estate import ./snapshot --out estate.json",
      "estate import plan.json --account 111122223333 --out after.json",
      "estate import terraform.tfstate --json",
    ],
    options: [
      new Option("--out <file>", "where to write the estate as `trias.estate/1`"),
      regionOption(),
      accountOption(),
    ],
    async run(_context, [source = ""], options) {
      const { estate, report } = openSource(source, options);
      const out = text(options, "out");
      if (out !== undefined) write(out, `${JSON.stringify(toWire(estate))}\n`);
      const unread = report.findings.some(({ severity }) => severity === "error");
      return {
        exit: unread ? EXIT.unknown : EXIT.done,
        object: { ...report, ...(out === undefined ? {} : { out }) },
        text: () => reportText(report, out),
      };
    },
  });
}

function write(path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (cause) {
    const message = `\`${path}\` can't be written: ${messageOf(cause)}`;
    throw new CliError("file_unreadable", EXIT.usage, message, { fix: "name a file in a folder that is there", cause });
  }
}
