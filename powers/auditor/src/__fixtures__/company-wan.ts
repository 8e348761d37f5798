import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Estate, generateEstate } from "@trias/estate";
import { parse } from "yaml";

const repository = new URL("../../../../", import.meta.url);

/** The sample company's estate. */
export function companyWan(): Estate {
  return generateEstate(parse(readFileSync(new URL("examples/company-wan/company-wan.yaml", repository), "utf8")));
}

/** The texts of the sample charter, by path. */
export function charterFiles(): Record<string, string> {
  const folder = fileURLToPath(new URL("charter/", repository));
  const paths = globSync("**/*.{json,txt,cedar}", { cwd: folder });
  return Object.fromEntries(paths.map((path) => [path, readFileSync(`${folder}${path}`, "utf8")]));
}

export function sampleFinding(): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL("examples/events/guardduty-crypto-mining.json", repository), "utf8"));
}
