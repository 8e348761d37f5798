import { describe, expect, test } from "vitest";
import type { Law } from "../law.ts";
import { notification, SNS_CERTIFICATE, TOPIC } from "./__fixtures__/sns.ts";
import { checkNotification, isNotification } from "./sns.ts";

const NOW = Date.parse("2027-01-01T10:05:00Z");
const law = {
  snsTopic: (arn: string) => (arn === TOPIC ? { name: "alarms", certificates: [SNS_CERTIFICATE] } : null),
} as Law;
const check = (event: Readonly<Record<string, unknown>>, now = NOW) => checkNotification(event, law, now);

describe("a notification of SNS", () => {
  test("signed with a certificate that the charter pins for its topic is authenticated", () => {
    expect(check(notification("{}"))).toEqual({ kind: "authenticated", source: "alarms" });
    expect(check(notification("{}", { Subject: "ALARM" }))).toEqual({ kind: "authenticated", source: "alarms" });
  });

  test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ["by a foreign certificate", notification("{}", {}, true), /no certificate/],
    ["with another message", { ...notification("{}"), Message: "{ }" }, /no certificate/],
    ["with a subject that was not signed", { ...notification("{}"), Subject: "new" }, /no certificate/],
    ["of a topic that is not pinned", notification("{}", { TopicArn: `${TOPIC}2` }), /pins no certificate/],
    ["by signature version 1", notification("{}", { SignatureVersion: "1" }), /version 2/],
    ["without a signature", { ...notification("{}"), Signature: undefined }, /incomplete/],
    ["with a signature that is none", { ...notification("{}"), Signature: "§" }, /no certificate/],
    ["with a field of another type", { ...notification("{}"), MessageId: 5 }, /incomplete/],
    ["long ago", notification("{}", { Timestamp: "2026-12-22T10:00:00.000Z" }), /too long ago/],
    ["ahead of time", notification("{}", { Timestamp: "2027-11-22T10:00:00.000Z" }), /ahead of time/],
    ["at no time", notification("{}", { Timestamp: "noon" }), /too long ago/],
  ])("%s is not", (_, event, why) => {
    expect(isNotification(event)).toBe(true);
    expect(check(event)).toMatchObject({ kind: "unauthenticated", why: expect.stringMatching(why) });
  });

  test("is not authenticated by a certificate that has expired", () => {
    const later = Date.parse("2200-01-01T00:00:00Z");
    const event = notification("{}", { Timestamp: "2200-01-01T00:00:00Z" });
    expect(check(event, later)).toMatchObject({ kind: "unauthenticated" });
  });
});
