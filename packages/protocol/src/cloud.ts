import { z } from "zod";
import { wireResourceSchema } from "./estate-wire.ts";
import { digestSchema, nonceSchema, resourceRefSchema, timeSchema } from "./values.ts";

/** One operation for the cloud, as the executor sends it: `planned:` references already replaced. */
export const cloudCallSchema = z.strictObject({
  /** `<warrant id>/<step id>/<do|undo>`: the cloud carries out one key at most once and answers a repeat with the first result. */
  key: z.string().min(1).max(100),
  action: z.string().max(64),
  target: z.string().max(256),
  parameters: z.record(z.string().max(64), z.json()),
});
export type CloudCall = z.infer<typeof cloudCallSchema>;

export const cloudResultSchema = z.strictObject({
  key: z.string(),
  /** True when the key had been carried out before. */
  repeated: z.boolean(),
  created: z.string().max(256).optional(),
  serial: z.int().min(0),
  /** The AWS operations that it stands for, such as `ec2:ModifyNetworkInterfaceAttribute`. */
  api: z.array(z.string().max(100)),
  changed: z.array(resourceRefSchema),
});
export type CloudResult = z.infer<typeof cloudResultSchema>;

export const cloudReadSchema = z.strictObject({ resources: z.array(resourceRefSchema).max(5000) });
export const cloudReadResultSchema = z.strictObject({
  lineage: nonceSchema,
  serial: z.int().min(0),
  time: timeSchema,
  resources: z.array(z.strictObject({ part: z.string(), id: z.string(), resource: wireResourceSchema.nullable() })),
});
export type CloudReadResult = z.infer<typeof cloudReadResultSchema>;

/** Faults that an operator arms in the sandbox; `times` counts down. */
export const faultSchema = z.strictObject({
  action: z.string().max(64),
  /** `error`: refused, nothing done. `lost_reply`: done, but the answer never arrives. `hang`: no answer for `delay_ms`. `partial`: the first API call of the step only. */
  kind: z.enum(["error", "lost_reply", "hang", "throttle"]),
  delay_ms: z.int().min(0).max(600_000).default(0),
  times: z.int().min(1).max(1000).default(1),
  message: z.string().max(200).default("injected fault"),
});
export type Fault = z.infer<typeof faultSchema>;

export const journalEntrySchema = z.strictObject({
  serial: z.int().min(0),
  time: timeSchema,
  key: z.string(),
  action: z.string(),
  target: z.string(),
  parameters_digest: digestSchema,
  api: z.array(z.string()),
  changed: z.array(resourceRefSchema),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;
