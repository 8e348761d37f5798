import { z } from "zod";
import { account, cidr, id, region, tags } from "./values.ts";

export const regionSchema = z.strictObject({ id: region, name: z.string() });

/** A core network with its live policy document exactly as AWS writes it (grammar 2021.12 or 2025.11). */
export const coreNetworkSchema = z.strictObject({
  id,
  account,
  state: z.enum(["CREATING", "UPDATING", "AVAILABLE", "DELETING"]),
  policy_version: z.int().min(1),
  policy: z.looseObject({
    version: z.string(),
    "core-network-configuration": z.looseObject({}),
    segments: z
      .array(z.looseObject({ name: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/) }))
      .min(1)
      .max(40),
    "attachment-policies": z.array(z.looseObject({ "rule-number": z.int() })).optional(),
    "segment-actions": z.array(z.looseObject({ action: z.string() })).optional(),
    "network-function-groups": z.array(z.looseObject({ name: z.string() })).optional(),
  }),
  /** Policy name (letters and digits only, as AWS demands) to estate name: `prodgeneral` to `prod-general`. */
  segment_names: z.record(z.string(), z.string()),
  tags,
});

/** A route that an attachment brings, as `list-core-network-routing-information` shows it. */
export const learntRouteSchema = z.strictObject({
  prefix: cidr,
  as_path: z.array(z.string().max(32)).max(255).exactOptional(),
  med: z.int().min(0).exactOptional(),
  local_preference: z.int().min(0).exactOptional(),
  communities: z.array(z.string().max(64)).max(255).exactOptional(),
});

export const attachmentSchema = z.strictObject({
  id,
  core_network: id,
  type: z.enum(["vpc", "site-to-site-vpn", "connect", "direct-connect-gateway", "transit-gateway-route-table"]),
  /** What is attached: a VPC id, a VPN connection id, … */
  resource: id,
  region,
  account,
  state: z.enum([
    "PENDING_ATTACHMENT_ACCEPTANCE",
    "CREATING",
    "AVAILABLE",
    "UPDATING",
    "PENDING_TAG_ACCEPTANCE",
    "DELETING",
    "REJECTED",
    "FAILED",
  ]),
  /** Segment by its policy name, as the policy's attachment rules place it; null where no rule matches: available and dark. */
  segment: z.string().nullable(),
  network_function_group: z.string().nullable(),
  appliance_mode: z.boolean(),
  /** Prefixes that it brings where it isn't a VPC. */
  advertised: z.array(cidr).exactOptional(),
  /** The same with their BGP attributes, where these are known. */
  routes: z.array(learntRouteSchema).max(5000).exactOptional(),
  routing_policy_label: z.string().max(64).exactOptional(),
  /** Of a VPC: the subnets that it has an interface in. */
  subnets: z.array(id).exactOptional(),
  /** Of a Direct Connect gateway: all its edges, `region` among them (R74). */
  edges: z.array(region).exactOptional(),
  /** Not there: not known, and AWS's default is off (R22). */
  security_group_referencing: z.boolean().exactOptional(),
  ipv6: z.boolean().exactOptional(),
  tags,
});
