import { z } from "zod";
import { momentSchema, nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const generateReportParameters = z.strictObject({
  kind: z.enum(["compliance", "capacity", "cost", "incident"]).optional(),
  period: momentSchema.optional(),
  framework: nameSchema.optional(),
});

export const generateReport = withoutPlanner({
  type: "generate_report",
  summary: "A report of one kind",
  parameters: generateReportParameters,
  changes: false,
  examples,
});
