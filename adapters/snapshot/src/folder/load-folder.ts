import { createHash } from "node:crypto";
import { makeEstate, type PartInput, type PartName } from "@trias/estate";
import { assemble } from "../aws/assemble.ts";
import { callsByKey } from "../aws/calls.ts";
import { Collection } from "../aws/collection.ts";
import { coverageOf } from "../aws/coverage.ts";
import { readAnswers } from "../aws/read-answer.ts";
import { SnapshotError } from "../errors.ts";
import { MAX_TOTAL_BYTES } from "../limits.ts";
import { Findings } from "../report/finding.ts";
import { makeReport } from "../report/make-report.ts";
import type { Report } from "../report/report.ts";
import type { Loaded, SnapshotSource } from "../source.ts";
import { readJsonFile } from "./read-file.ts";
import { snapshotFiles } from "./walk.ts";

/** A folder of AWS CLI answers: file by file, so that no more than one is in memory as it was written. */
export function loadFolder(source: Extract<SnapshotSource, { kind: "folder" }>): Loaded {
  const findings = new Findings();
  const collection = new Collection(findings);
  const files = snapshotFiles(source.dir, source.files);
  const hash = createHash("sha256");
  let bytes = 0;
  let newest = 0;
  for (const { name, path, place } of files) {
    const read = readJsonFile(path, name, findings);
    if (!("json" in read)) {
      for (const call of callsByKey(read.firstKey ?? "")) collection.taint(call.name, `${name}: ${read.message}`);
      continue;
    }
    bytes += read.bytes.length;
    if (bytes > MAX_TOTAL_BYTES) {
      throw new SnapshotError("source_too_large", `more than ${MAX_TOTAL_BYTES} bytes of JSON`, {
        fix: "give the folder of one snapshot",
      });
    }
    hash.update(`${name}\0${read.bytes.length}\0`).update(read.bytes);
    newest = Math.max(newest, read.modified.getTime());
    if (!readAnswers(collection, name, place, read.json)) {
      const message = "no answer of an AWS call that is read here";
      findings.add({ code: "file_unknown", severity: "warning", message, file: name });
    }
  }
  incompletePages(collection);
  const coverage = coverageOf(collection, source);
  const { parts, lacking } = assemble(collection, coverage);
  const head = { lineage: hash.digest("hex").slice(0, 32), serial: 1, time: new Date(newest).toISOString() };
  const made = makeEstate(head, { ...NOT_READ, ...parts });
  return {
    estate: made.estate,
    report: makeReport(made, {
      kind: "aws",
      files: files.length,
      bytes,
      read: readOf(collection),
      regions: coverage.regions,
      accounts: coverage.accounts,
      lacking,
      findings,
    }),
  };
}

/** Parts that the network's answers do not list: who pays, who watches, who may. */
const NOT_READ: Readonly<Partial<Record<PartName, PartInput>>> = Object.fromEntries(
  ["scaling_groups", "ipam_pools", "flow_logs", "watchers", "buckets", "roles"].map((part) => [
    part,
    { status: "unknown", reasons: ["no AWS call that is read here lists it"] },
  ]),
);

function readOf(collection: Collection): Report["read"] {
  const byCall = Map.groupBy(collection.answers, ({ call }) => call);
  return [...byCall]
    .map(([what, answers]) => ({
      what,
      files: answers.length,
      items: answers.reduce((sum, { items }) => sum + items, 0),
    }))
    .sort((a, b) => (a.what < b.what ? -1 : 1));
}

/** Pages that all say that another follows: the last one is not in the snapshot. */
function incompletePages(collection: Collection): void {
  const pages = Map.groupBy(collection.answers, ({ call, folder }) => `${call} ${folder.account}/${folder.region}`);
  for (const answers of pages.values()) {
    const [first] = answers;
    if (first === undefined || !answers.every(({ more }) => more)) continue;
    const message = `the answer of \`aws ${first.call}\` goes on (it has a token for the next page) and its rest is not in the snapshot`;
    collection.findings.add({ code: "answer_incomplete", severity: "error", message, file: first.file });
    collection.taint(first.call, `${first.file}: the answer of \`aws ${first.call}\` goes on and its rest is missing`);
  }
}
