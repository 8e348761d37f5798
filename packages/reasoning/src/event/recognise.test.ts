import { readFileSync } from "node:fs";
import { parseStrictJson } from "@trias/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rulesReasoner } from "../rules-reasoner.ts";

const folder = new URL("../../../../testdata/events/", import.meta.url);
const { classify } = rulesReasoner;
const [, ...rows] = readFileSync(new URL("index.tsv", folder), "utf8").trimEnd().split("\n");
const known = rows.map((row) => row.split("\t"));

describe("events that others published", () => {
  it.each(known)("%s is %s", (file = "", kind, transition) => {
    const found = classify(parseStrictJson(readFileSync(new URL(file, folder))));
    expect(found.kind).toBe(kind);
    if (transition !== "") expect(found.transition).toBe(transition);
    expect(found.title).not.toBe("");
    expect(found.response.advice).not.toBe("");
  });
});

const ALARM = {
  version: "0",
  id: "c4c1c1c9-6542-e61b-6ef0-8c4d36933a92",
  "detail-type": "CloudWatch Alarm State Change",
  source: "aws.cloudwatch",
  account: "123456789012",
  time: "2026-11-02T17:04:40Z",
  region: "us-east-1",
  resources: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:TunnelDown"],
  detail: {
    alarmName: "TunnelDown",
    configuration: {
      metrics: [
        {
          id: "m1",
          metricStat: { metric: { namespace: "AWS/VPN", name: "TunnelState", dimensions: { VpnId: "vpn-1" } } },
        },
      ],
    },
    previousState: { value: "OK" },
    state: { value: "ALARM" },
  },
};

