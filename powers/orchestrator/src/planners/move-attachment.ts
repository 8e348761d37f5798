import { attachmentsNamed } from "@trias/intents";
import { buildMoveAttachment } from "@trias/plan";
import { onlyOne } from "./named-one.ts";
import { textOf } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const moveAttachment: Planner = (intent, { estate }) => {
  const name = textOf(intent, "attachment");
  const found = attachmentsNamed(estate, name).map(({ id }) => id);
  return buildMoveAttachment(estate, onlyOne("attachment", name, found), textOf(intent, "segment"));
};
