import { expect, test } from "vitest";
import { wasmCedarEngine } from "./wasm-engine.ts";

const schema = `namespace Trias { entity Requester; entity Plan; action "execute" appliesTo { principal: [Requester], resource: [Plan], context: { n: Long } }; }`;
const permit = "permit(principal, action, resource);";

test("a set that can't be parsed is not ready, and is said so at once", () => {
  const engine = wasmCedarEngine();
  expect(() => engine.prepare({ x: "forbid everything" }, schema)).toThrow(
    expect.objectContaining({ code: "policy_refused" }),
  );
  expect(() => engine.prepare({ x: permit }, "entity")).toThrow(expect.objectContaining({ code: "policy_refused" }));
});

test("a set is named by its content: another set under the same ids does not replace it", () => {
  const engine = wasmCedarEngine();
  const denying = { "trias.base": permit, x: "forbid(principal, action, resource) when { context.n > 0 };" };
  engine.prepare(denying, schema);
  engine.prepare({ "trias.base": permit, x: permit }, schema);
  expect(engine.evaluate(denying, schema, { n: 1 })).toMatchObject({ decision: "deny", reason: ["x"] });
});

test("an engine that holds too many sets takes no more, and keeps those that it has", () => {
  const engine = wasmCedarEngine();
  const set = (n: number) => ({ [`p${n}`]: permit });
  for (let n = 0; n < 256; n += 1) engine.prepare(set(n), schema);
  expect(() => engine.prepare(set(256), schema)).toThrow(expect.objectContaining({ code: "cedar_failed" }));
  expect(engine.evaluate(set(0), schema, { n: 1 })).toMatchObject({ decision: "allow" });
}, 120_000);
