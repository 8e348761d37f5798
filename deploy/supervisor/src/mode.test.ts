import { expect, test } from "vitest";
import { modeOf } from "./mode.ts";

const names = ["orchestrator", "auditor", "executor", "collector", "sandbox", "identity", "postgres"];

function mode(states: Readonly<Record<string, string>>, running = true): string {
  return modeOf(
    running,
    names.map((name) => ({ name, state: states[name] ?? "up" })),
  ).id;
}

test("each power that is away has its own mode, the gravest first", () => {
  expect(mode({})).toBe("normal");
  expect(mode({}, false)).toBe("down");
  expect(mode({ postgres: "restarting" })).toBe("no_database");
  expect(mode({ auditor: "down", executor: "down" })).toBe("no_auditor");
  expect(mode({ executor: "down", sandbox: "down" })).toBe("no_executor");
  expect(mode({ sandbox: "crashing" })).toBe("read_only");
  expect(mode({ executor: "halted" })).toBe("halted");
  expect(mode({ collector: "down" })).toBe("no_collector");
  expect(mode({ orchestrator: "down" })).toBe("no_orchestrator");
});

test("a process that answers but is not ready yet is not away", () => {
  expect(mode({ auditor: "not ready" })).toBe("normal");
});
