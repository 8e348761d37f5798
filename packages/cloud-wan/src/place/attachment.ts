import { parseCidr, tryParseCidr } from "@trias/estate";
import { z } from "zod";
import { CloudWanError } from "../errors.ts";
import { asnSchema, communitySchema, metricSchema, regionSchema } from "../grammar/values.ts";
import { pathText } from "../read/problems.ts";

/** A block of addresses; bits right of the prefix are cleared, as AWS does. */
const block = z
  .string()
  .max(49)
  .refine((text) => tryParseCidr(text, { hostBits: "clear" }) !== null, "expected a block such as `10.0.0.0/16`")
  .transform((text) => parseCidr(text, { hostBits: "clear" }).text);

/** A route that the network behind an attachment announces over BGP. */
export const learnedRouteSchema = z.object({
  prefix: block,
  /** Nearest first, as received at the edge. Absent: not known. */
  as_path: z.array(asnSchema).max(255).optional(),
  med: metricSchema.optional(),
  communities: z.array(communitySchema).max(100).optional(),
  /** Only at these edges of an attachment that has several. */
  edge_locations: z.array(regionSchema).optional(),
});
export type LearnedRoute = z.infer<typeof learnedRouteSchema>;

export const ATTACHMENT_TYPES = [
  "vpc",
  "site-to-site-vpn",
  "connect",
  "direct-connect-gateway",
  "transit-gateway-route-table",
] as const;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];

/** An attachment of the core network, as far as routing asks. */
export const attachmentSchema = z.object({
  id: z.string().min(1).max(256),
  type: z.enum(ATTACHMENT_TYPES),
  region: regionSchema,
  /** A Direct Connect gateway is at several edges; absent: at `region` alone. */
  edge_locations: z.array(regionSchema).optional(),
  account: z.string().max(64).default(""),
  resource: z.string().max(256).default(""),
  tags: z.record(z.string(), z.string()).default({}),
  cidrs4: z.array(block).default([]),
  cidrs6: z.array(block).default([]),
  routes: z.array(learnedRouteSchema).default([]),
  routing_policy_label: z.string().max(256).optional(),
  /** Of an inspection VPC; absent: not known. */
  appliance_mode: z.boolean().optional(),
  /** As the API names it (aws-domain A5); absent: taken as accepted and available. */
  state: z.string().max(64).optional(),
  /** Where AWS says it is now; decides while a move waits for acceptance. */
  segment: z.string().max(64).optional(),
});
export type CoreAttachment = z.infer<typeof attachmentSchema>;

const MAX_ATTACHMENTS = 20_000;

/** Reads a list of attachments; keys that routing does not ask for are left aside. */
export function parseAttachments(value: unknown): readonly CoreAttachment[] {
  const result = z.array(attachmentSchema).max(MAX_ATTACHMENTS).safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new CloudWanError("attachments_malformed", `not a list of attachments: ${issue?.message ?? "unreadable"}`, {
      at: issue ? `attachments${pathText(issue.path)}` : "attachments",
      fix: "give each {id, type, region, account, tags, cidrs4, cidrs6}",
    });
  }
  const seen = new Set<string>();
  for (const { id } of result.data) {
    if (seen.has(id))
      throw new CloudWanError("attachment_duplicate", `attachment \`${id}\` is given twice`, { fix: "give each once" });
    seen.add(id);
  }
  return result.data;
}

/** The edges an attachment is at. */
export function edgesOf(attachment: CoreAttachment): readonly string[] {
  return attachment.edge_locations ?? [attachment.region];
}
