import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { lints, runChecks, typecheck } from "./checks.ts";
import { sum, type Tally, tallyRun } from "./tally.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const usage = "usage: npm test -- [--checks] [--unit] [--system] [part of a test file's path …]";

const { parts, filters } = arguments_();
const tallies: Tally[] = [];
if (parts.includes("checks")) tallies.push(await checks());
for (const project of ["unit", "system"]) if (parts.includes(project)) tallies.push(vitest(project));

const { passed, failed } = sum(tallies);
if (passed + failed === 0) console.error("no test ran");
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Without flags everything runs; with a filter only tests do, since the checks cannot be narrowed. */
function arguments_(): { parts: string[]; filters: string[] } {
  const options = { checks: { type: "boolean" }, unit: { type: "boolean" }, system: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const chosen = Object.keys(values);
    if (chosen.length > 0) return { parts: chosen, filters: positionals };
    return { parts: positionals.length > 0 ? ["unit", "system"] : ["checks", "unit", "system"], filters: positionals };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(usage);
    process.exit(2);
  }
}

async function checks(): Promise<Tally> {
  console.log("== typecheck and lint");
  const all = [typecheck, ...lints];
  const failures = await runChecks(all);
  return { passed: all.length - failures.length, failed: failures.length };
}

function vitest(project: string): Tally {
  console.log(`== ${project} tests`);
  const report = join(root, "reports", `${project}.json`);
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // A filter may match tests of one project only; that no test ran at all is told at the end.
  const args = [vitest, "run", "--project", project, "--passWithNoTests", ...reporters, ...filters];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  return tallyRun(existsSync(report) ? readFileSync(report, "utf8") : undefined, status ?? 1);
}
