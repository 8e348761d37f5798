import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestValue } from "@trias/core";
import { type Estate, generateEstate, toWire } from "@trias/estate";
import { parse } from "yaml";
import { type Cloud, createCloud } from "../cloud.ts";
import { type Journal, openJournal } from "../journal.ts";

const file = new URL("../../../../examples/company-wan/company-wan.yaml", import.meta.url);
export const companyWan: Estate = generateEstate(parse(readFileSync(file, "utf8")));
const seedDigest = digestValue(toWire(companyWan));

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "trias-sandbox-"));
}

export function openCloud(folder: string): { cloud: Cloud; journal: Journal; path: string } {
  const path = join(folder, "journal.ndjson");
  const journal = openJournal(path, seedDigest);
  return { cloud: createCloud({ seed: companyWan, journal, now: Date.now }), journal, path };
}
