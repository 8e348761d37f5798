import { z } from "zod";
import { tryParseCidr } from "./cidr.ts";

const id = z.string().min(1).max(256);
const region = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a region such as `eu-west-1`");
const account = z.string().regex(/^\d{12}$/, "expected a 12-digit account id");
const cidr = z
  .string()
  .max(49)
  .refine(
    (text) => tryParseCidr(text, { hostBits: "clear" }) !== null,
    "expected a block of addresses such as `10.0.0.0/16`",
  );
const address = z
  .string()
  .max(45)
  .refine((text) => !text.includes("/") && tryParseCidr(text) !== null, "expected an address such as `10.0.0.5`");
const tags = z.record(z.string().max(128), z.string().max(256));
const port = z.int().min(0).max(65_535);

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
  advertised: z.array(cidr).optional(),
  tags,
});

export const vpcSchema = z.strictObject({
  id,
  region,
  account,
  cidrs: z.array(cidr).min(1),
  ipv6_cidrs: z.array(cidr),
  tags,
});

export const subnetSchema = z.strictObject({
  id,
  vpc: id,
  zone: z.string(),
  cidr,
  ipv6_cidr: cidr.nullable(),
  route_table: id,
  network_acl: id,
  tags,
});

export const routeSchema = z.strictObject({
  destination: cidr,
  target: z.strictObject({
    type: z.enum([
      "local",
      "internet-gateway",
      "nat-gateway",
      "core-network",
      "transit-gateway",
      "vpc-endpoint",
      "peering",
      "interface",
      "blackhole",
    ]),
    id,
  }),
});
export const routeTableSchema = z.strictObject({
  id,
  vpc: id,
  main: z.boolean(),
  routes: z.array(routeSchema).max(1000),
  tags,
});
export const internetGatewaySchema = z.strictObject({ id, vpc: id.nullable(), tags });
export const natGatewaySchema = z.strictObject({ id, subnet: id, public_ip: cidr, tags });

/** `protocol` is `-1` for all, else `tcp`, `udp`, `icmp` or a number, as AWS writes it; ports are null where they do not apply. */
export const aclEntrySchema = z.strictObject({
  number: z.int().min(1).max(32_767),
  egress: z.boolean(),
  protocol: z.string(),
  cidr,
  from_port: port.nullable(),
  to_port: port.nullable(),
  action: z.enum(["allow", "deny"]),
});
export const networkAclSchema = z.strictObject({
  id,
  vpc: id,
  default: z.boolean(),
  entries: z.array(aclEntrySchema).max(80),
  tags,
});

export const groupRuleSchema = z.strictObject({
  protocol: z.string(),
  from_port: port.nullable(),
  to_port: port.nullable(),
  cidrs: z.array(cidr),
  groups: z.array(id),
  prefix_lists: z.array(id),
  description: z.string().max(255),
});
export const securityGroupSchema = z.strictObject({
  id,
  vpc: id,
  name: z.string().max(255),
  description: z.string().max(255),
  ingress: z.array(groupRuleSchema),
  egress: z.array(groupRuleSchema),
  tags,
});

export const interfaceSchema = z.strictObject({
  id,
  vpc: id,
  subnet: id,
  region,
  account,
  private_ip: address,
  public_ip: address.nullable(),
  groups: z.array(id).min(1).max(16),
  instance: id.nullable(),
  description: z.string(),
  tags,
});

export const instanceSchema = z.strictObject({
  id,
  region,
  account,
  vpc: id,
  subnet: id,
  type: z.string(),
  state: z.enum(["pending", "running", "stopping", "stopped", "shutting-down", "terminated"]),
  interfaces: z.array(id),
  role: z.string().nullable(),
  scaling_group: id.nullable(),
  tags,
});

export const scalingGroupSchema = z.strictObject({
  id,
  region,
  account,
  subnets: z.array(id).min(1),
  instance_type: z.string(),
  volume_gib: z.int().min(0),
  min: z.int().min(0),
  max: z.int().min(0),
  desired: z.int().min(0),
  tags,
});

