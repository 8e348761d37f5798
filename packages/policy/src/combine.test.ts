import type { Concern, ConcernLevel } from "@trias/protocol";
import { expect, test } from "vitest";
import { combine } from "./combine.ts";
import { NOTHING } from "./outcome.ts";

const concern = (level: ConcernLevel): Concern => ({ id: "x", level, message: "x", subject: "x" });
const approval = { role: "network" as const, reason: "x" };

test.each([
  [NOTHING, "approved"],
  [{ ...NOTHING, concerns: [concern("warn")] }, "approved"],
  [{ ...NOTHING, concerns: [concern("warn"), concern("fix")] }, "amend"],
  [{ ...NOTHING, concerns: [concern("fix"), concern("escalate")] }, "escalated"],
  [{ ...NOTHING, approvals: [approval] }, "escalated"],
  [{ ...NOTHING, confirmations: ["vpc-1"] }, "escalated"],
  [{ ...NOTHING, holds: ["stale"] }, "escalated"],
  [{ ...NOTHING, concerns: [concern("escalate"), concern("block")], approvals: [approval] }, "vetoed"],
] as const)("%j is %s", (outcome, decision) => {
  expect(combine(outcome)).toBe(decision);
});
