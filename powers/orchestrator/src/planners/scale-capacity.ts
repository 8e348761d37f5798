import { need } from "@trias/estate";
import { wantedSize } from "@trias/intents";
import { buildScaleCapacity } from "@trias/plan";
import { OrchestratorError } from "../errors.ts";
import { textOf } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const scaleCapacity: Planner = (intent, { estate }) => {
  if (intent.parameters["start"] !== undefined || intent.parameters["duration"] !== undefined) {
    throw new OrchestratorError("unavailable", "scaling at another time than now, or for a while, is not available", {
      fix: "ask again at that time, without one",
    });
  }
  const target = textOf(intent, "target");
  const amount = wantedSize(intent, need(estate, "scaling_groups", target));
  if (amount === null) {
    throw new OrchestratorError("impossible", `the request does not say how many instances \`${target}\` shall have`, {
      at: "amount",
      remedy: "ask",
    });
  }
  return buildScaleCapacity(estate, target, { amount });
};
