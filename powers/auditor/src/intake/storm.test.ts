import { fromBase64, toBase64, utf8 } from "@trias/core";
import { type EventsAnswer, PAYLOAD_TYPES, preAuthEncoding } from "@trias/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Stage } from "../__fixtures__/stage.ts";
import { keys } from "../__fixtures__/world.ts";
import { readBlob, readEntries } from "../api/ledger-api.ts";
import { acceptEvents } from "./event.ts";
import { closeFoldWindows } from "./folds.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, 60_000);
afterAll(() => stage.close(), 60_000);

function alarm(name: string, id: string, states: readonly [string, string] = ["OK", "ALARM"]): object {
  const [before, after] = states;
  return {
    id,
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    account: "123456789012",
    region: "eu-west-1",
    resources: [`arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`],
    detail: { alarmName: name, state: { value: after }, previousState: { value: before } },
  };
}

async function post(lines: readonly (object | string)[], signed = true, contentType?: string): Promise<EventsAnswer> {
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const body = utf8(text);
  const signature = toBase64(keys.guardduty.sign(preAuthEncoding(PAYLOAD_TYPES.event, body)));
  const headers = signed ? { source: "guardduty", signature } : { source: undefined, signature: undefined };
  const answer = await acceptEvents(stage.world.auditor, body, { ...headers, contentType });
  if ("events" in answer) return answer;
  throw new TypeError("one answer");
}

function caseOf(answer: EventsAnswer["events"][number] | undefined): string {
  if (answer === undefined || answer.outcome === "refused") throw new TypeError(JSON.stringify(answer));
  return answer.case;
}

interface Entry {
  readonly type: string;
  readonly case?: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly blobs?: readonly { readonly digest: string }[];
}

async function entries(type: string): Promise<Entry[]> {
  const { size } = stage.world.auditor.writer.checkpoint;
  const all: Entry[] = [];
  for (let from = 0; from < size; from += 256) {
    const page = await readEntries(stage.world.auditor, { from, limit: 256 });
    all.push(...page.entries.map((entry) => JSON.parse(Buffer.from(fromBase64(entry)).toString("utf8"))));
  }
  return all.filter((entry) => entry.type === type);
}

