import { expect, test } from "vitest";
import { isolation, SAMPLE_CHARTER } from "../__fixtures__/facts.ts";
import { assembleCharter } from "../charter/assemble.ts";
import { combine } from "../combine.ts";
import { evaluatePolicies } from "../evaluate-policies.ts";
import { wasmCedarEngine } from "./wasm-engine.ts";

// A file of its own: the module is one instance a process, and this kills it.
test("after a crash the engine answers nothing any more, and everything is blocked", () => {
  const engine = wasmCedarEngine();
  const { charter } = assembleCharter(SAMPLE_CHARTER, engine);
  expect(combine(evaluatePolicies(isolation(), charter, engine))).toBe("approved");

  // Straight into the engine, past the bounds that keep such a text from it.
  const deep = `forbid(principal, action, resource) when { ${"(".repeat(5000)}true${")".repeat(5000)} };`;
  expect(() => engine.parse(deep)).toThrow(expect.objectContaining({ code: "cedar_failed" }));
  expect(() => engine.parse("permit(principal, action, resource);")).toThrow(/has crashed/);

  const after = evaluatePolicies(isolation(), charter, engine);
  expect(combine(after)).toBe("vetoed");
  expect(after.concerns.map(({ id }) => id)).toContain("policy.engine");
});
