import { z } from "zod";
import { digestSchema, nonceSchema, timeSchema } from "./values.ts";

/** One resource as the estate holds it: plain JSON with an `id`; its own schema is checked by `@trias/estate`. */
export const wireResourceSchema = z.looseObject({ id: z.string().min(1).max(256) });
export type WireResource = z.infer<typeof wireResourceSchema>;

/** A part of the estate: known with its resources, or unknown with the reason; never silently absent. */
export const wirePartSchema = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("known"),
    serial: z.int().min(0),
    time: timeSchema,
    resources: z.array(wireResourceSchema).max(200_000),
  }),
  z.strictObject({ status: z.literal("unknown"), reason: z.string().min(1).max(500) }),
]);
export type WirePart = z.infer<typeof wirePartSchema>;

/** The estate's JSON, outer shape. `serial` grows with every change that the collector sees. */
export const wireEstateSchema = z.strictObject({
  schema: z.literal("trias.estate/1"),
  /** Names the life of the cloud that was read: serials of two lineages can't be compared. */
  lineage: nonceSchema,
  serial: z.int().min(0),
  time: timeSchema,
  parts: z.record(z.string().max(64), wirePartSchema),
});
export type WireEstate = z.infer<typeof wireEstateSchema>;

const readResourceSchema = z.strictObject({
  part: z.string().max(64),
  id: z.string().min(1).max(256),
  /** null where the cloud has no such resource. */
  resource: wireResourceSchema.nullable(),
});

/** What changed between two serials. */
export const wireDeltaSchema = z.strictObject({
  schema: z.literal("trias.estate-delta/1"),
  lineage: nonceSchema,
  base_serial: z.int().min(0),
  serial: z.int().min(0),
  time: timeSchema,
  changed: z.array(readResourceSchema).max(50_000),
});
export type WireDelta = z.infer<typeof wireDeltaSchema>;

/** The collector's answer to one request of the auditor to read exactly these resources again; `id` is the auditor's nonce. */
export const readingSchema = z.strictObject({
  schema: z.literal("trias.reading/1"),
  id: nonceSchema,
  lineage: nonceSchema,
  serial: z.int().min(0),
  time: timeSchema,
  resources: z.array(readResourceSchema).max(5000),
});
export type Reading = z.infer<typeof readingSchema>;
export type ReadResource = z.infer<typeof readResourceSchema>;

/** Digest of one part as the collector last saw it, for `status` and freshness. */
export const partStateSchema = z.strictObject({
  part: z.string().max(64),
  status: z.enum(["known", "unknown"]),
  serial: z.int().min(0),
  time: timeSchema,
  digest: digestSchema.nullable(),
});
export type PartState = z.infer<typeof partStateSchema>;
