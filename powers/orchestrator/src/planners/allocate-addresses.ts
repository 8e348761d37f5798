import { wantedBlock } from "@trias/intents";
import { buildAllocateAddresses } from "@trias/plan";
import { OrchestratorError } from "../errors.ts";
import { textOf } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const allocateAddresses: Planner = (intent, { estate }) => {
  const wanted = wantedBlock(intent, estate);
  if (wanted !== null) return buildAllocateAddresses(estate, wanted);
  throw new OrchestratorError(
    "impossible",
    `not found: a segment \`${textOf(intent, "segment").slice(0, 100)}\` whose environment and pools are known`,
    { at: "segment", fix: "name a segment of the estate, and a region with a pool", remedy: "ask" },
  );
};
