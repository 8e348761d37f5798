import type { Estate } from "@trias/estate";
import type { BuiltPlan } from "@trias/plan";
import type { ExecutionReport, Intent, Plan } from "@trias/protocol";

/** A plan that was executed, for the way back. */
export interface ExecutedPlan {
  readonly plan: Plan;
  readonly report: ExecutionReport;
}

export interface PlannerContext {
  readonly estate: Estate;
  /** Why, in one line; it may be written into descriptions that the cloud keeps. */
  readonly reason: string;
  /** For `roll_back`: what the case executed, or null where it executed nothing. */
  readonly executed: ExecutedPlan | null;
}

/** Makes the steps for one intent; throws an OrchestratorError or a PlanError where there is no plan. */
export type Planner = (intent: Intent, context: PlannerContext) => BuiltPlan;
