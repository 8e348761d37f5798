import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { messageOf, TriasError } from "@trias/core";
import { RefusalError } from "@trias/link";
import { auditorApi, type CaseView, type EventAnswer } from "@trias/protocol";
import { BenchError } from "../errors.ts";
import { type EventSource, openEventSource } from "../event-source.ts";
import { persist } from "../persist.ts";
import { type BenchSystem, startBenchSystem } from "../system.ts";
import { agreementWith, severityAgreement } from "./agreement.ts";
import { type EventFile, eventFiles } from "./files.ts";
import { type Row, refusedRow, takenRow } from "./row.ts";

/** Hands every file of a folder to a system of its own: a row a file on standard error, the sums last on standard output. */

const usage = "usage: npm run conformance:intake -- --dir <folder> [--index <tsv>] [--severities <tsv>] [--json]";
const PATIENCE_MS = 60_000;
const WIDTH = 8;

try {
  const options = {
    dir: { type: "string" },
    index: { type: "string" },
    severities: { type: "string" },
    json: { type: "boolean", default: false },
  } as const;
  const { values } = parseArgs({ options });
  if (values.dir === undefined || !statSync(values.dir, { throwIfNoEntry: false })?.isDirectory()) {
    throw new BenchError("option_malformed", `there is no folder \`${values.dir ?? ""}\``, {
      fix: "name one with --dir",
    });
  }
  const files = eventFiles(values.dir);
  const rows = await rowsOf(files, (line) => process.stderr.write(`${line}\n`));
  if (values.index !== undefined) tellAgreement("answers", agreementWith(values.index, rows));
  if (values.severities !== undefined) tellAgreement("severities", severityAgreement(values.severities));
  const sums = sumsOf(files.length, rows);
  if (!values.json)
    process.stdout.write(
      `${Object.entries(sums)
        .map(([name, n]) => `${n} ${name}`)
        .join(", ")}\n`,
    );
  process.stdout.write(`${JSON.stringify(sums)}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n${usage}\n`);
  process.exitCode = error instanceof BenchError || !(error instanceof TriasError) ? 2 : 1;
}

function tellAgreement(what: string, { known, agree, disagree }: ReturnType<typeof agreementWith>): void {
  for (const line of disagree) process.stderr.write(`${line}\n`);
  process.stderr.write(`${agree} of ${known} known ${what} agree\n`);
}

function sumsOf(files: number, rows: readonly Row[]) {
  const count = (says: (row: Row) => boolean) => rows.filter(says).length;
  return {
    files,
    cases: new Set(rows.flatMap((row) => row.case ?? [])).size,
    folded: count(({ outcome }) => outcome === "folded" || outcome === "duplicate"),
    refused: count(({ outcome }) => outcome === "refused"),
    unknown: count(({ class: threat }) => threat === "unknown"),
    errors: count(({ error }) => error !== undefined),
  };
}

async function rowsOf(files: readonly EventFile[], write: (line: string) => void): Promise<Row[]> {
  const bench = await startBenchSystem(null, () => undefined);
  const source = openEventSource(bench.system.layout);
  try {
    const rows: Row[] = [];
    const waiting = files.values();
    const work = async (): Promise<void> => {
      for (const file of waiting) {
        const found = await rowsOfFile(bench, source, file).catch((error: unknown) => [
          { file: file.name, kind: "error", outcome: "refused", error: messageOf(error) } satisfies Row,
        ]);
        for (const row of found) write(JSON.stringify(row));
        rows.push(...found);
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, work));
    return rows;
  } finally {
    source.close();
    await bench.stop();
  }
}

async function rowsOfFile(bench: BenchSystem, source: EventSource, { name, bytes }: EventFile): Promise<Row[]> {
  const until = Date.now() + PATIENCE_MS;
  let answers: readonly EventAnswer[];
  try {
    answers = await persist(() => source.post(source.sign(bytes)), until);
  } catch (error) {
    if (error instanceof RefusalError) return [refusedRow(name, error.code, error.message)];
    throw error;
  }
  if (answers.length === 1) return [await rowOf(bench, name, bytes, answers[0] as EventAnswer)];
  const lines = Buffer.from(bytes)
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return Promise.all(
    answers.map((answer, i) => rowOf(bench, `${name}:${i + 1}`, Buffer.from((lines[i] ?? "").trim()), answer)),
  );
}

async function rowOf(bench: BenchSystem, file: string, bytes: Uint8Array, answer: EventAnswer): Promise<Row> {
  if (answer.outcome === "refused") return refusedRow(file, answer.code, answer.reason);
  return takenRow(file, bytes, answer, await viewOf(bench, answer.case));
}

function viewOf(bench: BenchSystem, id: string): Promise<CaseView> {
  const call = () =>
    bench.as.developer.call("auditor", auditorApi.case, { params: { case: id }, query: { after: 0, wait: 0 } });
  return persist(call, Date.now() + PATIENCE_MS);
}
