import { expect, test } from "vitest";
import { sum, tallyRun } from "./tally.ts";

const report = (passed: number, failed: number, files: readonly (readonly [string, number])[]) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    testResults: files.map(([status, tests]) => ({ status, assertionResults: Array(tests).fill({}) })),
  });

test("passed and failed tests are taken from the report", () => {
  expect(
    tallyRun(
      report(3, 1, [
        ["passed", 2],
        ["failed", 2],
      ]),
      1,
    ),
  ).toEqual({ passed: 3, failed: 1 });
});

test("a file that broke before its first test is one failure", () => {
  expect(
    tallyRun(
      report(3, 0, [
        ["passed", 3],
        ["failed", 0],
      ]),
      1,
    ),
  ).toEqual({ passed: 3, failed: 1 });
});

test("a run that ended badly is a failure even when every test passed", () => {
  expect(tallyRun(report(3, 0, [["passed", 3]]), 1)).toEqual({ passed: 3, failed: 1 });
});

test("a run without a report is a failure", () => {
  expect(tallyRun(undefined, 0)).toEqual({ passed: 0, failed: 1 });
});

test("tallies add up", () => {
  expect(
    sum([
      { passed: 1, failed: 2 },
      { passed: 3, failed: 4 },
    ]),
  ).toEqual({ passed: 4, failed: 6 });
});
