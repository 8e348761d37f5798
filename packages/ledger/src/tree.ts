import { LedgerError } from "./errors.ts";
import { EMPTY_ROOT, HASH_SIZE, nodeHash } from "./hashing.ts";

/** Hashes of one level's complete subtrees, in one growing buffer. */
class Level {
  private bytes = new Uint8Array(64 * HASH_SIZE);
  length = 0;

  push(hash: Uint8Array): void {
    const offset = this.length * HASH_SIZE;
    if (offset + HASH_SIZE > this.bytes.length) {
      const grown = new Uint8Array(this.bytes.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes.set(hash, offset);
    this.length += 1;
  }

  at(index: number): Uint8Array {
    return this.bytes.slice(index * HASH_SIZE, (index + 1) * HASH_SIZE);
  }
}

/** Greatest power of two smaller than `size`, for `size` ≥ 2. */
function split(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/**
 * An append-only Merkle tree of RFC 6962 in memory: the hash of every complete subtree, 64 bytes a leaf. Sizes are counts of
 * leaves; indices start at 0.
 */
export class MerkleTree {
  private readonly levels: Level[] = [new Level()];

  get size(): number {
    return this.levels[0]?.length ?? 0;
  }

  append(leaf: Uint8Array): void {
    if (leaf.length !== HASH_SIZE) throw new LedgerError("tree_range", `a leaf hash has ${HASH_SIZE} bytes`);
    let hash = leaf;
    for (let depth = 0; ; depth++) {
      let level = this.levels[depth];
      if (!level) {
        level = new Level();
        this.levels.push(level);
      }
      level.push(hash);
      if (level.length % 2 === 1) return;
      hash = nodeHash(level.at(level.length - 2), hash);
    }
  }

  /** Takes back appended leaves whose transaction did not commit. */
  truncate(size: number): void {
    this.inRange(size);
    for (const [depth, level] of this.levels.entries()) level.length = Math.floor(size / 2 ** depth);
  }

  leaf(index: number): Uint8Array {
    this.inRange(index + 1);
    return this.range(index, 1);
  }

  /** Root of the first `size` leaves. */
  root(size: number = this.size): Uint8Array {
    this.inRange(size);
    return size === 0 ? EMPTY_ROOT : this.range(0, size);
  }

  /** Audit path of RFC 6962 § 2.1.1, from the leaf upwards. */
  inclusion(index: number, size: number = this.size): Uint8Array[] {
    this.inRange(size);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
      throw new LedgerError("tree_range", `entry ${index} is not in a tree of ${size}`, {
        fix: `ask for 0 to ${size - 1}`,
      });
    }
    return this.path(index, 0, size);
  }

  /** Consistency proof of RFC 6962 § 2.1.2; empty where `from` is 0 or equals `to`. */
  consistency(from: number, to: number = this.size): Uint8Array[] {
    this.inRange(to);
    if (!Number.isSafeInteger(from) || from < 0 || from > to) {
      throw new LedgerError("tree_range", `a tree of ${from} is no prefix of one of ${to}`);
    }
    return from === 0 || from === to ? [] : this.subproof(from, 0, to, true);
  }

  private path(index: number, start: number, size: number): Uint8Array[] {
    if (size === 1) return [];
    const k = split(size);
    return index < k
      ? [...this.path(index, start, k), this.range(start + k, size - k)]
      : [...this.path(index - k, start + k, size - k), this.range(start, k)];
  }

  private subproof(from: number, start: number, size: number, whole: boolean): Uint8Array[] {
    if (from === size) return whole ? [] : [this.range(start, size)];
    const k = split(size);
    return from <= k
      ? [...this.subproof(from, start, k, whole), this.range(start + k, size - k)]
      : [...this.subproof(from - k, start + k, size - k, false), this.range(start, k)];
  }

  /** Hash of `size` leaves from `start`; `start` is a multiple of the greatest power of two in `size`, as the recursion keeps it. */
  private range(start: number, size: number): Uint8Array {
    const depth = Math.log2(size);
    const level = Number.isInteger(depth) ? this.levels[depth] : undefined;
    if (level) return level.at(start / size);
    const k = split(size);
    return nodeHash(this.range(start, k), this.range(start + k, size - k));
  }

  private inRange(size: number): void {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size) {
      throw new LedgerError("tree_range", `a tree of ${this.size} has no prefix of ${size}`);
    }
  }
}