export const loadBalancerSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  type: z.enum(["application", "network", "gateway"]),
  scheme: z.enum(["internet-facing", "internal"]),
  vpc: id,
  subnets: z.array(id).min(1),
  groups: z.array(id),
  listeners: z.array(z.strictObject({ port, protocol: z.string(), targets: z.array(id) })),
  tags,
});

export const databaseSchema = z.strictObject({
  id,
  region,
  account,
  engine: z.string(),
  class: z.string(),
  multi_az: z.boolean(),
  storage_gib: z.int(),
  vpc: id,
  subnets: z.array(id).min(1),
  groups: z.array(id),
  port,
  encrypted: z.boolean(),
  publicly_accessible: z.boolean(),
  backup_days: z.int(),
  tags,
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
  tags,
});

/** A stateful rule group in strict order; `references` maps a Suricata variable such as `trias_block` to a prefix list. */
export const firewallRuleGroupSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  capacity: z.int(),
  rules: z.array(z.string().max(8192)),
  references: z.record(z.string(), id),
  tags,
});

export const prefixListSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  max_entries: z.int().min(1),
  version: z.int().min(1),
  entries: z.array(z.strictObject({ cidr, description: z.string().max(255) })),
  tags,
});

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
export const transitGatewaySchema = z.strictObject({ id, region, account, asn: z.int(), tags });
export const peeringSchema = z.strictObject({ id, requester_vpc: id, accepter_vpc: id, state: z.string(), tags });
export const endpointSchema = z.strictObject({
  id,
  region,
  account,
  vpc: id,
  type: z.enum(["Interface", "Gateway", "GatewayLoadBalancer"]),
  service: z.string(),
  subnets: z.array(id),
  groups: z.array(id),
  tags,
});

/** Every part of the estate and what it lists; the key is the part's name on the wire. */
export const PART_SCHEMAS = {
  regions: regionSchema,
  core_networks: coreNetworkSchema,
  attachments: attachmentSchema,
  vpcs: vpcSchema,
  subnets: subnetSchema,
  route_tables: routeTableSchema,
  internet_gateways: internetGatewaySchema,
  nat_gateways: natGatewaySchema,
  network_acls: networkAclSchema,
  security_groups: securityGroupSchema,
  interfaces: interfaceSchema,
  instances: instanceSchema,
  scaling_groups: scalingGroupSchema,
  load_balancers: loadBalancerSchema,
  databases: databaseSchema,
  firewalls: firewallSchema,
  firewall_rule_groups: firewallRuleGroupSchema,
  prefix_lists: prefixListSchema,
  ipam_pools: ipamPoolSchema,
  flow_logs: flowLogSchema,
  watchers: watcherSchema,
  buckets: bucketSchema,
  roles: roleResourceSchema,
  transit_gateways: transitGatewaySchema,
  peerings: peeringSchema,
  endpoints: endpointSchema,
} as const;

export type PartName = keyof typeof PART_SCHEMAS;
export type ResourceOf<P extends PartName> = z.infer<(typeof PART_SCHEMAS)[P]>;
export type Resource = { [P in PartName]: ResourceOf<P> }[PartName];
export const PART_NAMES = Object.keys(PART_SCHEMAS) as PartName[];

export type CoreNetwork = ResourceOf<"core_networks">;
export type Attachment = ResourceOf<"attachments">;
export type Vpc = ResourceOf<"vpcs">;
export type Subnet = ResourceOf<"subnets">;
export type RouteTable = ResourceOf<"route_tables">;
export type NetworkAcl = ResourceOf<"network_acls">;
export type SecurityGroup = ResourceOf<"security_groups">;
export type GroupRule = z.infer<typeof groupRuleSchema>;
export type NetworkInterface = ResourceOf<"interfaces">;
export type Instance = ResourceOf<"instances">;
export type ScalingGroup = ResourceOf<"scaling_groups">;
export type LoadBalancer = ResourceOf<"load_balancers">;
export type Database = ResourceOf<"databases">;
export type PrefixList = ResourceOf<"prefix_lists">;
export type IpamPool = ResourceOf<"ipam_pools">;
