import { z } from "zod";
import { descriptionSchema, nameSchema, regionSchema } from "./values.ts";

/** One of `segments`: a routing domain that spans the edges it names, or all of them. */
export const segmentSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema.optional(),
  "edge-locations": z.array(regionSchema).min(1).max(1000).optional(),
  /** False unless given. */
  "isolate-attachments": z.boolean().optional(),
  /** True unless given. */
  "require-attachment-acceptance": z.boolean().optional(),
  "deny-filter": z.array(nameSchema).max(1000).optional(),
  "allow-filter": z.array(nameSchema).max(1000).optional(),
});
export type Segment = z.infer<typeof segmentSchema>;

/** One of `network-function-groups`: the inspection attachments that service insertion sends traffic to. */
export const functionGroupSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema.optional(),
  "require-attachment-acceptance": z.boolean().optional(),
});
export type FunctionGroup = z.infer<typeof functionGroupSchema>;
