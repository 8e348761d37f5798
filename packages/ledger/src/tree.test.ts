import { signerFromSeed, toBase64, utf8 } from "@trias/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openCheckpoint, signCheckpoint } from "./checkpoint.ts";
import { EMPTY_ROOT, leafHash, nodeHash } from "./hashing.ts";
import { formatLogKey, parseLogKey } from "./log-key.ts";
import { formatProof, openProof } from "./proof-text.ts";
import { verifyConsistency, verifyInclusion } from "./proofs.ts";
import { MerkleTree } from "./tree.ts";

/** The definition of RFC 6962 § 2.1, word by word. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_ROOT;
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

function treeOf(size: number): { tree: MerkleTree; leaves: Uint8Array[] } {
  const tree = new MerkleTree();
  const leaves = Array.from({ length: size }, (_, i) => leafHash(utf8(`entry ${i}`)));
  for (const leaf of leaves) tree.append(leaf);
  return { tree, leaves };
}

describe("MerkleTree", () => {
  test("roots are those of the definition", () => {
    const { tree, leaves } = treeOf(70);
    for (let size = 0; size <= 70; size++) expect(tree.root(size)).toEqual(naiveRoot(leaves.slice(0, size)));
  });

  test("every inclusion proof verifies, and none for another index, leaf or root", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, a, b) => {
        const { tree, leaves } = treeOf(size);
        const index = a % size;
        const other = b % size;
        const leaf = leaves[index] ?? EMPTY_ROOT;
        const proof = tree.inclusion(index, size);
        expect(verifyInclusion(leaf, index, size, proof, tree.root(size))).toBe(true);
        if (other !== index) {
          expect(verifyInclusion(leaf, other, size, proof, tree.root(size))).toBe(false);
          expect(verifyInclusion(leaves[other] ?? EMPTY_ROOT, index, size, proof, tree.root(size))).toBe(false);
        }
        expect(verifyInclusion(leaf, index, size, proof, leafHash(utf8("another root")))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test("every consistency proof verifies, and none against a rewritten past", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (to, a, b) => {
        const from = 1 + (a % (to - 1));
        const { tree, leaves } = treeOf(to);
        const proof = tree.consistency(from, to);
        expect(verifyConsistency(from, to, proof, tree.root(from), tree.root(to))).toBe(true);
        const forged = new MerkleTree();
        const victim = b % from;
        for (const [i, leaf] of leaves.entries()) forged.append(i === victim ? leafHash(utf8("rewritten")) : leaf);
        expect(verifyConsistency(from, to, forged.consistency(from, to), tree.root(from), forged.root(to))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test("truncating takes back exactly what was appended since", () => {
    const { tree } = treeOf(13);
    const root = tree.root();
    for (let i = 0; i < 20; i++) tree.append(leafHash(utf8(`lost ${i}`)));
    tree.truncate(13);
    expect(tree.root()).toEqual(root);
    tree.append(leafHash(utf8("entry 13")));
    expect(tree.root()).toEqual(treeOf(14).tree.root());
  });

  test("a size or index outside the tree is refused", () => {
    const { tree } = treeOf(3);
    expect(() => tree.root(4)).toThrow(/no prefix/);
    expect(() => tree.inclusion(3)).toThrow(/not in a tree/);
    expect(() => tree.consistency(4)).toThrow(/no prefix/);
  });
});

describe("checkpoints and proofs as text", () => {
  const signer = signerFromSeed(toBase64(new Uint8Array(32).fill(5)));
  const key = { name: "trias.example/audit/2026", publicKey: signer.publicKey };

  test("a proof shows its entry and no other, under its log's key and no other", () => {
    const { tree } = treeOf(9);
    const note = signCheckpoint(key.name, 9, tree.root(), signer, ["policies sha256:aa"]);
    expect(openCheckpoint(note, key).extensions).toEqual(["policies sha256:aa"]);
    const text = formatProof(4, tree.inclusion(4), note);
    expect(openProof(text, utf8("entry 4"), key).index).toBe(4);
    expect(() => openProof(text, utf8("entry 5"), key)).toThrow(/does not show/);
    const stranger = signerFromSeed(toBase64(new Uint8Array(32).fill(6)));
    expect(() => openProof(text, utf8("entry 4"), { ...key, publicKey: stranger.publicKey })).toThrow(/no signature/);
    expect(() => openProof(text, utf8("entry 4"), { ...key, name: "other.example/audit" })).toThrow(/no signature/);
  });

  test("a key reads back, and a weak or mislabelled one is refused", () => {
    const text = formatLogKey(key);
    expect(parseLogKey(text)).toEqual(key);
    expect(() => parseLogKey(text.replace(/\+[0-9a-f]{8}\+/, "+00000000+"))).toThrow(/key id/);
    const smallOrder = { name: key.name, publicKey: toBase64(Uint8Array.of(1, ...new Uint8Array(31))) };
    expect(() => parseLogKey(formatLogKey(smallOrder))).toThrow(/small order/);
  });
});
