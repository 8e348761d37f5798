import { z } from "zod";
import { type Answer, call, type RawItem } from "../call.ts";
import { count, listOf, maybeText, text } from "../shapes.ts";

export const LOAD_BALANCERS = call(
  "elbv2 describe-load-balancers",
  "LoadBalancers",
  z.object({
    LoadBalancerArn: text,
    LoadBalancerName: text,
    DNSName: maybeText,
    Scheme: maybeText,
    VpcId: text,
    Type: z.enum(["application", "network", "gateway"]),
    SecurityGroups: listOf(text),
    AvailabilityZones: listOf(
      z.object({
        ZoneName: text,
        SubnetId: text,
        LoadBalancerAddresses: listOf(
          z.object({ IpAddress: maybeText, PrivateIPv4Address: maybeText, IPv6Address: maybeText }),
        ),
      }),
    ),
  }),
  { id: (balancer) => balancer.LoadBalancerArn },
);

const action = z.object({
  TargetGroupArn: maybeText,
  ForwardConfig: z.object({ TargetGroups: listOf(z.object({ TargetGroupArn: maybeText })) }).nullish(),
});
export type ListenerAction = z.infer<typeof action>;

const listener = z.object({
  ListenerArn: text,
  LoadBalancerArn: text,
  Port: count,
  Protocol: maybeText,
  DefaultActions: listOf(action),
});

export const LISTENERS = call("elbv2 describe-listeners", "Listeners", listener, { id: (one) => one.ListenerArn });

/** As Batfish's collector joins them: the answer for each load balancer beside its ARN. */
export const LISTENERS_JOINED = {
  ...LISTENERS,
  key: "LoadBalancerListeners",
  unfold: (value: unknown): readonly RawItem[] | null =>
    Array.isArray(value)
      ? value.flatMap((one: { Listeners?: unknown } | null, i) =>
          Array.isArray(one?.Listeners)
            ? one.Listeners.map((item: unknown, j) => ({
                path: `$.LoadBalancerListeners[${i}].Listeners[${j}]`,
                value: item,
              }))
            : [{ path: `$.LoadBalancerListeners[${i}]`, value: one }],
        )
      : null,
};

/** Further rules of an application load balancer's listeners: where they may forward to. */
export const LISTENER_RULES = call(
  "elbv2 describe-rules",
  "Rules",
  z.object({ RuleArn: text, Actions: listOf(action) }),
  {
    id: (rule) => rule.RuleArn,
    matches: (value) =>
      Array.isArray(value) &&
      value.every((item: unknown) => typeof item === "object" && item !== null && "RuleArn" in item),
  },
);

const attributes = z.array(z.object({ Key: text, Value: maybeText }));
const attributesOfBalancer = z.object({ LoadBalancerArn: maybeText, File: maybeText, Attributes: attributes });

export const LOAD_BALANCER_ATTRIBUTES = call(
  "elbv2 describe-load-balancer-attributes",
  "LoadBalancerAttributes",
  attributesOfBalancer,
);

const ofTargetGroup = (value: unknown) =>
  JSON.stringify(value ?? null).includes("deregistration_delay.") ||
  JSON.stringify(value ?? null).includes("target_group_health.");

/** The call itself does not say whose attributes these are: the file's path has to. */
const withFile = (key: string) => (value: unknown, answer: Answer, file: string) => [
  { path: `$.${key}`, value: { ...answer, [key]: value, File: file } },
];

export const LOAD_BALANCER_ATTRIBUTES_RAW = {
  ...LOAD_BALANCER_ATTRIBUTES,
  key: "Attributes",
  matches: (value: unknown) => !ofTargetGroup(value),
  unfold: withFile("Attributes"),
};

export const TARGET_GROUP_ATTRIBUTES = call(
  "elbv2 describe-target-group-attributes",
  "Attributes",
  z.object({ TargetGroupArn: maybeText, File: maybeText, Attributes: attributes }),
  { matches: ofTargetGroup, unfold: withFile("Attributes") },
);

export const TARGET_GROUPS = call(
  "elbv2 describe-target-groups",
  "TargetGroups",
  z.object({
    TargetGroupArn: text,
    TargetGroupName: text,
    Protocol: maybeText,
    Port: count,
    VpcId: maybeText,
    TargetType: z.enum(["instance", "ip", "lambda", "alb"]).nullish(),
    LoadBalancerArns: listOf(text),
  }),
  { id: (group) => group.TargetGroupArn },
);

export const TARGET_HEALTH = call(
  "elbv2 describe-target-health",
  "LoadBalancerTargetHealth",
  z.object({
    TargetGroupArn: maybeText,
    File: maybeText,
    TargetHealthDescriptions: z.array(
      z.object({
        Target: z.object({ Id: text, Port: count, AvailabilityZone: maybeText }),
        TargetHealth: z.object({ State: maybeText, Reason: maybeText }).nullish(),
      }),
    ),
  }),
);
export const TARGET_HEALTH_RAW = {
  ...TARGET_HEALTH,
  key: "TargetHealthDescriptions",
  unfold: withFile("TargetHealthDescriptions"),
};
