import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEstate, toWire } from "@trias/estate";
import { assert, constantFrom, nat, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { folderOf, testdata } from "../__fixtures__/folder.ts";
import { loadSnapshot } from "../load-snapshot.ts";
import type { Loaded } from "../source.ts";

const JUNK = [
  null,
  0,
  -1,
  1e9,
  "",
  "x",
  "vpc-1",
  "10.0.0.0/99",
  true,
  [],
  {},
  [null],
  { Key: 1 },
  "__proto__",
] as const;

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

/** Every value in a document, by what holds it. */
function places(value: unknown, found: Place[] = []): Place[] {
  if (Array.isArray(value)) {
    for (const [key, inner] of value.entries()) {
      found.push({ holder: value, key });
      places(inner, found);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      found.push({ holder: value as Record<string, unknown>, key });
      places(inner, found);
    }
  }
  return found;
}

function spoilt(text: string, at: number, junk: unknown): string {
  const document: unknown = JSON.parse(text);
  const all = places(document);
  const place = all[at % all.length];
  if (place !== undefined) (place.holder as Record<string | number, unknown>)[place.key] = junk;
  return JSON.stringify(document);
}

/** Whatever is wrong with a source, what comes of it is an estate that its own JSON can carry. */
function isSound({ estate, report }: Loaded): void {
  const wire = toWire(estate);
  expect(toWire(parseEstate(JSON.parse(JSON.stringify(wire))))).toEqual(wire);
  for (const { part, status, reason } of report.parts) {
    if (status === "unknown") expect(reason?.length ?? 0, part).toBeGreaterThan(0);
  }
}

test("a value of AWS's answers replaced by junk never crashes", () => {
  const dir = testdata("aws-raw/accounts/123456789012/eu-west-1");
  const names = readdirSync(dir).sort();
  const texts = names.map((name) => readFileSync(join(dir, name), "utf8"));
  const one = tuple(nat(names.length - 1), nat(), constantFrom(...JUNK));
  assert(
    property(one, ([file, at, junk]) => {
      const files = names.map((name, i) => [
        `eu-west-1/${name}`,
        i === file ? spoilt(texts[i] ?? "", at, junk) : texts[i],
      ]);
      isSound(loadSnapshot({ kind: "folder", dir: folderOf(Object.fromEntries(files)) }));
    }),
    { numRuns: 150 },
  );
});

test("a value of a Terraform plan or state replaced by junk is refused or read, and never crashes", () => {
  const texts = ["plan.json", "state.json", "terraform.tfstate"].map((name) =>
    readFileSync(testdata(`terraform/${name}`), "utf8"),
  );
  assert(
    property(tuple(nat(2), nat(), constantFrom(...JUNK)), ([which, at, junk]) => {
      const path = join(folderOf({ "t.json": spoilt(texts[which] ?? "", at, junk) }), "t.json");
      try {
        isSound(loadSnapshot({ kind: "file", path, region: "eu-west-1", account: "111122223333" }));
      } catch (error) {
        expect(error).toMatchObject({ name: "SnapshotError" });
      }
    }),
    { numRuns: 150 },
  );
});
