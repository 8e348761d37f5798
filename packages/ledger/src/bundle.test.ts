import { sha256, signerFromSeed, toBase64, toHex, utf8 } from "@trias/core";
import { describe, expect, test } from "vitest";
import { bundleTiles, verifyBundle } from "./bundle.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { leafHash } from "./hashing.ts";
import { encodeEntries, entriesPath, tilePath } from "./tiles.ts";
import { MerkleTree } from "./tree.ts";

const signer = signerFromSeed(toBase64(new Uint8Array(32).fill(9)));
const key = { name: "trias.example/audit/2026", publicKey: signer.publicKey };
const SIZE = 300;
const blob = utf8("a plan");
const blobHex = toHex(sha256(blob));

function entryText(i: number): Uint8Array {
  return utf8(JSON.stringify({ i, blobs: i === 7 ? [`sha256:${blobHex}`] : [] }));
}

function exported(): { files: Map<string, Uint8Array>; entries: Uint8Array[]; tree: MerkleTree } {
  const entries = Array.from({ length: SIZE }, (_, i) => entryText(i));
  const tree = new MerkleTree();
  for (const entry of entries) tree.append(leafHash(entry));
  const files = new Map<string, Uint8Array>();
  for (const file of bundleTiles(entries)) files.set(file.path, file.bytes);
  files.set("checkpoint", utf8(signCheckpoint(key.name, SIZE, tree.root(), signer)));
  files.set(`blobs/${blobHex}`, blob);
  return { files, entries, tree };
}

function verify(files: Map<string, Uint8Array>, earlier?: string) {
  return verifyBundle(
    {
      read: (path) => files.get(path) ?? null,
      blobsOf: (entry) => (JSON.parse(Buffer.from(entry).toString()) as { blobs: string[] }).blobs,
      ...(earlier === undefined ? {} : { earlier }),
    },
    key,
  );
}

describe("verifyBundle", () => {
  test("a whole export verifies", () => {
    expect(verify(exported().files)).toMatchObject({ ok: true, entries: SIZE, problems: [] });
  });

  test("a changed entry is found and named", () => {
    const { files, entries } = exported();
    const forged = entries.slice(256);
    forged[10] = utf8(JSON.stringify({ i: 266, forged: true, blobs: [] }));
    files.set(entriesPath(1, 44), encodeEntries(forged));
    expect(verify(files)).toMatchObject({ ok: false, first_bad: 266 });
  });

  test("a change carried through to the leaf hashes still misses the signed root", () => {
    const { files, entries } = exported();
    const forged = entries.slice(256);
    forged[10] = utf8(JSON.stringify({ i: 266, forged: true, blobs: [] }));
    files.set(entriesPath(1, 44), encodeEntries(forged));
    const hashes = new Uint8Array(44 * 32);
    for (const [i, entry] of forged.entries()) hashes.set(leafHash(entry), i * 32);
    files.set(tilePath(0, 1, 44), hashes);
    const report = verify(files);
    expect(report.ok).toBe(false);
    expect(report.problems).toContain("the entries do not give the signed root");
  });

  test("a dropped tile, a forged blob and a checkpoint of another key are found", () => {
    const dropped = exported().files;
    dropped.delete(entriesPath(0, 256));
    expect(verify(dropped)).toMatchObject({ ok: false, first_bad: 0 });

    const blobs = exported().files;
    blobs.set(`blobs/${blobHex}`, utf8("another plan"));
    expect(verify(blobs)).toMatchObject({ ok: false, first_bad: 7 });

    const { files, tree } = exported();
    const stranger = signerFromSeed(toBase64(new Uint8Array(32).fill(1)));
    files.set("checkpoint", utf8(signCheckpoint(key.name, SIZE, tree.root(), stranger)));
    expect(verify(files)).toMatchObject({ ok: false, entries: 0 });
  });

  test("a log that was cut back or rewritten does not continue an earlier checkpoint", () => {
    const { files, tree } = exported();
    expect(verify(files, signCheckpoint(key.name, 100, tree.root(100), signer)).ok).toBe(true);
    const other = new MerkleTree();
    for (let i = 0; i < 400; i++) other.append(leafHash(utf8(`other ${i}`)));
    expect(verify(files, signCheckpoint(key.name, 100, other.root(100), signer)).ok).toBe(false);
    expect(verify(files, signCheckpoint(key.name, 400, other.root(400), signer)).problems).toEqual([
      "the log had 400 entries before and has 300 now",
    ]);
  });
});
