import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { answerAws } from "./conformance/aws.ts";
import { type Answer, type Case, type CaseFile, readCases } from "./conformance/cases.ts";
import { answerCloudWan } from "./conformance/cloudwan.ts";
import { differencesOf } from "./conformance/compare.ts";
import { type FilterCase, filterDifferences, isFilterCase } from "./conformance/filters.ts";

/** Scores reachability against cases with known answers: one object last on standard output, a line for each disagreement on standard error. */

const usage = "usage: npm run conformance:reach -- --cases <file> [--cases <file> …] [<file> …] [--json]";

interface Score {
  cases: number;
  agree: number;
  disagree: number;
  readonly excluded: { id: string; reason: string }[];
}

try {
  const options = { cases: { type: "string", multiple: true }, json: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const files = [...(values.cases ?? []), ...positionals];
  if (files.length === 0) throw new TypeError("no case file is named");
  const score: Score = { cases: 0, agree: 0, disagree: 0, excluded: [] };
  for (const path of files) scoreFile(readCases(path), score);
  if (!values.json) console.log(`${score.agree} of ${score.cases} cases agree, ${score.excluded.length} excluded`);
  console.log(JSON.stringify(score));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exitCode = 2;
}

function scoreFile(file: CaseFile, score: Score): void {
  for (const question of file.cases) {
    if (question.usable === false) {
      score.excluded.push({ id: question.id, reason: question.why ?? "not usable" });
      continue;
    }
    score.cases += 1;
    const { differences, reason } = isFilterCase(question) ? ofFilter(question) : ofPackets(file, question);
    if (differences.length === 0) {
      score.agree += 1;
      continue;
    }
    score.disagree += 1;
    console.error(`${question.id}: ${differences.join("; ")} (${reason})`);
  }
}

interface Scored {
  readonly differences: readonly string[];
  readonly reason: string;
}

function ofPackets(file: CaseFile, question: Case): Scored {
  const answer = answerOrError(file, question);
  return { differences: differencesOf(question, answer), reason: answer.reason };
}

function ofFilter(question: FilterCase): Scored {
  try {
    const differences = filterDifferences(question);
    return { differences: differences.slice(0, 3), reason: `${differences.length} packets` };
  } catch (error) {
    return { differences: ["no answer"], reason: error instanceof Error ? error.message : String(error) };
  }
}

/** An error of one case is no answer to it, and no reason to leave the others out. */
function answerOrError(file: CaseFile, question: Case): Answer {
  try {
    const snapshot = file.snapshots[question.snapshot];
    if (snapshot === undefined)
      return { verdict: "no answer", reason: `there is no snapshot \`${question.snapshot}\`` };
    switch (snapshot.kind) {
      case "aws":
        return answerAws(resolve(file.folder, snapshot.dir), snapshot.files, question);
      case "cloudwan":
        return answerCloudWan(resolve(file.folder, snapshot.policy), snapshot.attachments, question);
      default:
        return { verdict: "no answer", reason: "a snapshot of an unknown kind" };
    }
  } catch (error) {
    return { verdict: "no answer", reason: error instanceof Error ? error.message : String(error) };
  }
}
