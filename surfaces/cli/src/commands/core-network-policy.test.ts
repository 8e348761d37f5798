import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { runProgram } from "../program.ts";

const policies = fileURLToPath(new URL("../../../../testdata/cloud-wan/policies/", import.meta.url));
const EGRESS = join(policies, "blueprints-3-README-24844.json");
const WITH_REFERENCE = join(policies, "blueprints-2-multi-account-cfn-core-network-4d44e.json");

const ATTACHMENTS = [
  {
    id: "prod-a",
    type: "vpc",
    region: "eu-west-1",
    account: "111122223333",
    tags: { domain: "production" },
    cidrs4: ["10.0.0.0/24"],
  },
  {
    id: "dev-a",
    type: "vpc",
    region: "eu-west-1",
    account: "111122223333",
    tags: { domain: "development" },
    cidrs4: ["10.0.1.0/24"],
  },
  {
    id: "insp",
    type: "vpc",
    region: "eu-west-1",
    account: "111122223333",
    tags: { inspection: "true" },
    cidrs4: ["10.100.0.0/16"],
  },
  {
    id: "lost",
    type: "vpc",
    region: "eu-west-1",
    account: "111122223333",
    tags: { owner: "web" },
    cidrs4: ["10.0.2.0/24"],
  },
];

let folder = "";
let attachments = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trias-policy-"));
  attachments = join(folder, "attachments.json");
  writeFileSync(attachments, JSON.stringify(ATTACHMENTS));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...argv: string[]): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += String(text);
    return true;
  });
  const exit = await runProgram(argv);
  return { exit, out: stripVTControlCharacters(out), err: stripVTControlCharacters(err) };
}

function changed(name: string, change: (policy: Record<string, unknown>) => void): string {
  const policy = {
    version: "2025.11",
    "core-network-configuration": { "asn-ranges": ["64520-65525"], "edge-locations": [{ location: "eu-west-1" }] },
    segments: [{ name: "prod" }],
    "attachment-policies": [
      {
        "rule-number": 1,
        conditions: [{ type: "any" }],
        action: { "association-method": "constant", segment: "prod" },
      },
    ],
  };
  change(policy);
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(policy));
  return path;
}

describe("trias policy lint", () => {
  test("a policy with remarks alone ends well, and every remark says where and how to mend it", async () => {
    const { exit, out } = await run("policy", "lint", EGRESS);
    expect(exit).toBe(0);
    expect(out).toContain("warning tag-lets-account-choose  attachment-policies[1]");
    expect(out).toContain("→ add an account-id condition");
    expect(out).toContain("0 errors, 1 other remark");
  });

  test("what would not do what it says ends with 3", async () => {
    const { exit, out } = await run("policy", "lint", EGRESS, "--attachments", attachments);
    expect(exit).toBe(3);
    expect(out).toContain("error attachment-matches-no-rule  attachments[lost]");
  });

  test("what is no policy ends with 2 and names the path", async () => {
    const { exit, out } = await run("policy", "lint", WITH_REFERENCE, "--json");
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      problems: [{ id: "not-literal", path: "attachment-policies[0].conditions[2].value" }],
      findings: [],
    });
  });

  test("a file that is not there, or no JSON, is bad usage on one line", async () => {
    const missing = await run("policy", "lint", join(folder, "missing.json"));
    expect(missing).toMatchObject({ exit: 2, err: expect.stringContaining("there is no file") });
    const broken = join(folder, "broken.json");
    writeFileSync(broken, "{");
    expect(await run("policy", "lint", broken)).toMatchObject({ exit: 2, err: expect.stringContaining("not JSON") });
  });

  test("control characters of a document do not reach the terminal", async () => {
    const path = changed("escape", (policy) => {
      policy["segments"] = [{ name: "\u001b[31mred" }];
    });
    const { out } = await run("policy", "lint", path);
    expect(out).not.toContain("\u001b");
  });

  test("nothing to complain about is said", async () => {
    expect(
      await run(
        "policy",
        "lint",
        changed("clean", () => undefined),
      ),
    ).toMatchObject({ exit: 0, out: "nothing to complain about\n" });
  });
});

describe("trias simulate <policy.json>", () => {
  test("prints placements, segments by segments and the routes", async () => {
    const { exit, out } = await run("simulate", EGRESS, "--attachments", attachments);
    expect(exit).toBe(0);
    expect(out).toMatch(/prod-a +production +eu-west-1, by attachment-policies\[1\]/);
    expect(out).toMatch(/insp +inspectionVpcs \(inspection\)/);
    expect(out).toMatch(/lost +nowhere +no rule matches/);
    expect(out).toMatch(
      / +production +development +internet\n +production +- +- +inspected\n +development +- +open +inspected/,
    );
    expect(out).toMatch(/segment production at eu-west-1\n +0\.0\.0\.0\/0 +insp +segment-actions\[0\]\.via/);
  });

  test("without attachments it says how to give them; with --json it is one object", async () => {
    expect((await run("simulate", EGRESS)).out).toContain("no attachments given: `--attachments <file>`");
    const { out } = await run("simulate", EGRESS, "--attachments", attachments, "--json");
    const object: { placements: unknown[]; matrix: unknown[]; tables: unknown[] } = JSON.parse(out);
    expect([object.placements.length, object.matrix.length, object.tables.length]).toEqual([4, 6, 9]);
  });

  test("a policy with an error is bad input that names the path", async () => {
    const path = changed("wrong", (policy) => {
      policy["segments"] = [{ name: "not-a-name" }];
    });
    const { exit, err } = await run("simulate", path);
    expect(exit).toBe(2);
    expect(err).toContain("segments[0].name");
    expect(err).toContain("`trias policy lint`");
  });

  test("attachments that are no list are refused with the place", async () => {
    const path = join(folder, "bad.json");
    writeFileSync(path, JSON.stringify([{ id: "x", type: "vpc", region: "nowhere" }]));
    expect(await run("simulate", EGRESS, "--attachments", path)).toMatchObject({
      exit: 2,
      err: expect.stringContaining("attachments[0].region"),
    });
  });

  test("what is no policy is still read as a plan", async () => {
    const path = join(folder, "plan.json");
    writeFileSync(path, JSON.stringify({ steps: [] }));
    expect(await run("simulate", path)).toMatchObject({ exit: 2, err: expect.stringContaining("the plan") });
  });
});

describe("trias simulate <policy.json> --estate", () => {
  const network = fileURLToPath(new URL("../../../../examples/migration/1-shared.json", import.meta.url));
  const { policy } = JSON.parse(readFileSync(network, "utf8")).parts.core_networks.resources[0];

  const file = (name: string, value: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };

  test("says what a policy opens and closes in a network, and draws it", async () => {
    const path = file("unshared.json", { ...policy, "segment-actions": [] });
    const svg = join(folder, "change.svg");
    const { exit, out } = await run("simulate", path, "--estate", network, "--out", svg);
    expect(exit).toBe(0);
    expect(out).toMatch(/- no more .* → /);
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg|^<\?xml/);
    const same = await run("simulate", file("same.json", policy), "--estate", network);
    expect(same.out).toContain("nothing becomes reachable that was not");
  });

  test("a policy alone is no network to draw", async () => {
    const { exit, err } = await run("simulate", EGRESS, "--out", join(folder, "x.svg"));
    expect(exit).toBe(2);
    expect(err).toContain("--estate");
  });
});
