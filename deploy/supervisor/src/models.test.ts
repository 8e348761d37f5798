import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openModels } from "./models.ts";
import { temporaryLayout } from "./testing-folder.ts";

const { layout, remove } = temporaryLayout();
afterAll(() => remove());
const file = join(layout.state, "model.json");
const one = { vendor: "anthropic", model: "claude-haiku-5-5", key: "k-1" };
const open = (content: unknown, environment: NodeJS.ProcessEnv = {}) => {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return openModels(layout, file, environment);
};

describe("models", () => {
  it("there is none unless one was given", () => {
    expect(openModels(layout, undefined, { ANTHROPIC_API_KEY: "k" })).toEqual({});
  });

  it("what was given is kept in the vault for the next start, for the supervisor's eyes alone, until it is taken away", () => {
    const environment = { OPENAI_API_KEY: "k-2", PATH: "/bin" };
    const { key: _, ...other } = { ...one, vendor: "openai", model: "gpt-5.4-mini" };
    const given = open({ orchestrator: one, auditor: { ...other, key_env: "OPENAI_API_KEY" } }, environment);
    expect(given).toMatchObject({ orchestrator: { key: "k-1" }, auditor: { key: "k-2", vendor: "openai" } });
    expect(environment).toEqual({ PATH: "/bin" });
    expect(openModels(layout, undefined, {})).toEqual(given);
    const kept = join(layout.vault, "model.json");
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(readFileSync(kept, "utf8")).toContain("k-2");
    expect(openModels(layout, "none", {})).toEqual({});
    expect(existsSync(kept)).toBe(false);
  });

  it.each([
    ["one key for both", { orchestrator: one, auditor: one }, /a key|one of its own/],
    ["no key", { auditor: { vendor: "anthropic", model: "claude-haiku-5-5" } }, /either `key` or `key_env`/],
    ["a key that is not there", { auditor: { ...one, key: undefined, key_env: "NOWHERE" } }, /no `NOWHERE`/],
    ["another power", { executor: one }, /executor/],
    ["a model whose price nobody said", { auditor: { ...one, model: "unheard-of" } }, /nobody said what/],
    ["an endpoint in the open", { auditor: { ...one, url: "http://model.example" } }, /no address of a service/],
    ["no JSON", "{", /model\.json/],
  ])("%s is refused", (_what, content, message) => {
    expect(() => open(content)).toThrow(message);
    expect(openModels(layout, undefined, {})).toEqual({});
  });
});
