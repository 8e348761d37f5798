import {
  LISTENER_RULES,
  LISTENERS,
  LOAD_BALANCER_ATTRIBUTES,
  LOAD_BALANCERS,
  TARGET_GROUP_ATTRIBUTES,
  TARGET_GROUPS,
  TARGET_HEALTH,
} from "../../aws/calls/load-balancing.ts";
import { SUBNETS } from "../../aws/calls/vpc.ts";
import { type TerraformNetwork, type Translation, translation } from "../network.ts";
import type { Values } from "../resource.ts";

const balancer = translation([LOAD_BALANCERS], (values, network) => {
  const id = values.id();
  const kind = values.maybeText("load_balancer_type") ?? "application";
  const mapped = values.maybeBlocks("subnet_mapping");
  const subnets = mapped.length > 0 ? mapped.map((block) => block.text("subnet_id")) : values.texts("subnets");
  network.put(LOAD_BALANCERS, id, values, {
    LoadBalancerArn: id,
    LoadBalancerName: values.maybeText("name") ?? values.address,
    DNSName: values.maybeText("dns_name"),
    Scheme: values.maybeFlag("internal") === true ? "internal" : "internet-facing",
    VpcId: values.maybeText("vpc_id"),
    Type: kind,
    // AWS gives an application load balancer without groups the default one, and a network load balancer none.
    SecurityGroups: kind === "application" ? values.texts("security_groups") : values.maybeTexts("security_groups"),
    AvailabilityZones: [...new Set(subnets)].map((SubnetId) => ({
      SubnetId,
      LoadBalancerAddresses: mapped
        .filter((block) => block.text("subnet_id") === SubnetId)
        .map((block) => ({
          PrivateIPv4Address: block.maybeText("private_ipv4_address"),
          IPv6Address: block.maybeText("ipv6_address"),
        })),
    })),
  });
  const zones = values.maybeFlag("enable_cross_zone_load_balancing");
  if (zones !== null)
    network.put(
      LOAD_BALANCER_ATTRIBUTES,
      id,
      values,
      attributes("LoadBalancerArn", id, { "load_balancing.cross_zone.enabled": String(zones) }),
    );
});

function attributes(key: string, id: string, pairs: Readonly<Record<string, string>>): Record<string, unknown> {
  return { [key]: id, Attributes: Object.entries(pairs).map(([Key, Value]) => ({ Key, Value })) };
}

/** What a listener or a rule does: to one group, or to several by weight. */
function actionsOf(values: Values, name: string): unknown[] {
  return values.blocks(name).map((action) => ({
    TargetGroupArn: action.text("target_group_arn"),
    ForwardConfig: {
      TargetGroups: action
        .maybeBlocks("forward")
        .flatMap((forward) => forward.blocks("target_group"))
        .map((group) => ({ TargetGroupArn: group.text("arn") })),
    },
  }));
}

const listener = translation([LISTENERS], (values, network) => {
  const id = values.id();
  network.put(LISTENERS, id, values, {
    ListenerArn: id,
    LoadBalancerArn: values.text("load_balancer_arn"),
    Port: values.number("port"),
    Protocol: values.text("protocol") ?? "HTTP",
    DefaultActions: actionsOf(values, "default_action"),
  });
});

const rule = translation([LISTENER_RULES], (values, network) => {
  const listenerArn = values.text("listener_arn") ?? "";
  const RuleArn = values.maybeText("arn") ?? `${listenerArn}/${values.address}`;
  network.put(LISTENER_RULES, RuleArn, values, { RuleArn, Actions: actionsOf(values, "action") });
});

const targetGroup = translation([TARGET_GROUPS, TARGET_HEALTH], (values, network) => {
  const id = values.id();
  network.put(TARGET_GROUPS, id, values, {
    TargetGroupArn: id,
    TargetGroupName: values.maybeText("name") ?? values.address,
    Protocol: values.text("protocol"),
    Port: values.number("port"),
    VpcId: values.text("vpc_id"),
    TargetType: values.text("target_type") ?? "instance",
  });
  network.put(TARGET_HEALTH, id, values, { TargetGroupArn: id, TargetHealthDescriptions: [] });
  const preserve = values.maybeText("preserve_client_ip");
  const zones = values.maybeText("load_balancing_cross_zone_enabled");
  network.put(TARGET_GROUP_ATTRIBUTES, id, values, {
    ...attributes("TargetGroupArn", id, {
      ...(preserve === null ? {} : { "preserve_client_ip.enabled": preserve }),
      ...(zones === null || zones === "use_load_balancer_configuration"
        ? {}
        : { "load_balancing.cross_zone.enabled": zones }),
    }),
  });
});

const target = translation([TARGET_HEALTH], (values, network) => {
  const id = values.text("target_group_arn");
  const Target = {
    Id: values.text("target_id"),
    Port: values.number("port"),
    AvailabilityZone: values.text("availability_zone"),
  };
  if (id !== null) network.append(TARGET_HEALTH, id, "TargetHealthDescriptions", { Target }, values);
});

/** Zones and VPC of a load balancer, by its subnets; the port of a target that says none is its group's. */
export function completeBalancing(network: TerraformNetwork): void {
  const subnets = new Map(network.each(SUBNETS).map(({ item }) => [item["SubnetId"], item]));
  for (const { item } of network.each(LOAD_BALANCERS)) {
    const zones = Array.isArray(item["AvailabilityZones"])
      ? (item["AvailabilityZones"] as Record<string, unknown>[])
      : [];
    for (const zone of zones) {
      const subnet = subnets.get(zone["SubnetId"]);
      zone["ZoneName"] ??= subnet?.["AvailabilityZone"];
      item["VpcId"] ??= subnet?.["VpcId"];
    }
  }
  const ports = new Map(network.each(TARGET_GROUPS).map(({ item }) => [item["TargetGroupArn"], item["Port"]]));
  for (const { item } of network.each(TARGET_HEALTH)) {
    const all = Array.isArray(item["TargetHealthDescriptions"])
      ? (item["TargetHealthDescriptions"] as { Target: Record<string, unknown> }[])
      : [];
    for (const { Target } of all) Target["Port"] ??= ports.get(item["TargetGroupArn"]);
  }
}

export const BALANCING_TYPES: Readonly<Record<string, Translation>> = Object.fromEntries(
  Object.entries({
    "": balancer,
    _listener: listener,
    _listener_rule: rule,
    _target_group: targetGroup,
    _target_group_attachment: target,
  }).flatMap(([rest, one]) => [
    [`aws_lb${rest}`, one],
    [`aws_alb${rest}`, one],
  ]),
);
