import { NETWORK_INTERFACES } from "../calls/compute.ts";
import {
  LISTENER_RULES,
  LISTENERS,
  type ListenerAction,
  LOAD_BALANCER_ATTRIBUTES,
  LOAD_BALANCERS,
  TARGET_GROUP_ATTRIBUTES,
  TARGET_GROUPS,
  TARGET_HEALTH,
} from "../calls/load-balancing.ts";
import type { Read } from "../collection.ts";
import { placeOfArn } from "../place.ts";
import { answersAbout } from "./about.ts";
import type { BuildContext, Draft } from "./context.ts";

/** What an ARN says behind its kind: `net/web/50dc6c495c0c9188`, `targetgroup/web/73e2d6bc24d8a067`. */
function shortOf(arn: string): string {
  if (!arn.startsWith("arn:")) return arn;
  const resource = arn.split(":").slice(5).join(":");
  return resource.replace(/^loadbalancer\//, "");
}

/** The port that a gateway load balancer listens to, which its listener does not say (R44). */
const GENEVE = 6081;

export function buildLoadBalancers(context: BuildContext): Draft<"load_balancers">[] {
  const listeners = Map.groupBy(context.of(LISTENERS), ({ value }) => value.LoadBalancerArn);
  const rules = Map.groupBy(context.of(LISTENER_RULES), ({ value }) => listenerOfRule(value.RuleArn));
  const nodes = nodesByDescription(context);
  const arns = context.of(LOAD_BALANCERS).map(({ value }) => value.LoadBalancerArn);
  const attributes = answersAbout(context.of(LOAD_BALANCER_ATTRIBUTES), "LoadBalancerArn", arns);
  return context.of(LOAD_BALANCERS).map((read) => {
    const { value } = read;
    const own = listeners.get(value.LoadBalancerArn) ?? [];
    if (own.length === 0)
      context.remark(
        read,
        "assumed",
        `no listeners of \`${value.LoadBalancerName}\` in the snapshot: none are assumed`,
      );
    const short = shortOf(value.LoadBalancerArn);
    const zones = value.AvailabilityZones ?? [];
    return {
      id: short,
      region: context.region(read, value.VpcId),
      account: context.account(read, placeOfArn(value.LoadBalancerArn).account),
      name: value.LoadBalancerName,
      type: value.Type,
      scheme: value.Scheme === "internet-facing" ? "internet-facing" : "internal",
      vpc: value.VpcId,
      subnets: zones.map(({ SubnetId }) => SubnetId),
      groups: value.SecurityGroups ?? [],
      listeners: own.map(({ value: listener }) => ({
        port: listener.Port ?? GENEVE,
        protocol: listener.Protocol ?? "GENEVE",
        targets: [],
        target_groups: [
          ...new Set(
            [
              ...(listener.DefaultActions ?? []),
              ...(rules.get(listener.ListenerArn) ?? []).flatMap((rule) => rule.value.Actions ?? []),
            ].flatMap(groupsOf),
          ),
        ],
      })),
      dns_name: value.DNSName ?? undefined,
      cross_zone: crossZone(attributesOf(attributes.get(value.LoadBalancerArn))),
      nodes: zones.map(({ ZoneName, SubnetId, LoadBalancerAddresses }) => {
        const found = nodes.get(`${short} ${SubnetId}`);
        const said = (LoadBalancerAddresses ?? []).flatMap(({ IpAddress, PrivateIPv4Address, IPv6Address }) => [
          ...(PrivateIPv4Address ? [PrivateIPv4Address] : []),
          ...(IpAddress ? [IpAddress] : []),
          ...(IPv6Address ? [IPv6Address] : []),
        ]);
        return {
          zone: ZoneName,
          subnet: SubnetId,
          interface: found?.id ?? null,
          addresses: [...new Set([...(found?.addresses ?? []), ...said])],
        };
      }),
      tags: {},
    };
  });
}

function groupsOf({ TargetGroupArn, ForwardConfig }: ListenerAction): string[] {
  const forwarded = (ForwardConfig?.TargetGroups ?? []).map((one) => one.TargetGroupArn);
  return [TargetGroupArn, ...forwarded].flatMap((arn) => (arn ? [shortOf(arn)] : []));
}

/** `…:listener-rule/app/web/<hash>/<listener>/<rule>` belongs to `…:listener/app/web/<hash>/<listener>`. */
function listenerOfRule(arn: string): string {
  return arn.slice(0, arn.lastIndexOf("/")).replace(":listener-rule/", ":listener/");
}

interface Node {
  readonly id: string;
  readonly addresses: readonly string[];
}

/** AWS names the interfaces of a load balancer `ELB net/<name>/<hash>`; one a zone, of a bigger one several. */
function nodesByDescription(context: BuildContext): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  for (const { value } of context.of(NETWORK_INTERFACES)) {
    const short = /^ELB ((?:app|net|gwy)\/.+)$/.exec(value.Description ?? "")?.[1];
    if (short === undefined) continue;
    const key = `${short} ${value.SubnetId}`;
    const before = nodes.get(key);
    const own = [
      ...(value.PrivateIpAddress ? [value.PrivateIpAddress] : []),
      ...(value.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
    ];
    nodes.set(key, { id: before?.id ?? value.NetworkInterfaceId, addresses: [...(before?.addresses ?? []), ...own] });
  }
  return nodes;
}

type AttributeReads = readonly Read<{
  readonly Attributes: readonly { Key: string; Value?: string | null | undefined }[];
}>[];

function attributesOf(reads: AttributeReads | undefined): ReadonlyMap<string, string> {
  const all = (reads ?? []).flatMap(({ value }) => value.Attributes);
  return new Map(all.map(({ Key, Value }) => [Key, Value ?? ""]));
}

/** Undefined where nobody asked, or where the load balancer's setting counts. */
function crossZone(attributes: ReadonlyMap<string, string>): boolean | undefined {
  const value = attributes.get("load_balancing.cross_zone.enabled");
  return value === "true" ? true : value === "false" ? false : undefined;
}

export function buildTargetGroups(context: BuildContext): Draft<"target_groups">[] {
  const arns = context.of(TARGET_GROUPS).map(({ value }) => value.TargetGroupArn);
  const health = answersAbout(context.of(TARGET_HEALTH), "TargetGroupArn", arns);
  const settings = answersAbout(context.of(TARGET_GROUP_ATTRIBUTES), "TargetGroupArn", arns);
  const used = new Set(
    [
      ...context.of(LISTENERS).flatMap(({ value }) => value.DefaultActions ?? []),
      ...context.of(LISTENER_RULES).flatMap(({ value }) => value.Actions ?? []),
    ].flatMap(groupsOf),
  );
  return context.of(TARGET_GROUPS).flatMap((read) => {
    const { value } = read;
    const arn = value.TargetGroupArn;
    const answers = health.get(arn) ?? [];
    if (answers.length === 0) {
      const reason = context.noAnswer(TARGET_HEALTH, `\`${value.TargetGroupName}\``);
      if (used.has(shortOf(arn))) context.doubt(reason);
      else context.leaveOut(read, `${reason}; no listener here leads to it`);
      return [];
    }
    const attributes = attributesOf(settings.get(arn));
    const preserve = attributes.get("preserve_client_ip.enabled");
    return {
      id: shortOf(arn),
      region: context.region(read, value.VpcId),
      account: context.account(read, placeOfArn(arn).account),
      name: value.TargetGroupName,
      vpc: value.VpcId ?? null,
      protocol: value.Protocol ?? "",
      port: value.Port ?? null,
      target_type: value.TargetType ?? "instance",
      preserve_client_ip: preserve === "true" ? true : preserve === "false" ? false : undefined,
      cross_zone: crossZone(attributes),
      targets: answers
        .flatMap((one) => one.value.TargetHealthDescriptions)
        // Health is runtime (R49), but a draining target was taken out of the group.
        .filter(({ TargetHealth }) => TargetHealth?.State !== "draining")
        .map(({ Target }) => ({
          id: Target.Id.startsWith("arn:aws:elasticloadbalancing:") ? shortOf(Target.Id) : Target.Id,
          port: Target.Port ?? null,
          zone: Target.AvailabilityZone && Target.AvailabilityZone !== "all" ? Target.AvailabilityZone : null,
        })),
      tags: {},
    };
  });
}
