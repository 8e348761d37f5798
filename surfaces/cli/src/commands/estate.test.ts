import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { wireEstateSchema } from "@trias/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runProgram } from "../program.ts";

const HYBRID = fileURLToPath(new URL("../../../../testdata/snapshots/hybrid-cloud", import.meta.url));
let dir = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "trias-estate-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function trias(...argv: string[]): Promise<{ exit: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
  const exit = await runProgram(argv);
  vi.restoreAllMocks();
  return { exit, out: stripVTControlCharacters(written.out), err: stripVTControlCharacters(written.err) };
}

test("import says what was read and what is missing, and writes an estate that show reads", async () => {
  const out = join(dir, "estate.json");
  const read = await trias("estate", "import", HYBRID, "--out", out);
  expect(read.exit).toBe(0);
  expect(read.out).toContain("regions   us-east-2, us-west-2");
  expect(read.out).toMatch(/^vpcs +4$/m);
  expect(read.out).toMatch(/^firewalls +unknown +no answer of `aws network-firewall list-firewalls`/m);
  expect(read.out).toContain("aws ec2 describe-vpc-block-public-access-options  vpcs: 8 things point there");
  expect(wireEstateSchema.parse(JSON.parse(readFileSync(out, "utf8"))).parts["vpcs"]).toMatchObject({
    status: "known",
  });

  const shown = await trias("estate", "show", "--file", out, "--part", "transit_gateways");
  expect(shown.out.split("\n").filter((line) => line.startsWith("tgw-"))).toHaveLength(2);
  const one = await trias("estate", "show", "tgw-06b348adabd13452d", "--file", HYBRID, "--json");
  expect(JSON.parse(one.out)).toMatchObject({
    part: "transit_gateways",
    resource: { region: "us-east-2", asn: 64_512 },
  });
});

test("import of a folder with a broken file ends with 7 and names the file", async () => {
  writeFileSync(join(dir, "vpcs.json"), '{"Vpcs": [{"VpcId": "vpc-1", ');
  const { exit, out } = await trias("estate", "import", dir);
  expect(exit).toBe(7);
  expect(out).toContain("no whole JSON");
  expect(out).toContain("(vpcs.json)");
  expect(JSON.parse((await trias("estate", "import", dir, "--json")).out).findings).toHaveLength(1);
});

test("diff lists by part what came, went and changed, and what can't be compared", async () => {
  const [a, b] = [join(dir, "a.json"), join(dir, "b.json")];
  await trias("estate", "import", HYBRID, "--out", a);
  const wire = wireEstateSchema.parse(JSON.parse(readFileSync(a, "utf8")));
  const { vpcs, route_tables: tables } = wire.parts;
  if (vpcs?.status !== "known" || tables?.status !== "known") throw new TypeError("expected known parts");
  const gone = vpcs.resources.pop()?.id;
  vpcs.resources.push({ ...vpcs.resources[0], id: "vpc-new" });
  const table = tables.resources[0];
  if (table) table["main"] = false;
  wire.parts["instances"] = { status: "unknown", reason: "nobody asked" };
  writeFileSync(b, JSON.stringify(wire));

  const same = await trias("estate", "diff", a, HYBRID);
  expect(same.exit).toBe(0);
  expect(same.out).toContain("no difference in what both know");
  const { out } = await trias("estate", "diff", a, b);
  expect(out).toContain(`vpcs\n  + vpc-new\n  - ${gone}`);
  expect(out).toContain(`  ~ ${table?.id}\n      main: true → false`);
  expect(out).toContain("instances can't be compared: unknown in b, nobody asked");
  const json = JSON.parse((await trias("estate", "diff", a, b, "--json")).out);
  expect(json.parts).toContainEqual({ part: "vpcs", added: ["vpc-new"], removed: [gone], changed: [] });
});

test.each([
  [["estate", "import", "/nowhere/at-all"], "there is no file `/nowhere/at-all`"],
  [["estate", "diff", "/nowhere/a", "/nowhere/b"], "there is no file `/nowhere/a`"],
])("%j is bad usage, said on one line", async (argv, words) => {
  const { exit, out, err } = await trias(...argv);
  expect(exit).toBe(2);
  expect(err).toContain(words);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(out).toBe("");
});
