import { z } from "zod";
import { caseIdSchema, intentSchema } from "./values.ts";

/** JSON values that an action takes; the action's own schema in `@trias/plan` says which. */
const parametersSchema = z.record(z.string().max(64), z.json());

/** A typed operation on one target. `planned:<step id>` stands for the id that the cloud gives to what that step creates. */
export const actionSchema = z.strictObject({
  action: z.string().regex(/^[a-z][a-z0-9_]{1,63}$/),
  target: z.string().min(1).max(256),
  parameters: parametersSchema,
});
export type WireAction = z.infer<typeof actionSchema>;

export const planStepSchema = z.strictObject({
  id: z.string().regex(/^s[1-9][0-9]{0,2}$/),
  ...actionSchema.shape,
  summary: z.string().max(500),
  /** The action that takes this one back, or null with the reason in `irreversible`. */
  inverse: actionSchema.nullable(),
  irreversible: z.string().max(500).optional(),
});
export type PlanStep = z.infer<typeof planStepSchema>;

export const planOptionSchema = z.strictObject({
  name: z.string().max(100),
  summary: z.string().max(500),
  chosen: z.boolean(),
  monthly_usd_delta: z.number().nullable(),
  minutes: z.number().nullable(),
  risk: z.string().max(300),
  reversible: z.boolean(),
});
export type PlanOption = z.infer<typeof planOptionSchema>;

/** What the orchestrator proposes. Everything but `steps` is prose to the auditor: it is shown as the planner's claim, never used. */
export const planSchema = z.strictObject({
  schema: z.literal("trias.plan/1"),
  case: caseIdSchema,
  round: z.int().min(1).max(20),
  intents: z.array(intentSchema).max(16),
  summary: z.string().max(2000),
  options: z.array(planOptionSchema).max(10),
  steps: z.array(planStepSchema).min(1).max(200),
});
export type Plan = z.infer<typeof planSchema>;
