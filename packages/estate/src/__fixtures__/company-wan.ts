import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Estate } from "../estate.ts";
import { generateEstate } from "../sample/generate.ts";

const FILE = new URL("../../../../examples/company-wan/company-wan.yaml", import.meta.url);

export function companyWanDescription(): unknown {
  return parse(readFileSync(FILE, "utf8"));
}

let generated: Estate | undefined;

export function companyWan(): Estate {
  generated ??= generateEstate(companyWanDescription());
  return generated;
}
