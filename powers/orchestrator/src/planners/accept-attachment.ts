import { attachmentsNamed } from "@trias/intents";
import { buildAcceptAttachment } from "@trias/plan";
import { onlyOne } from "./named-one.ts";
import { textOf, textOrNone } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const acceptAttachment: Planner = (intent, { estate }) => {
  const name = textOf(intent, "attachment");
  const found = attachmentsNamed(estate, name).map(({ id }) => id);
  return buildAcceptAttachment(estate, onlyOne("attachment", name, found), textOrNone(intent, "segment"));
};
