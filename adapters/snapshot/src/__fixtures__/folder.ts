import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Estate, list, type PartName, type ResourceOf } from "@trias/estate";
import { onTestFinished } from "vitest";
import { loadSnapshot } from "../load-snapshot.ts";
import type { Loaded } from "../source.ts";

const TESTDATA = fileURLToPath(new URL("../../../../testdata/snapshots/", import.meta.url));

export function testdata(name: string): string {
  return join(TESTDATA, name);
}

/** A folder with these files, as text or as JSON, which is gone after the test. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const dir = mkdtempSync(join(tmpdir(), "trias-snapshot-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content));
  }
  return dir;
}

export function load(files: Readonly<Record<string, unknown>>): Loaded {
  return loadSnapshot({ kind: "folder", dir: folderOf(files), account: "111122223333" });
}

/** What a part says that is not known, or undefined where it is. */
export function reasonOf(estate: Estate, part: PartName): string | undefined {
  const found = estate.parts[part];
  return found.status === "unknown" ? found.reason : undefined;
}

/** How many there are of each known part. */
export function countsOf(estate: Estate): Record<string, number> {
  return Object.fromEntries(
    Object.entries(estate.parts).flatMap(([part, one]) => (one.status === "known" ? [[part, one.resources.size]] : [])),
  );
}

export function only<P extends PartName>(estate: Estate, part: P): ResourceOf<P> {
  const [first, ...rest] = list(estate, part);
  if (first === undefined || rest.length > 0) throw new TypeError(`expected one of the ${part}, found ${rest.length}`);
  return first;
}

export const VPC = { VpcId: "vpc-1", OwnerId: "111122223333", CidrBlock: "10.0.0.0/16" };
export const SUBNET = { SubnetId: "subnet-1", VpcId: "vpc-1", AvailabilityZone: "eu-west-1a", CidrBlock: "10.0.0.0/24" };
