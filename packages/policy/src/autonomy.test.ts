import { describe, expect, test } from "vitest";
import { harmless, isolation, SAMPLE_CHARTER } from "./__fixtures__/facts.ts";
import { autonomy } from "./autonomy.ts";
import { wasmCedarEngine } from "./cedar/wasm-engine.ts";
import { assembleCharter } from "./charter/assemble.ts";
import type { Charter } from "./charter/charter.ts";
import { combine } from "./combine.ts";
import type { Facts } from "./facts.ts";
import { NOTHING } from "./outcome.ts";

const { charter } = assembleCharter(SAMPLE_CHARTER, wasmCedarEngine());
const under = (rules: Charter["autonomy"]["rules"], standard: Charter["autonomy"]["default"] = "auto"): Charter => ({
  ...charter,
  autonomy: { rules, default: standard },
});
const level = (facts: Facts, law: Charter) => autonomy(facts, law).level;

describe("levels", () => {
  test("the first rule that fits counts", () => {
    const law = under([{ intent: "allocate_addresses", level: "propose" }, { level: "observe" }]);
    expect(level(harmless(), law)).toBe("propose");
    expect(level(harmless({ intents: [] }), law)).toBe("observe");
  });

  test("of several environments, segments and intents the lowest level counts", () => {
    const law = under([
      { environment: "production", level: "approve" },
      { segment: "nonprod-dev", level: "propose" },
    ]);
    expect(level(harmless(), law)).toBe("auto");
    expect(level(harmless({ environments: ["non-production", "production"] }), law)).toBe("approve");
    expect(level(harmless({ segments: ["nonprod-test", "nonprod-dev"] }), law)).toBe("propose");
  });

  test("an environment that is not known is ruled as production", () => {
    const law = under([{ environment: "production", level: "observe" }]);
    expect(level(harmless({ environments: ["unknown"] }), law)).toBe("observe");
    expect(level(harmless({ environments: [] }), law)).toBe("observe");
  });

  test("reading is always free", () => {
    expect(level(harmless({ changes: 0, environments: ["production"] }), under([], "observe"))).toBe("auto");
  });
});

describe("what a level adds", () => {
  test("auto: nothing", () => {
    expect(autonomy(harmless(), under([]))).toEqual({ ...NOTHING, level: "auto" });
  });

  test("approve: somebody, unless the matrix asks already", () => {
    expect(autonomy(harmless(), under([], "approve")).approvals).toMatchObject([{ role: "network" }]);
    expect(autonomy(isolation(), under([], "approve")).approvals).toMatchObject([
      { role: "network" },
      { role: "security" },
    ]);
    const segment = harmless({ intents: [{ type: "create_segment", parameters: {}, confidence: 1 }] });
    expect(autonomy(segment, under([], "approve")).approvals).toEqual([]);
  });

  test("propose and observe: it never runs", () => {
    for (const standard of ["propose", "observe"] as const) {
      const outcome = autonomy(harmless(), under([], standard));
      expect(outcome.holds).toHaveLength(1);
      expect(combine(outcome)).toBe("escalated");
    }
  });
});

test("the sample charter lets an isolation run, and other production changes wait", () => {
  expect(level(isolation(), charter)).toBe("auto");
  expect(level(harmless({ environments: ["production"] }), charter)).toBe("approve");
});
