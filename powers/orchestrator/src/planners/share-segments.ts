import { buildShareSegments } from "@trias/plan";
import { textOf } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const shareSegments: Planner = (intent, { estate }) =>
  buildShareSegments(estate, {
    segment: textOf(intent, "segment"),
    with: textOf(intent, "with"),
    effect: textOf(intent, "effect") === "unshare" ? "unshare" : "share",
  });
