import { RefusalError } from "@trias/link";
import { PlanError } from "@trias/plan";
import { type CaseState, caseStateSchema, WAITING_STATES } from "@trias/protocol";
import { expect, test } from "vitest";
import { CliError, exitOfError } from "./errors.ts";
import { EXIT, exitOfCase, exitOfState, restsIn } from "./exit-codes.ts";

test("every state of a case has the exit code that the documents give it", () => {
  const codes = Object.fromEntries(caseStateSchema.options.map((state) => [state, exitOfState(state)]));
  expect(codes).toMatchObject({
    done: 0,
    closed: 0,
    vetoed: 3,
    rejected: 3,
    waiting_answer: 4,
    waiting_confirmation: 4,
  });
  expect(codes).toMatchObject({ waiting_approval: 4, rolled_back: 5, unavailable: 6, failed: 7, unknown_outcome: 7 });
  expect(codes["waiting_service"]).toBe(9);
});

test("a follower stops for people, not for services", () => {
  const stops = caseStateSchema.options.filter((state) => restsIn(state));
  expect(stops).toContain("waiting_approval");
  for (const state of ["planning", "executing", "waiting_service"] satisfies CaseState[])
    expect(stops).not.toContain(state);
  expect(WAITING_STATES.has("waiting_service")).toBe(true);
});

test("work that was taken back on request did not fail", () => {
  const step = { step: "s1", direction: "do" as const, status: "done", message: "" };
  const done = { execution: "e", steps: [step], reconciled: true };
  expect(exitOfCase({ state: "rolled_back", result: done })).toBe(EXIT.done);
  expect(exitOfCase({ state: "rolled_back", result: { ...done, steps: [{ ...step, status: "failed" }] } })).toBe(
    EXIT.rolledBack,
  );
});

test("errors end as what they are: the user's, a service's, or ours", () => {
  expect(exitOfError(new RefusalError("unreachable", "x"))).toBe(9);
  expect(exitOfError(new RefusalError("forbidden", "x"))).toBe(2);
  expect(exitOfError(new PlanError("action_unknown", "x"))).toBe(2);
  expect(exitOfError(new CliError("not_available", EXIT.unavailable, "x"))).toBe(6);
  expect(exitOfError(new TypeError("x"))).toBe(1);
});
