import { canonicalJson, utf8 } from "@trias/core";
import { openStatement, PAYLOAD_TYPES, receiptSchema } from "@trias/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleFinding } from "../__fixtures__/company-wan.ts";
import { nonce, Stage } from "../__fixtures__/stage.ts";
import { keys, random } from "../__fixtures__/world.ts";
import { feedItems } from "../api/case-api.ts";
import { readEntries } from "../api/ledger-api.ts";
import { openText, type PersonKey, sealText } from "../people/personal-data.ts";
import { acceptEvent } from "./event.ts";
import { closeFoldWindows } from "./folds.ts";
import { acceptRequest } from "./request.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, 60_000);
afterAll(() => stage.close(), 60_000);

/** Of a type of its own: findings of one type about one resource are one case. */
function finding(id: string, update = "1"): Record<string, unknown> {
  const event = sampleFinding();
  const type = `CryptoCurrency:EC2/BitcoinTool.B!${id}`;
  const detail = { ...(event["detail"] as object), id: `finding-${id}`, type };
  return { ...event, id: `event-${id}-${update}`, detail };
}

async function entries() {
  const { entries: all } = await readEntries(stage.world.auditor, { from: 0, limit: 256 });
  return all.map((entry) => Buffer.from(entry, "base64").toString("utf8"));
}

describe("requests", () => {
  const sentence = "Block 198.51.100.23, says Jane Doe";

  test("the same key of the same person is one request; of another person it is another", async () => {
    const input = { sentence, idempotency_key: nonce() };
    const jane = stage.world.person("developer", "jane");
    const [first, second] = await Promise.all([
      acceptRequest(stage.world.auditor, input, jane),
      acceptRequest(stage.world.auditor, input, jane),
    ]);
    expect(second).toEqual(first);
    const other = await acceptRequest(stage.world.auditor, input, stage.world.person("developer", "joe"));
    expect(other.case).not.toBe(first.case);
  });

  test("the receipt is signed, and says what was understood", async () => {
    const { receipt, case: id } = await stage.request(sentence, stage.world.person("developer"));
    const opened = openStatement(receipt, PAYLOAD_TYPES.receipt, keys.receipt.publicKey, receiptSchema).statement;
    expect(opened).toMatchObject({ case: id, kind: "change", source: null, requester: { sub: "developer" } });
    expect(opened.understood.map(({ type }) => type)).toEqual(["add_firewall_rule"]);
  });

  test("neither words nor names of a person stand in the ledger in the open", async () => {
    await stage.request(sentence, stage.world.person("developer", "jane.doe"));
    const all = (await entries()).join("\n");
    expect(all).toContain('"person_key"');
    expect(all).not.toMatch(/jane\.doe|Jane Doe/);
  });

  test("what is not in the catalogue ends at once, and says why", async () => {
    const { case: id, state } = await stage.request("Bake a cake", stage.world.person("developer"));
    expect(state).toBe("unavailable");
    expect((await stage.view(id)).reason).not.toBe("");
    const later = await stage.request("Test failover to us-west-2", stage.world.person("developer"));
    expect(later.state).toBe("unavailable");
  });

  test("control characters and a ticket that is not open are refused", async () => {
    const person = stage.world.person("developer");
    await expect(stage.request("block \u0000 it", person)).rejects.toMatchObject({ code: "bad_request" });
    await expect(stage.request(sentence, person, "CHG9999999")).rejects.toMatchObject({ at: "ticket" });
  });
});

