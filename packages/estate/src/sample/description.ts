import { z } from "zod";
import { EstateError } from "../errors.ts";

const word = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/, "expected a name of lower-case letters, digits and hyphens");
const region = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/);
const tags = z.record(z.string().max(128), z.string().max(256));
const environment = z.enum(["production", "non-production"]);
const tier = z.enum(["public", "app", "data"]);

const segmentSchema = z.strictObject({
  account: word,
  purpose: z.string().max(200),
  acceptance: z.boolean().default(false),
  /** No attachment of it reaches another of it. */
  isolated: z.boolean().default(false),
  /** Its way to the internet leads through the inspection group. */
  egress: z.boolean().default(false),
});

/** One entry a segment: with whom it shares, or whom it reaches through inspection. */
const pairs = z.array(z.record(word, z.array(word))).default([]);

const instanceSchema = z.strictObject({
  name: word,
  count: z.int().min(1).max(10_000).default(1),
  type: z.string(),
  group: word,
  tier: tier.default("app"),
  public: z.boolean().default(false),
  scaling_group: z.string().optional(),
  role: z.string().optional(),
  tags: tags.default({}),
});

const vpcSchema = z.strictObject({
  name: word,
  kind: z.enum(["spoke", "public", "inspection"]),
  region,
  /** By default the account of its segment. */
  account: word.optional(),
  segment: word.optional(),
  cidr: z.string(),
  tags,
  /** Whether it is attached to the core network, or waits for somebody to accept it; only one that is attached routes into it. */
  attachment: z.enum(["available", "pending", "none"]).default("available"),
  /** Its private subnets admit private addresses only. */
  private_acl: z.boolean().default(false),
  /** Rules such as `tcp 443 from 10.0.0.0/8`, `tcp 5432 to group db`, `any to 0.0.0.0/0`. */
  groups: z.record(word, z.strictObject({ in: z.array(z.string()), out: z.array(z.string()) })).default({}),
  instances: z.array(instanceSchema).default([]),
  scaling_groups: z
    .array(
      z.strictObject({
        id: word,
        type: z.string(),
        volume_gib: z.int(),
        desired: z.int(),
        min: z.int(),
        max: z.int(),
        tier: tier.default("app"),
      }),
    )
    .default([]),
  load_balancers: z
    .array(
      z.strictObject({
        name: word,
        scheme: z.enum(["internet-facing", "internal"]),
        group: word,
        tier,
        listeners: z.array(z.strictObject({ port: z.int(), protocol: z.string(), targets: word })),
      }),
    )
    .default([]),
  databases: z
    .array(
      z.strictObject({
        id: word,
        engine: z.string(),
        class: z.string(),
        storage_gib: z.int(),
        group: word,
        port: z.int(),
        multi_az: z.boolean().default(false),
        backup_days: z.int(),
      }),
    )
    .default([]),
  endpoints: z.array(z.strictObject({ service: z.string(), group: word, tier })).default([]),
});
export type VpcDescription = z.infer<typeof vpcSchema>;

export const descriptionSchema = z.strictObject({
  name: word,
  time: z.iso.datetime({ offset: false, precision: 3 }),
  public_range: z.string(),
  accounts: z.record(word, z.string().regex(/^\d{12}$/)),
  regions: z.record(region, z.string()),
  pools: z.array(z.strictObject({ region, environment, cidr: z.string() })),
  core_network: z.strictObject({
    account: word,
    asn_ranges: z.array(z.string()),
    inspection: word,
    segments: z.record(word, segmentSchema),
    shares: pairs,
    inspected: pairs,
  }),
  sites: z
    .array(z.strictObject({ name: word, region, segment: word, environment, prefixes: z.array(z.string()) }))
    .default([]),
  vpcs: z.array(vpcSchema),
  buckets: z
    .array(
      z.strictObject({
        id: word,
        region,
        account: word,
        purpose: z.string(),
        object_lock: z.boolean().default(false),
        tags,
      }),
    )
    .default([]),
  log_bucket: word,
  roles: z
    .array(z.strictObject({ id: word, account: word, path: z.string(), policies: z.array(z.string()) }))
    .default([]),
});
/** A company's network as people describe it, from which an estate is generated. */
export type WanDescription = z.infer<typeof descriptionSchema>;
export type WanDescriptionInput = z.input<typeof descriptionSchema>;

export function parseDescription(value: unknown): WanDescription {
  const result = descriptionSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw sampleError(issue?.path.join(".") ?? "$", issue?.message ?? "malformed");
}

export function sampleError(at: string, message: string): EstateError {
  return new EstateError("sample_malformed", `the description of the network can't be used: ${message}`, { at });
}
