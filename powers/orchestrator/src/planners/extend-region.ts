import { buildExtendRegion } from "@trias/plan";
import { listOrNone, textOf } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const extendRegion: Planner = (intent, { estate }) =>
  buildExtendRegion(estate, textOf(intent, "region"), listOrNone(intent, "segments") ?? []);
