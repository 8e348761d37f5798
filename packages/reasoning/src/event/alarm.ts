import { accountOf, asFields, field, listOf, path, regionOf, text, timeOf } from "./fields.ts";
import { type Recognised, recognised } from "./recognised.ts";
import { act, ask, MATRIX_ROWS, none, type Response } from "./response.ts";

const STATES: ReadonlySet<unknown> = new Set(["OK", "ALARM", "INSUFFICIENT_DATA"]);
const CONFIGURATION_CHANGE = "CloudWatch Alarm Configuration Change";

/** What the three forms of an alarm's change of state have in common. */
interface Alarm {
  readonly kind: string;
  readonly name: string;
  readonly arn: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly time: string | null;
  readonly id: string | null;
  readonly state: string | null;
  readonly before: string | null;
  readonly namespace: string | null;
  readonly metric: string | null;
  readonly composite: boolean;
  /** Values of the metric's dimensions: what is measured. */
  readonly dimensions: readonly string[];
  /** Whether it tells that the alarm itself was changed, not its state. */
  readonly configuration: boolean;
}

export function isAlarmMessage(value: unknown): boolean {
  const fields = asFields(value);
  return typeof fields?.["AlarmName"] === "string" && typeof fields["NewStateValue"] === "string";
}

export function isLambdaAlarm(value: unknown): boolean {
  const fields = asFields(value);
  return fields?.["source"] === "aws.cloudwatch" && asFields(fields["alarmData"]) !== null;
}

/** The message that an alarm's SNS action sends. Its `Region` is a place's name; the ARN, where there is one, has the code. */
export function readAlarmMessage(message: unknown, kind: string): Recognised {
  const of = asFields(message) ?? {};
  const trigger = of["Trigger"];
  const arn = text(of["AlarmArn"], 300);
  const metrics = listOf(path(trigger, "metrics"));
  const inner = metrics.map((one) => path(one, "metricStat", "metric")).find((one) => one !== undefined) ?? trigger;
  return reading({
    kind,
    name: text(of["AlarmName"], 200) ?? "an alarm",
    arn,
    account: accountOf(of["AWSAccountId"]),
    region: regionOf(arn?.split(":")[3]) ?? regionOf(of["Region"]),
    time: timeOf(of["StateChangeTime"]),
    id: null,
    state: stateOf(of["NewStateValue"]),
    before: stateOf(of["OldStateValue"]),
    namespace: text(field(inner, "namespace"), 100),
    metric: text(field(inner, "metricName"), 100),
    composite: typeof of["AlarmRule"] === "string",
    dimensions: dimensionsOf(field(inner, "dimensions")),
    configuration: false,
  });
}

/** The event that an alarm invokes a function with. */
export function readLambdaAlarm(value: unknown): Recognised {
  const data = path(value, "alarmData");
  const configuration = path(data, "configuration");
  const composite = typeof path(configuration, "alarmRule") === "string";
  const arn = text(path(value, "alarmArn"), 300);
  return reading({
    ...ofDetail(data, `lambda-alarm:${composite ? "composite" : "metric"}`),
    arn,
    account: accountOf(path(value, "accountId")),
    region: regionOf(path(value, "region")),
    time: timeOf(path(value, "time")),
    id: null,
  });
}

/** `CloudWatch Alarm State Change` and `CloudWatch Alarm Configuration Change`. */
export function readAlarmEvent(envelope: unknown, detail: unknown, kind: string): Recognised {
  const arn = text(listOf(path(envelope, "resources"))[0], 300);
  return reading({
    ...ofDetail(detail, kind),
    arn,
    account: accountOf(path(envelope, "account")),
    region: regionOf(path(envelope, "region")),
    time: timeOf(path(envelope, "time")),
    id: text(path(envelope, "id"), 100),
    configuration: kind.endsWith(CONFIGURATION_CHANGE),
  });
}

type OfDetail = Omit<Alarm, "arn" | "account" | "region" | "time" | "id">;

function ofDetail(detail: unknown, kind: string): OfDetail {
  const configuration = path(detail, "configuration");
  const metrics = listOf(path(configuration, "metrics")).map((one) => path(one, "metricStat", "metric"));
  const metric = metrics.find((one) => one !== undefined);
  const before = asFields(path(detail, "previousState")) === null ? null : path(detail, "previousState", "value");
  return {
    kind,
    name: text(path(detail, "alarmName"), 200) ?? "an alarm",
    state: stateOf(path(detail, "state", "value")),
    before: stateOf(before),
    namespace: text(path(metric, "namespace"), 100),
    metric: text(path(metric, "name"), 100),
    composite: typeof path(configuration, "alarmRule") === "string",
    dimensions: Object.values(asFields(path(metric, "dimensions")) ?? {}).flatMap((value) => text(value, 200) ?? []),
    configuration: false,
  };
}

function dimensionsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((one) => text(field(one, "value"), 200) ?? []);
}

function stateOf(value: unknown): string | null {
  return STATES.has(value) ? String(value) : null;
}

function reading(alarm: Alarm): Recognised {
  const { name, arn, account, region, state, before } = alarm;
  const kindOf = classOf(alarm);
  return recognised({
    kind: alarm.kind,
    shape: "alarm",
    type: name,
    title: `${name}${state === null ? "" : `: ${before === null ? "" : `${before} to `}${state}`}`.slice(0, 200),
    account,
    region,
    time: alarm.time,
    // INVARIANT: two alarms never share an identity: without an ARN its account, region and name stand for it, together.
    identity: arn === null ? JSON.stringify(["alarm", account, region, name]) : `alarm ${arn}`,
    id: alarm.id,
    severity: severityOf(alarm, kindOf),
    class: kindOf,
    transition: state === null ? null : `${before ?? ""}->${state}`,
    response: responseTo(alarm, kindOf),
    resources: [...new Set([...alarm.dimensions, ...(arn === null ? [] : [arn])])].slice(0, 20),
  });
}

const CONNECTIVITY = new Set([
  "AWS/VPN",
  "AWS/DX",
  "AWS/TransitGateway",
  "AWS/NetworkManager",
  "AWS/Network Manager",
  "AWS/NATGateway",
  "AWS/NetworkFirewall",
  "AWS/PrivateLinkEndpoints",
  "AWS/PrivateLinkServices",
  "AWS/Route53",
  "AWS/Route53Resolver",
  "AWS/VPC",
  "AWS/GlobalAccelerator",
  "AWS/NetworkELB",
  "AWS/GatewayELB",
]);
const ATTACK = new Set(["AWS/DDoSProtection", "AWS/WAFV2", "WAF", "AWS/WAF"]);
const CAPACITY =
  /CPU|Network(?:In|Out|Packets)|RequestCount|Connection(?:Count|s)|Memory|Capacity|Utilization|Latency/i;

function classOf(alarm: Alarm): string {
  if (alarm.configuration) return "alarm_configuration";
  if (alarm.state === "OK") return "recovery";
  if (alarm.state === "INSUFFICIENT_DATA") return "no_data";
  const { namespace, metric } = alarm;
  if (namespace !== null && ATTACK.has(namespace)) return "denial_of_service";
  if (namespace !== null && CONNECTIVITY.has(namespace)) return "connectivity";
  if (namespace?.startsWith("AWS/") === true && metric !== null && CAPACITY.test(metric)) return "capacity";
  return "application_health";
}

const SEVERITIES: Readonly<Record<string, number>> = {
  alarm_configuration: 1,
  recovery: 1,
  no_data: 2,
  denial_of_service: 8,
  connectivity: 7,
  capacity: 5,
  application_health: 5,
};

function severityOf({ composite }: Alarm, kindOf: string): number {
  const severity = SEVERITIES[kindOf] ?? 5;
  // Somebody put several signs together before it may go off.
  return composite && severity >= 5 ? Math.min(9, severity + 1) : severity;
}

function responseTo({ state, composite }: Alarm, kindOf: string): Response {
  if (state === null && kindOf !== "alarm_configuration") return ask("An alarm whose state can't be read", null);
  switch (kindOf) {
    case "alarm_configuration":
      return none("The alarm itself was changed; its state did not");
    case "recovery":
      return none("The alarm is over");
    case "no_data":
      return none("The alarm has too little data to say anything");
    case "denial_of_service":
      return act(
        "mitigate_ddos",
        MATRIX_ROWS.containment,
        "Limit the rate of requests, and block the addresses that attack",
      );
    case "connectivity":
      return act("troubleshoot_connectivity", null, "Find the hop that fails; nothing is changed before it is found");
    case "capacity":
      return act("scale_capacity", MATRIX_ROWS.scale, "See whether the trend holds, then scale what is too small");
    default:
      return ask(
        composite ? "Look at the alarms beneath it" : "Look at what it measures; no network action is known to mend it",
        null,
      );
  }
}
