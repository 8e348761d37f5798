import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const insertInspectionParameters = z.strictObject({
  segment: nameSchema.optional(),
  with: nameSchema.optional(),
  through: nameSchema.optional(),
});

export const insertInspection = withoutPlanner({
  type: "insert_inspection",
  summary: "One segment's traffic through an inspection group",
  parameters: insertInspectionParameters,
  changes: true,
  examples,
});
