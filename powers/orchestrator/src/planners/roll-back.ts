import { buildRollBack, createdIdsOf } from "@trias/plan";
import { OrchestratorError } from "../errors.ts";
import { textOf } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const rollBack: Planner = (intent, { estate, executed }) => {
  if (executed === null) {
    throw new OrchestratorError(
      "nothing_executed",
      `\`${textOf(intent, "case")}\` executed nothing that could be taken back`,
    );
  }
  return buildRollBack(executed.plan, createdIdsOf(executed.report.steps), estate);
};
