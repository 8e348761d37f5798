import { statSync } from "node:fs";
import { type Loaded, loadSnapshot } from "@trias/snapshot";
import { Option } from "commander";
import { type Options, text } from "../command.ts";

export function regionOption(): Option {
  return new Option("--region <name>", "the region of answers that do not say it");
}

export function accountOption(): Option {
  return new Option("--account <id>", "the account of answers that do not say it");
}

/** A network in a file or a folder that a person has named. */
export function openSource(path: string, options: Options): Loaded {
  const region = text(options, "region");
  const account = text(options, "account");
  const place = { ...(region === undefined ? {} : { region }), ...(account === undefined ? {} : { account }) };
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? loadSnapshot({ kind: "folder", dir: path, ...place })
    : loadSnapshot({ kind: "file", path, ...place });
}
