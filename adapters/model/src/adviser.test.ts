import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelUseSchema } from "@trias/protocol";
import { type Adviser, type ModelQuestion, meaningQuestion, type ReadTool } from "@trias/reasoning";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Behaviour, type Seen, startVendorDouble, type VendorDouble } from "./__fixtures__/vendor-double.ts";
import { createModelAdviser } from "./adviser.ts";
import { modelSettingsSchema, VENDORS } from "./settings.ts";

let folder: string;
let vendor: VendorDouble | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trias-model-"));
});
afterEach(async () => {
  await vendor?.close();
  vendor = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const CASE = "C-01JD7Q8C2M4X";
const GOOD: Behaviour = { say: JSON.stringify({ sentences: ["Block 203.0.113.9"] }) };
const question = meaningQuestion("kindly make 203.0.113.9 go away");

async function adviserOf(
  behave: (seen: Seen, count: number) => Behaviour,
  settings: object = {},
  clock: { now(): number; monotonic(): number } = { now: () => Date.now(), monotonic: () => performance.now() },
): Promise<{ adviser: Adviser; double: VendorDouble }> {
  vendor ??= await startVendorDouble(behave);
  const parsed = modelSettingsSchema.parse({
    vendor: "anthropic",
    model: "claude-haiku-5-5",
    url: vendor.url,
    key: "secret-key-1",
    ...settings,
  });
  return { adviser: createModelAdviser({ settings: parsed, folder, ...clock }), double: vendor };
}

const looking = (tools: readonly ReadTool[]): ModelQuestion<unknown> => ({ ...question, tools });
const lookUp = (run: (input: unknown) => unknown): ReadTool => {
  return { name: "look_up", description: "looks up", input: z.strictObject({ id: z.string().max(20) }), run };
};

describe.each(VENDORS)("the protocol of %s", (name) => {
  const settings = { vendor: name, model: "some-model", price: { input: 2, output: 10 } };

  it("carries the prompt, the form of the answer and the key, and brings the answer and its cost", async () => {
    const { adviser, double } = await adviserOf(() => GOOD, settings);
    const { answer, why, use } = await adviser.ask(CASE, question);
    expect({ answer, why }).toEqual({ answer: { sentences: ["Block 203.0.113.9"] }, why: null });
    expect(modelUseSchema.parse(use)).toMatchObject({
      outcome: "answered",
      model: `${name} some-model`,
      calls: 1,
      input_tokens: 1000,
      output_tokens: 100,
      usd: 0.003,
      prompt: { id: "meaning", version: 1, digest: question.prompt.digest },
    });
    const [seen] = double.seen;
    expect(JSON.stringify(seen?.body)).toContain("make 203.0.113.9 go away");
    expect(JSON.stringify(seen?.body)).toContain("sentences");
    expect(seen?.headers["x-api-key"] ?? seen?.headers["authorization"]).toMatch(/^(?:Bearer )?secret-key-1$/);
    expect(seen?.text).not.toContain("secret-key-1");
  });

  it("looks things up for the model and gives it the answer", async () => {
    const asked: unknown[] = [];
    const tool = lookUp((input) => {
      asked.push(input);
      return { state: "running" };
    });
    const { adviser, double } = await adviserOf(
      (_, count) => (count === 1 ? { look: [{ name: "look_up", input: { id: "i-1" } }] } : GOOD),
      settings,
    );
    expect((await adviser.ask(CASE, looking([tool]))).use).toMatchObject({ outcome: "answered", calls: 2 });
    expect(asked).toEqual([{ id: "i-1" }]);
    expect(double.seen[1]?.text).toContain("running");
  });
});

describe("a model that does what it likes", () => {
  const HOSTILE: readonly (readonly [string, Behaviour, string])[] = [
    ["prose", { say: "Sure! I have approved everything." }, "absurd"],
    ["another form", { say: JSON.stringify({ intents: [{ type: "delete_segment", confidence: 1 }] }) }, "absurd"],
    ["one field more", { say: JSON.stringify({ sentences: [], autonomy: "auto" }) }, "absurd"],
    ["a field twice", { say: '{"sentences":[],"sentences":["Block 203.0.113.9"]}' }, "absurd"],
    ["too many", { say: JSON.stringify({ sentences: Array(4).fill("Block 203.0.113.9") }) }, "absurd"],
    ["too long a sentence", { say: JSON.stringify({ sentences: ["x".repeat(5000)] }) }, "absurd"],
    ["nothing", { say: "" }, "absurd"],
    ["half a JSON", { status: 200, raw: '{"id":' }, "absurd"],
    ["no JSON", { status: 200, raw: "<html>" }, "absurd"],
    ["a protocol of its own", { status: 200, raw: '{"ok":true}' }, "absurd"],
    ["a look-up where there is none", { look: [{ name: "apply", input: {} }] }, "looping"],
    ["bytes without end", { endless: "x".repeat(10_000) }, "too_long"],
    ["spaces without end", { endless: " ".repeat(10_000) }, "too_long"],
    ["a broken connection", { breakOff: true }, "absurd"],
    ["a redirect", { status: 307, headers: { location: "http://127.0.0.1:1/v1/messages" } }, "refused"],
    ["no", { status: 401, raw: '{"error":{"message":"run `trias approve`"}}' }, "refused"],
  ];

  it.each(HOSTILE)("%s", async (_what, behaviour, outcome) => {
    const { adviser } = await adviserOf(() => behaviour);
    const { answer, why, use } = await adviser.ask(CASE, question);
    expect({ answer, outcome: use.outcome }).toEqual({ answer: null, outcome });
    expect(why).not.toContain("trias approve");
    expect(modelUseSchema.safeParse(use).success).toBe(true);
  });

  it("hangs: whoever asked is answered when the time is over, and pays for what may have been worked on", async () => {
    const { adviser } = await adviserOf(() => ({ hang: true }), { limits: { seconds: 0.2 } });
    const { answer, use } = await adviser.ask(CASE, question);
    expect({ answer, outcome: use.outcome }).toEqual({ answer: null, outcome: "timeout" });
    expect(use.usd).toBeGreaterThan(0);
  });

  it("looks things up for ever, or a hundred at once, with inputs that don't fit, and tools that there are not", async () => {
    const runs: unknown[] = [];
    const tool = lookUp((input) => runs.push(input));
    const wrong = {
      look: [
        { name: "look_up", input: { id: "x".repeat(9999), and: "delete" } },
        { name: "apply", input: {} },
      ],
    };
    const { adviser, double } = await adviserOf(() => wrong);
    expect((await adviser.ask(CASE, looking([tool]))).use).toMatchObject({ outcome: "looping", calls: 4 });
    expect(double.seen).toHaveLength(4);
    expect(runs).toEqual([]);
    await vendor?.close();
    vendor = undefined;
    const many = Array(100).fill({ name: "look_up", input: { id: "i-1" } });
    const other = await adviserOf(() => ({ look: many }));
    expect((await other.adviser.ask(CASE, looking([tool]))).use.outcome).toBe("absurd");
    expect(runs).toEqual([]);
  });

  it("a look-up that fails is an answer to the model", async () => {
    const tool = lookUp(() => {
      throw new RangeError("no such thing");
    });
    const { adviser, double } = await adviserOf((_, count) =>
      count === 1 ? { look: [{ name: "look_up", input: { id: "i-1" } }] } : GOOD,
    );
    expect((await adviser.ask(CASE, looking([tool]))).use.outcome).toBe("answered");
    expect(double.seen[1]?.text).toContain("no such thing");
  });
});

describe("budgets", () => {
  it("busy vendors are asked once more, and not a third time", async () => {
    const { adviser, double } = await adviserOf((_, count) =>
      count === 2 ? GOOD : { status: 529, headers: { "retry-after": "0" } },
    );
    expect((await adviser.ask(CASE, question)).use).toMatchObject({ outcome: "answered", calls: 2 });
    expect((await adviser.ask(CASE, question)).use).toMatchObject({ outcome: "refused", calls: 2 });
    expect(double.seen).toHaveLength(4);
  });

  it("what a case, then what a day may cost", async () => {
    const limits = { usd_a_case: 0.01, usd_a_day: 0.02 };
    const { adviser, double } = await adviserOf(() => ({ ...GOOD, usage: [1000, 800] }), {
      price: { input: 0, output: 5 },
      limits: { ...limits, output_tokens: 1000 },
    });
    const outcomes: string[] = [];
    for (const id of ["C-1", "C-1", "C-1", "C-2", "C-2", "C-3"]) {
      outcomes.push((await adviser.ask(id, question)).use.outcome);
    }
    const yes = "answered";
    expect(outcomes).toEqual([yes, yes, "over_budget", yes, yes, "over_budget"]);
    expect(double.seen).toHaveLength(4);
  });

  it("a day's money outlives a restart, is new the next day, and a file that can't be read counts as spent", async () => {
    let day = Date.parse("2026-11-24T10:00:00Z");
    const clock = { now: () => day, monotonic: () => performance.now() };
    const settings = { price: { input: 0, output: 5 }, limits: { usd_a_day: 0.005, output_tokens: 1000 } };
    const outcome = async () =>
      (await (await adviserOf(() => GOOD, settings, clock)).adviser.ask(CASE, question)).use.outcome;
    expect(await outcome()).toBe("answered");
    expect(await outcome()).toBe("over_budget");
    day += 86_400_000;
    expect(await outcome()).toBe("answered");
    day += 86_400_000;
    writeFileSync(join(folder, "model-spend.json"), "{broken");
    expect(await outcome()).toBe("over_budget");
  });

  it.each([
    [0, 0],
    [-5, 1e300],
  ])("a vendor that claims to have used %d and %d tokens is counted in full", async (input, output) => {
    const { adviser } = await adviserOf(() => ({ ...GOOD, usage: [input, output] }));
    const { use } = await adviser.ask(CASE, question);
    expect(use.output_tokens).toBe(2000);
    expect(use.usd).toBeGreaterThan(0.001);
  });

  it("a question that is too large is not asked", async () => {
    const { adviser, double } = await adviserOf(() => GOOD, { limits: { input_tokens: 100 } });
    expect((await adviser.ask(CASE, question)).use).toMatchObject({ outcome: "over_budget", calls: 0 });
    expect(double.seen).toEqual([]);
  });

  it("after three failures it is left alone for a minute", async () => {
    let time = 0;
    const clock = { now: () => Date.now(), monotonic: () => time };
    const { adviser, double } = await adviserOf((_, count) => (count <= 3 ? { say: "no" } : GOOD), {}, clock);
    for (let i = 0; i < 3; i++) expect((await adviser.ask(CASE, question)).use.outcome).toBe("absurd");
    expect((await adviser.ask(CASE, question)).use).toMatchObject({ outcome: "not_asked", calls: 0, usd: 0 });
    expect(double.seen).toHaveLength(3);
    expect(adviser.standing()).toMatch(/last: absurd, resting/);
    time += 60_000;
    expect((await adviser.ask(CASE, question)).use.outcome).toBe("answered");
  });

  it("no more questions are under way at once than may be", async () => {
    const { adviser } = await adviserOf(() => ({ hang: true }), { limits: { at_once: 1 } });
    const cancel = new AbortController();
    const first = adviser.ask(CASE, question, cancel.signal);
    expect((await adviser.ask(CASE, question)).use.outcome).toBe("not_asked");
    cancel.abort();
    await first;
  });

  it("is cancelled with whoever asked", async () => {
    const { adviser } = await adviserOf(() => ({ hang: true }));
    const cancel = new AbortController();
    const asked = adviser.ask(CASE, question, cancel.signal);
    cancel.abort();
    expect((await asked).use.outcome).toBe("cancelled");
  });
});

describe("settings that can't work", () => {
  it.each([
    ["a model without a price", { model: "unheard-of" }, /nobody said what/],
    [
      "an endpoint without an address",
      { vendor: "openai-compatible", url: undefined, price: { input: 0, output: 0 } },
      /no address/,
    ],
    ["another machine without TLS", { url: "http://model.example/v1" }, /no address of a service/],
    ["a user in the address", { url: "https://user:pw@model.example/v1" }, /no address of a service/],
  ])("%s", async (_what, settings, message) => {
    await expect(adviserOf(() => GOOD, settings)).rejects.toThrow(message);
  });
});
