import { toBase64, utf8 } from "@trias/core";
import { type Checkpoint, leafHash, MerkleTree } from "@trias/ledger";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Accepted, checkConsistency } from "./consistency.ts";

function log(size: number, name = "a"): MerkleTree {
  const tree = new MerkleTree();
  for (let i = 0; i < size; i += 1) tree.append(leafHash(utf8(`${name}${i}`)));
  return tree;
}
const checkpoint = (tree: MerkleTree, size = tree.size): Checkpoint => ({
  origin: "o",
  size,
  root: tree.root(size),
  extensions: [],
});
const accepted = (tree: MerkleTree, size = tree.size): Accepted => ({
  size,
  root: toBase64(tree.root(size)),
  note: "old",
});
const proof = (tree: MerkleTree, from: number, to: number) => ({
  from,
  to,
  hashes: tree.consistency(from, to).map(toBase64),
});

test("the first checkpoint is taken, a later one of the same log follows, and the larger one is kept", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), (a, b) => {
      const tree = log(70);
      const [from, to] = a < b ? [a, b] : [b, a];
      const result = checkConsistency(accepted(tree, a), checkpoint(tree, b), "new", proof(tree, from, to));
      expect(result).toMatchObject({ kind: "proven", newest: { size: to } });
    }),
  );
  expect(checkConsistency(undefined, checkpoint(log(5)), "new", undefined)).toMatchObject({ kind: "proven" });
});

test("a log that was rewritten is refused, whichever of the two is larger", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (a, b) => {
      const [ours, theirs] = [log(40), log(40, "b")];
      const [from, to] = a < b ? [a, b] : [b, a];
      const offered = proof(theirs, from, to);
      expect(() => checkConsistency(accepted(ours, a), checkpoint(theirs, b), "new", offered)).toThrow("continuation");
    }),
  );
});

test("a proof between other sizes proves nothing: the right one is asked for", () => {
  const tree = log(20);
  const result = checkConsistency(accepted(tree, 7), checkpoint(tree, 20), "new", proof(tree, 5, 20));
  expect(result).toEqual({ kind: "needs", from: 7, to: 20 });
});
