import { z } from "zod";
import { account, address, id, port, region, tags } from "./values.ts";

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
  listeners: z.array(
    z.strictObject({
      port,
      protocol: z.string(),
      /** Instances, interfaces or addresses that the groups come to, where these are not listed by themselves. */
      targets: z.array(id),
      target_groups: z.array(id).exactOptional(),
    }),
  ),
  dns_name: z.string().max(255).exactOptional(),
  /** Not there: on for an application load balancer, off for the others (R48). */
  cross_zone: z.boolean().exactOptional(),
  /** Its interfaces, one in each zone. */
  nodes: z
    .array(z.strictObject({ zone: z.string(), subnet: id, interface: id.nullable(), addresses: z.array(address) }))
    .exactOptional(),
  tags,
});

export const targetGroupSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  /** Null for functions. */
  vpc: id.nullable(),
  protocol: z.string(),
  port: port.nullable(),
  target_type: z.enum(["instance", "ip", "lambda", "alb"]),
  /** Not there: as R47 has it. */
  preserve_client_ip: z.boolean().exactOptional(),
  /** Not there: as its load balancer has it. */
  cross_zone: z.boolean().exactOptional(),
  targets: z.array(z.strictObject({ id, port: port.nullable(), zone: z.string().nullable() })),
  tags,
});
