import { buildInsertInspection } from "@trias/plan";
import { textOf, textOrNone } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const insertInspection: Planner = (intent, { estate }) => {
  const [other, through] = [textOrNone(intent, "with"), textOrNone(intent, "through")];
  return buildInsertInspection(estate, {
    segment: textOf(intent, "segment"),
    ...(other === undefined ? {} : { with: other }),
    ...(through === undefined ? {} : { through }),
  });
};
