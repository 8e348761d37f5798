import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HARD_POLICIES_DIGEST } from "@trias/policy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trias } from "../harness/cli.ts";
import { audit, estateOf, exposing, judged, openSubnetOf, planOf } from "../harness/plans.ts";
import { type System, startSystem } from "../harness/system.ts";

/*
 * I7: P1 to P7 are compiled into the auditor, no configuration disables one, and their digest stands in every checkpoint. To see it fail: drop the
 * extension line where powers/auditor/src/store signs checkpoints, or the comparison with the default matrix in packages/policy.
 */
const CHARTER = fileURLToPath(new URL("../../charter", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "trias-i7-"));
let system: System;
beforeAll(async () => {
  const charter = join(folder, "charter");
  cpSync(CHARTER, charter, { recursive: true });
  const permit = '@id("P3")\n@title("no more P3")\n@guardrail("warn")\npermit(principal, action, resource);\n';
  writeFileSync(join(charter, "policies", "permit-all.cedar"), permit);
  system = await startSystem(["--charter", charter]);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("the seven hard policies", () => {
  test("their digest is in the signed checkpoint", async () => {
    const bundle = join(folder, "ledger");
    expect((await system.run(["ledger", "export", bundle])).code).toBe(0);
    expect(readFileSync(join(bundle, "checkpoint"), "utf8")).toContain(HARD_POLICIES_DIGEST);
  });

  test("a charter policy that permits everything, under a hard policy's own name, permits nothing", async () => {
    const estate = await estateOf(system);
    const { open, victim } = openSubnetOf(estate);
    expect(open).toBe(true);
    const steps = exposing(estate, victim);
    const answer = judged(
      await audit(
        system,
        planOf({ summary: "harmless", steps }, "scale_capacity"),
        "Double the render-fleet in nonprod-test",
      ),
    );
    expect(answer.decision).toBe("vetoed");
    expect(answer.concerns.filter(({ level }) => level === "block").map(({ policy }) => policy)).toContain("P3");
  });

  test("a charter that lets the requester approve does not start", async () => {
    const charter = join(folder, "loose");
    cpSync(CHARTER, charter, { recursive: true });
    const limits = JSON.parse(readFileSync(join(charter, "limits.json"), "utf8")) as Record<string, unknown>;
    writeFileSync(join(charter, "limits.json"), JSON.stringify({ ...limits, requester_may_approve: true }));
    const state = join(folder, "loose-state");
    const up = await trias(["up", "--detach", "--state-dir", state, "--charter", charter]);
    await trias(["down", "--state-dir", state]);
    expect(up.code).not.toBe(0);
    expect(up.stderr).toMatch(/limits/);
  });

  test("no command takes one off", async () => {
    const { stdout } = await system.run(["policy", "list"]);
    for (const id of ["P1", "P2", "P3", "P4", "P5", "P6", "P7"]) expect(stdout).toContain(id);
    expect((await system.run(["override", "C-000000000000"])).code).toBe(6);
  });
});
