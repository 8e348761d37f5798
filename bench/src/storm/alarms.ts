import { createHash } from "node:crypto";

/** An hour's alarms of a company on a bad day: a few that go off again and again, and hundreds that do so now and then. */
export interface StormEvent {
  readonly id: string;
  readonly alarm: string;
  readonly text: string;
}

const STATES = [
  ["OK", "ALARM"],
  ["ALARM", "OK"],
  ["OK", "ALARM"],
  ["ALARM", "INSUFFICIENT_DATA"],
  ["INSUFFICIENT_DATA", "ALARM"],
] as const;
const NAMESPACES = ["AWS/VPN", "AWS/TransitGateway", "AWS/NetworkELB", "AWS/EC2", "AWS/ApplicationELB", "AWS/Lambda"];
const LOUD = 20;
const START = Date.parse("2026-11-24T09:00:00Z");
const HOUR_MS = 3_600_000;

/** Event `n` of `count`: nine of ten come from the loud alarms; the same `run` and `n` give the same bytes. */
export function stormEvent(n: number, count: number, distinct: number, run: string): StormEvent {
  const dice = createHash("sha256").update(`${run} ${n}`).digest();
  // Each alarm is heard once at the least.
  const which = n < distinct ? n : (dice[0] ?? 0) < 230 ? dice.readUInt16BE(1) % LOUD : dice.readUInt16BE(1) % distinct;
  const hex = dice.toString("hex");
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const [before, after] = STATES[n < distinct ? 0 : (dice[3] ?? 0) % STATES.length] ?? STATES[0];
  const alarm = `arn:aws:cloudwatch:eu-west-1:100200300411:alarm:storm-${which}`;
  const at = new Date(START + Math.floor((n * HOUR_MS) / count)).toISOString();
  const namespace = NAMESPACES[which % NAMESPACES.length];
  const metric = { namespace, name: "Errors", dimensions: { Resource: `resource-${which}` } };
  const event = {
    version: "0",
    id,
    "detail-type": "CloudWatch Alarm State Change",
    source: "aws.cloudwatch",
    account: "100200300411",
    time: at,
    region: "eu-west-1",
    resources: [alarm],
    detail: {
      alarmName: `storm-${which}`,
      configuration: {
        description: "What it measures is out of bounds",
        metrics: [{ id: "m1", metricStat: { metric, period: 60, stat: "Sum" }, returnData: true }],
      },
      previousState: { value: before, reason: "Threshold crossed", timestamp: at },
      state: {
        value: after,
        reason: `Threshold Crossed: 1 out of the last 1 datapoints [${dice.readUInt32BE(4)}.0] was greater than the threshold (10.0).`,
        reasonData: JSON.stringify({
          version: "1.0",
          period: 60,
          recentDatapoints: [dice.readUInt32BE(4)],
          threshold: 10,
        }),
        timestamp: at,
      },
    },
  };
  return { id, alarm, text: JSON.stringify(event) };
}
