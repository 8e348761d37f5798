import { buildIsolateInstance } from "@trias/plan";
import { textOf } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const isolateInstance: Planner = (intent, { estate, reason }) =>
  buildIsolateInstance(estate, textOf(intent, "instance"), reason);
