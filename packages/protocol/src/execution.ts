import { z } from "zod";
import {
  caseIdSchema,
  digestSchema,
  nonceSchema,
  resourceRefSchema,
  resourceStateSchema,
  timeSchema,
} from "./values.ts";

export const stepOutcomeSchema = z.strictObject({
  step: z.string().max(8),
  /** `undo` for an inverse step. */
  direction: z.enum(["do", "undo"]),
  status: z.enum(["done", "failed", "skipped"]),
  /** Id that the cloud gave to what the step created; `planned:<step>` in later steps stands for it. */
  created: z.string().max(256).optional(),
  /** What the touched resources looked like right after. */
  after: z.array(resourceStateSchema).max(50),
  message: z.string().max(1000),
  started: timeSchema,
  finished: timeSchema,
});
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;

/** How an execution stands; `unknown` where neither the steps nor the way back could be proven to have ended. */
export const executionStateSchema = z.enum([
  "redeemed",
  "running",
  "undoing",
  "executed",
  "rolled_back",
  "failed",
  "unknown",
]);
export type ExecutionState = z.infer<typeof executionStateSchema>;

/** The executor's signed account of one execution, sent to the auditor after each change of state. */
export const executionReportSchema = z.strictObject({
  schema: z.literal("trias.execution-report/1"),
  warrant: nonceSchema,
  case: caseIdSchema,
  plan_digest: digestSchema,
  sequence: z.int().min(0),
  state: executionStateSchema,
  steps: z.array(stepOutcomeSchema).max(400),
  touched: z.array(resourceRefSchema).max(2000),
  /** Size of the last checkpoint that the executor accepted: the next warrant proves consistency from it. */
  checkpoint_size: z.int().min(0),
  message: z.string().max(1000),
  time: timeSchema,
});
export type ExecutionReport = z.infer<typeof executionReportSchema>;
