import { writeFileSync } from "node:fs";
import { messageOf } from "@trias/core";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";

/** Writes a picture into the file that `--out` names. */
export function writePicture(file: string, svg: string): void {
  try {
    writeFileSync(file, svg);
  } catch (cause) {
    throw new CliError("option_malformed", EXIT.usage, `\`${file}\` can't be written: ${messageOf(cause)}`, {
      at: "--out",
      fix: "name a file in a folder that exists",
    });
  }
}
