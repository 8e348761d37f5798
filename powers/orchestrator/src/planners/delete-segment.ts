import { buildDeleteSegment } from "@trias/plan";
import { textOf } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const deleteSegment: Planner = (intent, { estate }) => buildDeleteSegment(estate, textOf(intent, "segment"));
