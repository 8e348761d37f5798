import { z } from "zod";
import { account, cidr, id, port, region, tags } from "./values.ts";

/** Actions are written as AWS writes them: `aws:forward_to_sfe`, `aws:drop_established`, … */
const actions = z.array(z.string().max(128)).max(20);

/** What a firewall policy says beyond its groups; `stateless_groups` run first, each by its priority (R77, R78). */
const firewallPolicySchema = z.strictObject({
  stateless_groups: z.array(z.strictObject({ group: id, priority: z.int() })),
  stateless_default: actions,
  stateless_fragment_default: actions,
  /** In strict order by priority; null where the order of actions decides. */
  stateful_groups: z.array(z.strictObject({ group: id, priority: z.int().nullable(), drop_to_alert: z.boolean() })),
  stateful_default: actions,
  order: z.enum(["DEFAULT_ACTION_ORDER", "STRICT_ORDER"]),
  /** `HOME_NET` and the like where the policy overrides them. */
  variables: z.record(z.string().max(64), z.array(z.string().max(64))),
});

const portRanges = z.array(z.strictObject({ from: port, to: port }));

/** A stateless rule; an empty list means any. */
const statelessRuleSchema = z.strictObject({
  priority: z.int(),
  actions,
  sources: z.array(cidr),
  destinations: z.array(cidr),
  source_ports: portRanges,
  destination_ports: portRanges,
  /** IP protocol numbers. */
  protocols: z.array(z.int().min(0).max(255)),
  /** Of TCP: those that have to be set among those that are looked at. */
  tcp_flags: z.array(z.strictObject({ flags: z.array(z.string()), masks: z.array(z.string()) })).exactOptional(),
});

export const firewallSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  vpc: id,
  subnets: z.array(id),
  rule_groups: z.array(id),
  logging: z.boolean(),
  /** The endpoint of each zone, which routes lead to. */
  endpoints: z.array(z.strictObject({ zone: z.string(), subnet: id, endpoint: id })).exactOptional(),
  policy: id.exactOptional(),
  /** Not there: `rule_groups` in strict order, the rest as the firewall came. */
  policy_settings: firewallPolicySchema.exactOptional(),
  tags,
});

/** A rule group with its rules as Suricata writes them; `references` maps a Suricata variable such as `trias_block` to a prefix list. */
export const firewallRuleGroupSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  capacity: z.int(),
  rules: z.array(z.string().max(8192)),
  references: z.record(z.string(), id),
  /** Not there: stateful. */
  type: z.enum(["STATEFUL", "STATELESS"]).exactOptional(),
  /** Not there: strict order. */
  order: z.enum(["DEFAULT_ACTION_ORDER", "STRICT_ORDER"]).exactOptional(),
  /** Suricata variables without their `$`: addresses and ports. */
  variables: z
    .strictObject({
      addresses: z.record(z.string().max(64), z.array(z.string().max(64))),
      ports: z.record(z.string().max(64), z.array(z.string().max(64))),
    })
    .exactOptional(),
  stateless: z.array(statelessRuleSchema).max(30_000).exactOptional(),
  /** A list of domains in place of rules (R81). */
  domains: z
    .strictObject({
      targets: z.array(z.string().max(255)),
      types: z.array(z.enum(["HTTP_HOST", "TLS_SNI"])),
      action: z.enum(["ALLOWLIST", "DENYLIST", "REJECTLIST", "ALERTLIST"]),
    })
    .exactOptional(),
  tags,
});
