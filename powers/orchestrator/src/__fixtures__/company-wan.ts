import { readFileSync } from "node:fs";
import { type Estate, generateEstate } from "@trias/estate";
import { parse } from "yaml";

const file = new URL("../../../../examples/company-wan/company-wan.yaml", import.meta.url);

/** The sample company's estate. */
export const companyWan: Estate = generateEstate(parse(readFileSync(file, "utf8")));
