import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attemptsOf } from "../harness/attempts.ts";
import { type Substitute, substitute } from "../harness/sealed.ts";
import { type System, startSystem } from "../harness/system.ts";

/*
 * I2: the auditor can't act, and can't be led. To see it fail: drop `--permission` from `sealArguments` in
 * deploy/supervisor/src/seal.ts, or add "auditor" to the callers of `sandboxApi.act` in packages/protocol/src/api-others.ts, or grant the login more in
 * powers/auditor/migrations.
 */
let system: System;
let attacker: Substitute | undefined;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(async () => {
  await attacker?.stop();
  await system.stop();
});

describe("from inside the auditor's process", () => {
  test("there is no file of others, no child process, no cloud, and no way round the ledger's append function", async () => {
    attacker = await substitute(system, "auditor", "attacks/auditor.ts");
    const attempts = await attemptsOf(attacker);
    const codes = new Map(attempts.map((attempt) => [attempt.name, attempt.code]));
    expect(codes.get("start a child process")).toBe("ERR_ACCESS_DENIED");
    expect(codes.get("read the folder of executor")).toBe("ERR_ACCESS_DENIED");
    expect(codes.get("write to the sandbox")).toBe("forbidden");
    expect(codes.get("delete a ledger entry")).toBe("42501");
    expect(codes.get("truncate the ledger")).toBe("42501");
  });

  test("the real auditor went on undisturbed", async () => {
    expect((await system.json(["ledger", "verify"])).json["ok"]).toBe(true);
  });
});
