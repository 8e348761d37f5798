import { readdirSync, readFileSync } from "node:fs";
import { equalBytes, fromBase64 } from "@trias/core";
import { describe, expect, test } from "vitest";
import { openCheckpoint } from "./checkpoint.ts";
import { leafHash } from "./hashing.ts";
import { parseLogKey } from "./log-key.ts";
import { verifyConsistency, verifyInclusion } from "./proofs.ts";
import { decodeEntries, decodeHashes, entriesPath, tilePath } from "./tiles.ts";
import { MerkleTree } from "./tree.ts";

const data = new URL("../../../testdata/ledger/", import.meta.url);

interface InclusionVector {
  file: string;
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}
interface ConsistencyVector {
  file: string;
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}
const vectors = JSON.parse(readFileSync(new URL("merkle-vectors.json", data), "utf8")) as {
  inclusion: InclusionVector[];
  consistency: ConsistencyVector[];
};

describe("RFC 6962 vectors of transparency-dev/merkle", () => {
  test("all 98 inclusion vectors", () => {
    expect(vectors.inclusion).toHaveLength(98);
    const wrong = vectors.inclusion.filter((v) => {
      const proof = (v.proof ?? []).map(fromBase64);
      return (
        verifyInclusion(fromBase64(v.leafHash), v.leafIdx, v.treeSize, proof, fromBase64(v.root ?? "")) === v.wantErr
      );
    });
    expect(wrong.map((v) => v.file)).toEqual([]);
  });

  test("all 98 consistency vectors, but that a tree of size 0 is a prefix of every other here", () => {
    expect(vectors.consistency).toHaveLength(98);
    const wrong = vectors.consistency.filter((v) => {
      const proof = (v.proof ?? []).map(fromBase64);
      const ok = verifyConsistency(v.size1, v.size2, proof, fromBase64(v.root1 ?? ""), fromBase64(v.root2 ?? ""));
      return ok === v.wantErr;
    });
    expect(wrong.filter((v) => v.size1 > 0).map((v) => v.file)).toEqual([]);
    expect(wrong.every((v) => (v.proof ?? []).length === 0)).toBe(true);
  });
});

describe("a real tiled log", () => {
  const log = new URL("tiles-log/", data);
  const key = parseLogKey("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  const read = (path: string) => new Uint8Array(readFileSync(new URL(path, log)));
  const checkpoint = (size: number) => readFileSync(new URL(`checkpoint.${size}`, log), "utf8");

  test("its 16 checkpoints verify and their roots follow from the entries", () => {
    expect(readdirSync(log).filter((name) => name.startsWith("checkpoint."))).toHaveLength(16);
    const tree = new MerkleTree();
    for (const entry of decodeEntries(read(entriesPath(0, 15)), 15)) tree.append(leafHash(entry));
    for (let size = 0; size <= 15; size++) {
      const opened = openCheckpoint(checkpoint(size), key);
      expect(opened.size).toBe(size);
      expect(equalBytes(opened.root, tree.root(size))).toBe(true);
    }
  });

  test("its partial tiles hold the leaf hashes", () => {
    for (let width = 1; width <= 15; width++) {
      const entries = decodeEntries(read(entriesPath(0, width)), width);
      expect(decodeHashes(read(tilePath(0, 0, width)), width)).toEqual(entries.map(leafHash));
    }
  });

  test("no flipped bit of a checkpoint passes", () => {
    const bytes = Buffer.from(checkpoint(15));
    let accepted = 0;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        openCheckpoint(flipped.toString("utf8"), key);
        accepted += 1;
      } catch {
        // refused, as it must be
      }
    }
    expect(accepted).toBe(0);
  });
});