describe("events", () => {
  test("a signed one opens a case, is told to the planner, and its repetition is a duplicate", async () => {
    const before = (await feedItems(stage.world.auditor, { after: 0, wait: 0 })).items.length;
    const first = await stage.world.event(finding("a"));
    const again = await stage.world.event(finding("a"));
    expect(first).toMatchObject({ duplicate: false, authenticated: true });
    expect(again).toEqual({ ...first, duplicate: true, outcome: "duplicate" });
    const { items } = await feedItems(stage.world.auditor, { after: before, wait: 0 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ case: first.case, subject: JSON.stringify(finding("a")) });
  });

  test("the same finding heard again is folded into its open case, and each is proven by its window", async () => {
    const first = await stage.world.event(finding("b"));
    for (const update of ["2", "3", "4"]) {
      expect(await stage.world.event(finding("b", update))).toMatchObject({ case: first.case, duplicate: false });
    }
    expect((await stage.view(first.case)).count).toBe(4);
    await closeFoldWindows(stage.world.auditor.database, stage.world.auditor.writer, stage.world.clock.now());
    const windows = (await entries()).map((entry) => JSON.parse(entry)).filter(({ type }) => type === "event-fold");
    expect(windows).toMatchObject([{ case: first.case, body: { count: 3 } }]);
  });

  test("one that nobody signed neither folds into nor hides one that was signed", async () => {
    const forged = await stage.world.event(finding("c"), null);
    const signed = await stage.world.event(finding("c"));
    expect(forged.authenticated).toBe(false);
    expect(signed).toMatchObject({ authenticated: true, duplicate: false });
    expect(signed.case).not.toBe(forged.case);
  });

  test("a wrong signature, an unlisted source and half a signature are refused and written down", async () => {
    const bytes = utf8(JSON.stringify(finding("d")));
    const send = (source: string | undefined, signature: string | undefined) =>
      acceptEvent(stage.world.auditor, bytes, { source, signature });
    const refusals = (await entries()).filter((entry) => entry.includes('"refusal"')).length;
    for (const [source, signature] of [
      ["guardduty", Buffer.alloc(64).toString("base64")],
      ["guardduty", "not base64"],
      ["nobody", Buffer.alloc(64).toString("base64")],
      ["guardduty", undefined],
      [undefined, Buffer.alloc(64).toString("base64")],
    ] as const) {
      await expect(send(source, signature)).rejects.toMatchObject({ code: "unauthenticated" });
    }
    expect((await entries()).filter((entry) => entry.includes('"refusal"'))).toHaveLength(refusals + 5);
  });

  test("what is no strict JSON is refused", async () => {
    const send = (text: string | Uint8Array) =>
      acceptEvent(stage.world.auditor, typeof text === "string" ? utf8(text) : text, {
        source: undefined,
        signature: undefined,
      });
    const refused = async () =>
      (await entries()).filter((entry) => entry.includes('"type":"refusal"') && entry.includes('"what":"event"'))
        .length;
    const before = await refused();
    await expect(send('{"a":1,"a":2}')).rejects.toThrow(/twice/);
    await expect(send("[".repeat(100))).rejects.toThrow(/nested/);
    await expect(send(new Uint8Array([0xff, 0xfe]))).rejects.toThrow(/UTF-8/);
    await expect(send(new Uint8Array(1_100_000))).rejects.toThrow(/1100000 bytes/);
    expect(await refused()).toBe(before + 4);
  });

  test("an event of unknown form waits for security, and a text with a null byte does not break anything", async () => {
    const { case: id } = await stage.world.event({ title: "disk \u0000 full", id: "x\u0000y" }, null);
    const seen = await stage.view(id);
    expect(seen).toMatchObject({ state: "waiting_answer", question: { choices: ["close"] } });
    await expect(stage.answer(id, "close", stage.world.person("developer"))).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await stage.answer(id, "close", stage.world.person("security"))).toMatchObject({ state: "closed" });
  });
});

test("a sealed text opens with its own key and no other", () => {
  const key: PersonKey = { id: "k1", key: random(32) };
  const sealed = sealText("a secret", key, random);
  expect(openText(sealed, key)).toBe("a secret");
  expect(canonicalJson(sealed)).not.toContain("secret");
  expect(() => openText(sealed, { id: "k1", key: random(32) })).toThrow();
  expect(() => openText(sealed, { ...key, id: "k2" })).toThrow();
});
