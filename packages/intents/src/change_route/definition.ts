import { z } from "zod";
import { cidrSchema, nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const changeRouteParameters = z.strictObject({
  effect: z.enum(["add", "remove"]).optional(),
  destination: cidrSchema.optional(),
  target: nameSchema.optional(),
  segment: nameSchema.optional(),
  route_table: nameSchema.optional(),
});

export const changeRoute = withoutPlanner({
  type: "change_route",
  summary: "One route, in one place",
  parameters: changeRouteParameters,
  changes: true,
  examples,
});
