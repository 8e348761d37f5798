import { environmentSchema, newSegmentName } from "@trias/intents";
import { buildCreateSegment } from "@trias/plan";
import { OrchestratorError } from "../errors.ts";
import { listOrNone, textOf, textOrNone } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const createSegment: Planner = (intent, { estate }) => {
  const name = newSegmentName(intent);
  if (name === null) {
    throw new OrchestratorError("impossible", "the new segment has no name", { at: "name", remedy: "ask" });
  }
  const purpose = textOrNone(intent, "purpose");
  const one = textOrNone(intent, "compliance");
  const compliance = one === undefined ? listOrNone(intent, "compliance") : [one];
  const regions = listOrNone(intent, "regions");
  return buildCreateSegment(estate, {
    name,
    environment: environmentSchema.parse(textOf(intent, "environment")),
    ...(purpose === undefined ? {} : { purpose }),
    ...(compliance === undefined ? {} : { compliance }),
    ...(regions === undefined ? {} : { regions }),
  });
};