describe("alarms", () => {
  const to = (value: string, before: string | null = "OK") => ({
    ...ALARM,
    detail: {
      ...ALARM.detail,
      state: { value },
      ...(before === null ? { previousState: undefined } : { previousState: { value: before } }),
    },
  });

  it("call for something when they go off, and for nothing when they are over or can't tell", () => {
    expect(classify(to("ALARM"))).toMatchObject({
      transition: "OK->ALARM",
      class: "connectivity",
      response: { action: "troubleshoot_connectivity" },
    });
    expect(classify(to("OK", "ALARM"))).toMatchObject({ transition: "ALARM->OK", response: { action: "none" } });
    expect(classify(to("INSUFFICIENT_DATA", null))).toMatchObject({
      transition: "->INSUFFICIENT_DATA",
      response: { action: "none" },
    });
  });

  it("are the same by their ARN, and two never share an identity", () => {
    const other = { ...ALARM, resources: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:TunnelDown2"] };
    expect(classify({ ...to("OK", "ALARM"), id: "another" }).identity).toBe(classify(ALARM).identity);
    expect(classify(other).identity).not.toBe(classify(ALARM).identity);
    const message = (AlarmName: string, AWSAccountId: string) =>
      classify({ AlarmName, AWSAccountId, NewStateValue: "ALARM", OldStateValue: "OK" }).identity;
    expect(message("a", "123456789012")).not.toBe(message("b", "123456789012"));
    expect(message("a", "123456789012")).not.toBe(message("a", "123456789013"));
  });

  it("whose state nobody knows are asked about", () => {
    expect(classify(to("PANIC"))).toMatchObject({ transition: null, response: { action: "ask" } });
  });
});

describe("wrappers", () => {
  const message = JSON.stringify(ALARM);

  it.each<[string, object]>([
    ["sns-records:eventbridge", { Records: [{ EventSource: "aws:sns", Sns: { MessageId: "m", Message: message } }] }],
    ["sns-http-notification", { Type: "Notification", MessageId: "m", TopicArn: "arn:aws:sns:x", Message: message }],
    ["sqs-records:eventbridge", { Records: [{ eventSource: "aws:sqs", messageId: "m", body: message }] }],
    [
      "cloudevents:eventbridge:aws.cloudwatch:CloudWatch Alarm State Change",
      { specversion: "1.0", id: "1", source: "/bus", type: "alarm", data: ALARM },
    ],
    [
      "sqs-records:eventbridge",
      {
        Records: [
          {
            eventSource: "aws:sqs",
            body: JSON.stringify({ Type: "Notification", MessageId: "m", TopicArn: "arn:aws:sns:x", Message: message }),
          },
        ],
      },
    ],
  ])("%s: the event inside is read", (kind, event) => {
    expect(classify(event)).toMatchObject({
      kind,
      identity: classify(ALARM).identity,
      transition: "OK->ALARM",
      id: ALARM.id,
    });
  });

  it("says how many records came along with the one it reads", () => {
    const record = { EventSource: "aws:sns", Sns: { MessageId: "m", Message: message } };
    expect(classify({ Records: [record, record] }).title).toContain("1 more records");
  });

  it("does not follow wrappers without end", () => {
    let event: unknown = ALARM;
    for (let depth = 0; depth < 12; depth += 1) {
      event = { specversion: "1.0", id: "1", source: "/bus", type: "nested", data: event };
    }
    expect(classify(event)).toMatchObject({ kind: "cloudevents:nested", class: "unknown" });
  });
});

describe("the network's own events", () => {
  const event = (detailType: string, detail: object) =>
    classify({ source: "aws.networkmanager", "detail-type": detailType, id: "1", detail });

  it.each<[string, string, string, string]>([
    ["Network Manager Status Update", "VPN-CONNECTION-IPSEC-DOWN", "connectivity", "troubleshoot_connectivity"],
    ["Network Manager Status Update", "VPN-CONNECTION-IPSEC-UP", "recovery", "none"],
    ["Network Manager Routing Update", "SEGMENT-ROUTES-INSTALLED", "routes", "none"],
    ["Network Manager Routing Update", "SEGMENT-ROUTES-UNINSTALLED", "connectivity", "troubleshoot_connectivity"],
    ["Network Manager Policy Update", "CHANGE-SET-EXECUTED", "network_change", "ask"],
    ["Network Manager Topology Change", "VPC-ATTACHMENT-DELETED", "network_change", "ask"],
    ["Network Function Group Update", "ATTACHMENT_MODIFIED", "network_change", "ask"],
    ["Network Manager Network Function Group Update", "ATTACHMENT_MODIFIED", "network_change", "ask"],
    ["Network Manager Segment Update", "SOMETHING-NEW", "network_change", "ask"],
  ])("%s %s", (detailType, changeType, threat, action) => {
    expect(event(detailType, { changeType })).toMatchObject({ class: threat, response: { action } });
  });

  it("a call that weakens what watches is worse than one that changes the network, and one that failed is neither", () => {
    const call = (eventName: string, more: object = {}) =>
      classify({
        source: "aws.ec2",
        "detail-type": "AWS API Call via CloudTrail",
        detail: { eventVersion: "1.08", eventSource: "ec2.amazonaws.com", eventName, ...more },
      });
    expect(call("DeleteFlowLogs")).toMatchObject({ class: "defense_evasion", severity: 8 });
    expect(call("AuthorizeSecurityGroupIngress")).toMatchObject({ class: "network_change", severity: 5 });
    expect(call("AuthorizeSecurityGroupIngress", { errorCode: "Client.UnauthorizedOperation" })).toMatchObject({
      class: "failed_call",
      response: { action: "none" },
    });
    expect(call("DescribeVpcs", { readOnly: true })).toMatchObject({ response: { action: "none" } });
  });
});

describe("hostile text", () => {
  it.each<[string, unknown]>([
    ["right-to-left", { source: "aws.ec2\u202e", "detail-type": "x", detail: {} }],
    [
      "look-alikes",
      {
        source: "аws.guardduty",
        "detail-type": "GuardDuty Findіng",
        detail: { type: "CryptoCurrency:EC2/BitcoinTool.B" },
      },
    ],
    ["an unknown region", { ...ALARM, region: "mars-north-1x" }],
    ["an ancient time", { ...ALARM, time: "0001-01-01T00:00:00Z" }],
    ["a future time", { ...ALARM, time: "9999-12-31T23:59:59Z" }],
    ["a time that is none", { ...ALARM, time: { year: 2026 } }],
    [
      "fields of another type",
      { source: ["aws.guardduty"], "detail-type": 5, detail: "text", id: {}, resources: "all" },
    ],
    ["a detail that is no object", { source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail: [1, 2] }],
  ])("%s leads to nothing by itself", (_, event) => {
    const found = classify(event);
    expect(found.title).not.toBe("");
    expect(found.response.action).not.toBe("isolate_instance");
  });

  it("answers within bounds, whatever stands in known places", () => {
    const anything = fc.jsonValue({ maxDepth: 3 });
    const shapes = fc.record(
      {
        source: fc.oneof(
          fc.constantFrom("aws.guardduty", "aws.cloudwatch", "aws.config", "aws.health", "aws.securityhub"),
          anything,
        ),
        "detail-type": fc.oneof(fc.string(), anything),
        detail: anything,
        Records: anything,
        Type: fc.oneof(fc.constant("Notification"), anything),
        TopicArn: fc.string(),
        Message: fc.oneof(fc.json(), fc.string()),
        resources: anything,
        alarmData: anything,
        messageType: fc.string(),
        configurationItem: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(shapes, (event) => {
        const found = classify(event);
        expect(found.title.length).toBeLessThanOrEqual(200);
        expect(found.kind.length).toBeLessThanOrEqual(600);
        expect(found.severity ?? 5).toBeGreaterThanOrEqual(0);
        expect(found.severity ?? 5).toBeLessThanOrEqual(10);
      }),
    );
  });
});
