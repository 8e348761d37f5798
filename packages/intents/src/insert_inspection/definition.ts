import { type Estate, get, readPolicy, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, estateSegments, textOf } from "../named.ts";
import { nameSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { insertInspectionScope } from "./scope.ts";

export const insertInspectionParameters = z.strictObject({
  segment: nameSchema.optional(),
  with: nameSchema.optional(),
  through: nameSchema.optional(),
});

export const insertInspection: IntentDefinition<z.infer<typeof insertInspectionParameters>> = {
  type: "insert_inspection",
  summary: "One segment's traffic through an inspection group",
  parameters: insertInspectionParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: insertInspectionScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  const name = textOf(intent, "segment");
  if (name === null) return ask("segment", "Whose traffic shall be inspected?", estateSegments(estate));
  const segment = segmentNames(estate).resolve(name);
  const network = segment && get(estate, "core_networks", segment.coreNetwork);
  if (!network || textOf(intent, "through") !== null) return null;
  const groups = readPolicy(network.policy).groups.flatMap((group) => (group ? [group.name] : []));
  return groups.length < 2 ? null : ask("through", "Through which inspection group?", groups);
}
