import { type Estate, environmentOfSegment, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, estateSegments, textOf } from "../named.ts";
import { nameSchema, regionSchema } from "../values.ts";
import { poolRegions } from "./block.ts";
import { examples } from "./examples.ts";
import { allocateAddressesScope } from "./scope.ts";

export const allocateAddressesParameters = z.strictObject({
  size: z
    .string()
    .regex(/^\/\d{1,3}$/)
    .optional(),
  segment: nameSchema.optional(),
  region: regionSchema.optional(),
});

export const allocateAddresses: IntentDefinition<z.infer<typeof allocateAddressesParameters>> = {
  type: "allocate_addresses",
  summary: "One block of addresses from the pool of that place",
  parameters: allocateAddressesParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: allocateAddressesScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  if (textOf(intent, "size") === null)
    return ask("size", "How large a block is needed?", ["/20", "/22", "/24", "/26", "/28"]);
  const name = textOf(intent, "segment");
  if (name === null) return ask("segment", "For which segment are the addresses?", estateSegments(estate));
  const segment = segmentNames(estate).resolve(name);
  if (segment === null || textOf(intent, "region") !== null) return null;
  const regions = poolRegions(estate, environmentOfSegment(estate, segment.estate));
  return regions.length < 2 ? null : ask("region", "In which region are the addresses needed?", regions);
}
