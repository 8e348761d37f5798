import { readFileSync } from "node:fs";
import { knownType } from "@trias/reasoning";
import type { Row } from "./row.ts";

/** How rows agree with answers that are known: kinds and transitions, or types, severities and shapes, by file. */
export interface Agreement {
  readonly known: number;
  readonly agree: number;
  readonly disagree: readonly string[];
}

type Fields = Readonly<Record<string, string>>;

/** Columns of an index that name an answer, and what a row says there. */
const ANSWERS: Readonly<Record<string, (row: Row, want: string) => boolean>> = {
  kind: (row, want) => row.kind === want,
  alarm_transition: (row, want) => row.transition === want,
  transition: (row, want) => row.transition === want,
  // Some exports have a space where AWS has a slash.
  type: (row, want) => row.type === want.replace(" ", "/"),
  severity: (row, want) => row.severity === Number(want),
  shape: (row, want) => (want === "eventbridge" ? row.kind.startsWith("eventbridge:") : row.kind === want),
};

/** Compares with a table of tab-separated values whose `file` ends in the row's. */
export function agreementWith(index: string, rows: readonly Row[]): Agreement {
  const wanted = table(index);
  const disagree: string[] = [];
  let known = 0;
  for (const row of rows) {
    const want = wanted.find(({ file }) => file !== undefined && (file === row.file || file.endsWith(`/${row.file}`)));
    if (want === undefined) continue;
    for (const [column, agrees] of Object.entries(ANSWERS)) {
      const answer = want[column];
      if (answer === undefined || answer === "") continue;
      known += 1;
      if (!agrees(row, answer)) disagree.push(`${row.file}: ${column} is \`${answer}\``);
    }
  }
  return { known, agree: known - disagree.length, disagree };
}

/** Compares the default severities of finding types with a table that has `type` and `default_severity`. */
export function severityAgreement(path: string): Agreement {
  const disagree: string[] = [];
  let known = 0;
  for (const { type = "", default_severity = "" } of table(path)) {
    const want = /^(?:Critical|High|Medium|Low)/.exec(default_severity)?.[0] ?? "Varies";
    known += 1;
    const have = knownType(type)?.severity;
    if (have !== want) disagree.push(`${type}: \`${want}\`, and \`${have ?? "nothing"}\` here`);
  }
  return { known, agree: known - disagree.length, disagree };
}

function table(path: string): Fields[] {
  const [head = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const names = head.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((value, i) => [names[i] ?? "", value])));
}