describe("several events in one call", () => {
  test("each has its own answer, in order, and what is no event is refused without holding up the others", async () => {
    const before = (await entries("refusal")).length;
    const { events } = await post([
      alarm("a", "1"),
      '{"cut": ',
      alarm("b", "2"),
      alarm("a", "3"),
      alarm("a", "1"),
      "[1]",
    ]);
    expect(events.map(({ outcome }) => outcome)).toEqual([
      "opened",
      "refused",
      "opened",
      "folded",
      "duplicate",
      "refused",
    ]);
    expect(events[1]).toMatchObject({ code: "not_json" });
    expect(events[5]).toMatchObject({ code: "not_an_object" });
    expect(caseOf(events[3])).toBe(caseOf(events[0]));
    expect(caseOf(events[4])).toBe(caseOf(events[0]));
    expect(caseOf(events[2])).not.toBe(caseOf(events[0]));
    const refusals = await entries("refusal");
    expect(refusals).toHaveLength(before + 1);
    expect(refusals.at(-1)?.body).toMatchObject({ what: "events", count: 2 });
  });

  test("more than 500 are refused as a whole, and written down", async () => {
    const many = Array.from({ length: 501 }, (_, i) => alarm("many", `many-${i}`));
    await expect(post(many)).rejects.toMatchObject({ code: "bad_request", message: "501 events at once" });
    expect((await entries("refusal")).at(-1)?.body).toMatchObject({ what: "event", code: "too_large" });
  });

  test("a signature that is not over all of them refuses all of them", async () => {
    const body = utf8(`${JSON.stringify(alarm("s", "1"))}\n${JSON.stringify(alarm("s", "2"))}`);
    const signature = toBase64(keys.guardduty.sign(preAuthEncoding(PAYLOAD_TYPES.event, utf8("other"))));
    await expect(acceptEvents(stage.world.auditor, body, { source: "guardduty", signature })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

describe("folding", () => {
  test("two alarms never fold together, and five hundred events of them leave two cases with a count", async () => {
    const lines = Array.from({ length: 500 }, (_, i) => alarm(i % 2 === 0 ? "left" : "right", `fold-${i}`));
    const { events } = await post(lines);
    const cases = new Set(events.map(caseOf));
    expect(cases.size).toBe(2);
    expect(caseOf(events[0])).not.toBe(caseOf(events[1]));
    for (const id of cases) expect((await stage.view(id)).count).toBe(250);
  });

  test("each folded event is evidence, with its bytes and id, in its window's entry", async () => {
    const lines = Array.from({ length: 20 }, (_, i) => alarm("kept", `kept-${i}`));
    const { events } = await post(lines);
    const id = caseOf(events[0]);
    const open = await stage.view(id);
    await closeFoldWindows(stage.world.auditor.database, stage.world.auditor.writer, stage.world.clock.now());
    const closed = await stage.view(id);
    expect(closed.count).toBe(20);
    expect(closed.version).toBeGreaterThanOrEqual(open.version);
    const windows = (await entries("event-fold")).filter((entry) => entry.case === id);
    expect(windows.map(({ body }) => body["count"])).toEqual([19]);
    const { bytes } = await readBlob(stage.world.auditor, windows[0]?.blobs?.[0]?.digest ?? "");
    const kept = Buffer.from(fromBase64(bytes))
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(kept.map(({ id: own }) => own)).toEqual(lines.slice(1).map((_, i) => `kept-${i + 1}`));
    expect(kept[0].event).toBe(JSON.stringify(lines[1]));
  });

  test("what needs nothing is one closed case, into which nothing folds that needs something", async () => {
    const over = ["ALARM", "OK"] as const;
    const { events } = await post([alarm("calm", "c-1", over), alarm("calm", "c-2", over), alarm("calm", "c-3")]);
    expect(events.map(({ outcome }) => outcome)).toEqual(["opened", "folded", "opened"]);
    expect(await stage.view(caseOf(events[0]))).toMatchObject({
      state: "closed",
      incident: { transition: "ALARM->OK" },
    });
    expect(await stage.view(caseOf(events[2]))).toMatchObject({ state: "waiting_answer" });
    const again = await post([alarm("calm", "c-4", over), alarm("calm", "c-5")]);
    expect(again.events.map(caseOf)).toEqual([caseOf(events[2]), caseOf(events[2])]);
  });

  test("the same id with other bytes is another event, and marked", async () => {
    const { events } = await post([alarm("one", "same"), alarm("two", "same")]);
    expect(events.map(({ outcome }) => outcome)).toEqual(["opened", "opened"]);
    const marked = (await entries("event")).filter(({ body }) => body["event_id"] === "same");
    expect(marked.map(({ body }) => body["id_heard_before"])).toEqual([false, true]);
    const [line] = (await stage.view(caseOf(events[1]))).timeline;
    expect(line?.text).toContain("heard before with other bytes");
  });

  test("what nobody signed folds into nothing that a source signed, and the other way round", async () => {
    const signed = await post([alarm("twice", "t-1"), alarm("twice", "t-2")]);
    const forged = await post([alarm("twice", "t-3"), alarm("twice", "t-1")], false);
    expect(forged.events.map(({ outcome }) => outcome)).toEqual(["opened", "folded"]);
    expect(caseOf(forged.events[0])).not.toBe(caseOf(signed.events[0]));
    const known = await post([alarm("twice", "t-1"), alarm("twice", "t-4")]);
    expect(known.events.map(({ outcome }) => outcome)).toEqual(["duplicate", "folded"]);
  });
});
