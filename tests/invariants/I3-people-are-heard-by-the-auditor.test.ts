import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attemptsOf } from "../harness/attempts.ts";
import { type Substitute, substitute } from "../harness/sealed.ts";
import { type System, startSystem } from "../harness/system.ts";

/*
 * I3: the auditor hears people and events itself, and nothing that verifies people rests with the orchestrator. To see it fail: let
 * `caller: PERSON` of `auditorApi.request` in packages/protocol/src/api-auditor.ts be `personOr("orchestrator")`, or drop the audience from the
 * checks in adapters/link/src/token.ts, or `REVOKE CONNECT` from adapters/postgres/src/provision.ts.
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

describe("from inside the orchestrator's process", () => {
  test("no key, no database, no person's token, no write to the cloud can be had", async () => {
    attacker = await substitute(system, "orchestrator", "attacks/orchestrator.ts");
    const attempts = await attemptsOf(attacker);
    const codes = new Map(attempts.map((attempt) => [attempt.name, attempt.code]));
    expect(codes.get("read the folder of auditor")).toBe("ERR_ACCESS_DENIED");
    expect(codes.get("list the vault")).toBe("ERR_ACCESS_DENIED");
    expect(codes.get("open the auditor's database")).toBe("42501");
    expect(codes.get("log in as the auditor with its own password")).toBe("28P01");
    expect(codes.get("ask with a token that it signed itself")).toBe("unauthenticated");
    expect(codes.get("ask with an unsigned token")).toBe("unauthenticated");
    expect(codes.get("write to the sandbox")).toBe("forbidden");
    expect(codes.get("report in the executor's name")).toBe("forbidden");
  });

  test("a token for one power is refused by another", async () => {
    // The command's own tokens are of the auditor's audience; the executor takes only its own.
    const { json } = await system.json(["case", "list"]);
    expect(json["cases"]).toEqual([]);
  });
});
