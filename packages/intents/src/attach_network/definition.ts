import { type Estate, get, isKnown } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, askWhich, estateSegments, networksNamed, textOf } from "../named.ts";
import { nameSchema, regionSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { attachNetworkScope } from "./scope.ts";

export const attachNetworkParameters = z.strictObject({
  resource: nameSchema.optional(),
  segment: nameSchema.optional(),
  region: regionSchema.optional(),
});

export const attachNetwork: IntentDefinition<z.infer<typeof attachNetworkParameters>> = {
  type: "attach_network",
  summary: "One VPC, VPN, Transit Gateway route table or Direct Connect gateway into one segment",
  parameters: attachNetworkParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: attachNetworkScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  const resource = textOf(intent, "resource");
  if (resource === null) return ask("resource", "Which VPC, VPN connection or gateway shall be attached?");
  const found = networksNamed(estate, resource);
  const which = askWhich("resource", resource, found);
  if (which !== null) return which;
  if (textOf(intent, "segment") === null) {
    return ask("segment", `Into which segment shall \`${resource}\` be attached?`, estateSegments(estate));
  }
  const [only] = found;
  const vpc = only !== undefined && isKnown(estate, "vpcs") ? get(estate, "vpcs", only) : undefined;
  if (only === undefined || vpc || textOf(intent, "region") !== null) return null;
  const regions = isKnown(estate, "regions") ? [...estateRegions(estate)] : [];
  return ask("region", `At the edge of which region shall \`${resource}\` be attached?`, regions);
}

function estateRegions(estate: Estate): Iterable<string> {
  const { regions } = estate.parts;
  return regions.status === "known" ? regions.resources.keys() : [];
}
