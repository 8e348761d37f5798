import type { Intent } from "@trias/protocol";
import { describe, expect, test } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { answerOf } from "./answers.ts";

const answered = (type: string, parameters: Intent["parameters"]) =>
  answerOf({ type, parameters, confidence: 1 }, { estate, reason: "a test", executed: null }) ?? "";

describe("troubleshooting", () => {
  test("names the rule that stops it, and the smallest change that would let exactly that through", () => {
    const text = answered("troubleshoot_connectivity", { source: "nonprod-dev", destination: "orders-us", port: 5432 });
    const [first] = text.split("\n");
    expect(first).toMatch(/^nonprod-dev → orders-us, tcp 5432: blocked, by /);
    expect(text).toContain("The smallest changes that would let it through");
    expect(text).toMatch(/share the segments `nonprod-dev` and `prod-data`/);
    expect(text).toMatch(/together they open:/);
  });

  test("says the way where nothing stops it", () => {
    const text = answered("troubleshoot_connectivity", { source: "prod-api", destination: "orders-us", port: 5432 });
    expect(text).toMatch(/: (?:delivered|may)/);
    expect(text.split("\n").length).toBeGreaterThan(2);
  });

  test("a place that the estate does not know is not found", () => {
    expect(() => answered("troubleshoot_connectivity", { source: "nowhere", destination: "orders-us" })).toThrow(
      /not found/,
    );
  });
});

describe("the state of the network", () => {
  test("begins with what needs somebody", () => {
    const text = answered("network_status", {});
    expect(text).toMatch(/PENDING_ATTACHMENT_ACCEPTANCE/);
    expect(text).toMatch(/nonprod-dev: 2 attachments in ap-southeast-1, us-east-1; shares with/);
  });

  test("of one segment says nothing of others; of none that is known, that it is not found", () => {
    expect(answered("network_status", { target: "nonprod-dev" })).not.toMatch(/prod-eu: /);
    expect(() => answered("network_status", { target: "nowhere" })).toThrow(/not found/);
  });
});

describe("an explanation", () => {
  test("of a word, a segment, an intent, a case that changed nothing", () => {
    expect(answered("explain", { topic: "segments" })).toMatch(/^segment: a routing domain/);
    expect(answered("explain", { topic: "prod-api" })).toMatch(/prod-api: \d attachments/);
    expect(answered("explain", { topic: "share segments" })).toMatch(/^share_segments: /);
    expect(answered("explain", { case: "C-01JD7Q8C2M4X" })).toMatch(/changed nothing/);
    expect(() => answered("explain", { topic: "the weather" })).toThrow(/not found/);
  });
});

test("what changes something is not answered but planned", () => {
  expect(
    answerOf({ type: "share_segments", parameters: {}, confidence: 1 }, { estate, reason: "", executed: null }),
  ).toBeNull();
});
