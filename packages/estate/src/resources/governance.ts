import { z } from "zod";
import { account, cidr, id, region, tags } from "./values.ts";

export const ipamPoolSchema = z.strictObject({
  id,
  region,
  account,
  cidr,
  allocations: z.array(z.strictObject({ cidr, resource: z.string().max(256), description: z.string().max(255) })),
  tags,
});

export const flowLogSchema = z.strictObject({
  id,
  region,
  account,
  resource: id,
  traffic: z.enum(["ALL", "ACCEPT", "REJECT"]),
  destination: z.string(),
  state: z.enum(["ACTIVE", "STOPPED"]),
  tags,
});

/** A watcher that P5 protects: a CloudTrail trail, a Config recorder, a GuardDuty detector. */
export const watcherSchema = z.strictObject({
  id,
  region,
  account,
  kind: z.enum(["cloudtrail", "config", "guardduty"]),
  state: z.enum(["ENABLED", "DISABLED"]),
  destination: z.string().nullable(),
  tags,
});

export const bucketSchema = z.strictObject({
  id,
  region,
  account,
  purpose: z.string(),
  encrypted: z.boolean(),
  object_lock: z.boolean(),
  tags,
});

/** An IAM role by name; `path` `/trias/` marks Trias's own. */
export const roleResourceSchema = z.strictObject({
  id,
  account,
  path: z.string(),
  policies: z.array(z.string()),
  tags,
});
