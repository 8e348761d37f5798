import { z } from "zod";
import { asnSchema, cidrSchema, regionSchema } from "./values.ts";

export const edgeLocationSchema = z.strictObject({
  location: regionSchema,
  /** Can't be changed once the edge exists; AWS picks one from `asn-ranges` where it is absent. */
  asn: asnSchema.optional(),
  "inside-cidr-blocks": z.array(cidrSchema).max(100).optional(),
});
export type EdgeLocation = z.infer<typeof edgeLocationSchema>;

/** `core-network-configuration` (aws-domain A2). */
export const configurationSchema = z.strictObject({
  "asn-ranges": z
    .array(z.string().regex(/^\d{1,10}(?:-\d{1,10})?$/, "expected a range such as `64512-64555`"))
    .min(1)
    .max(1000),
  "inside-cidr-blocks": z.array(cidrSchema).max(1000).optional(),
  "vpn-ecmp-support": z.boolean().optional(),
  "dns-support": z.boolean().optional(),
  "security-group-referencing-support": z.boolean().optional(),
  "edge-locations": z.array(edgeLocationSchema).min(1).max(1000),
});
export type CoreConfiguration = z.infer<typeof configurationSchema>;
