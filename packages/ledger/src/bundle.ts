import { equalBytes, isDigest, messageOf, sha256, toBase64, toHex } from "@trias/core";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { leafHash } from "./hashing.ts";
import type { LogKey } from "./log-key.ts";
import { verifyConsistency } from "./proofs.ts";
import { decodeEntries, decodeHashes, encodeEntries, entriesPath, entryTiles, tilePath } from "./tiles.ts";
import { MerkleTree } from "./tree.ts";

/**
 * An exported ledger is a folder in the layout of C2SP tlog-tiles: `checkpoint`, `tile/0/…` (leaf hashes),
 * `tile/entries/…`, and `blobs/<sha256 hex>` beside them. Paths are relative and use `/`.
 */
export interface BundleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Entry tiles and leaf-hash tiles of a log, for an export; the caller adds `checkpoint` and blobs. */
export function* bundleTiles(entries: readonly Uint8Array[]): Generator<BundleFile> {
  for (const { index, width } of entryTiles(entries.length)) {
    const slice = entries.slice(index * 256, index * 256 + width);
    yield { path: entriesPath(index, width), bytes: encodeEntries(slice) };
    const hashes = new Uint8Array(width * 32);
    for (const [i, entry] of slice.entries()) hashes.set(leafHash(entry), i * 32);
    yield { path: tilePath(0, index, width), bytes: hashes };
  }
}

export interface BundleReport {
  readonly ok: boolean;
  /** Entries that were checked. */
  readonly entries: number;
  /** Base64 root of the signed checkpoint, or of what was found where none verifies. */
  readonly root: string;
  /** Index of the first entry that is not what was signed, where it can be told. */
  readonly first_bad?: number;
  /** What is wrong, in the order found; empty where all holds. */
  readonly problems: readonly string[];
}

export interface BundleSource {
  /** Bytes of a file of the bundle; null where it has none. */
  read(path: string): Uint8Array | null;
  /** Digest of the blob names that an entry refers to; null where the entry can't be read. */
  blobsOf(entry: Uint8Array): readonly string[] | null;
  /** An older signed checkpoint that this log must contain, where the verifier kept one. */
  readonly earlier?: string;
}

/** Re-derives the whole log from its entries and holds it against the signed checkpoint. Needs no server and trusts `key` alone. */
export function verifyBundle(source: BundleSource, key: LogKey): BundleReport {
  const problems: string[] = [];
  let checkpoint: Checkpoint | null = null;
  try {
    const note = source.read("checkpoint");
    if (note) checkpoint = openCheckpoint(Buffer.from(note).toString("utf8"), key);
    else problems.push("the bundle has no checkpoint");
  } catch (error) {
    problems.push(`checkpoint: ${messageOf(error)}`);
  }
  if (!checkpoint) return { ok: false, entries: 0, root: "", problems };

  const tree = new MerkleTree();
  const signed = new MerkleTree();
  let firstBad: number | undefined;
  const bad = (index: number, what: string): void => {
    firstBad = firstBad === undefined ? index : Math.min(firstBad, index);
    if (problems.length < 100) problems.push(`entry ${index}: ${what}`);
  };

  for (const { index, width } of entryTiles(checkpoint.size)) {
    const first = index * 256;
    try {
      const bytes = source.read(entriesPath(index, width));
      const hashes = source.read(tilePath(0, index, width));
      if (!bytes || !hashes) {
        bad(first, "its tile is missing");
        break;
      }
      const leaves = decodeHashes(hashes, width);
      for (const [i, entry] of decodeEntries(bytes, width).entries()) {
        const hash = leafHash(entry);
        tree.append(hash);
        signed.append(leaves[i] ?? hash);
        if (!equalBytes(hash, leaves[i] ?? hash)) bad(first + i, "its hash is not the one in the tree");
        checkBlobs(source, entry, (what) => bad(first + i, what));
      }
    } catch (error) {
      bad(first, messageOf(error));
      break;
    }
  }

  if (tree.size === checkpoint.size && !equalBytes(tree.root(), checkpoint.root)) {
    problems.push("the entries do not give the signed root");
    // The stored leaf hashes only say where the fault is if they themselves give the signed root.
    if (!equalBytes(signed.root(), checkpoint.root)) firstBad = undefined;
  }
  if (source.earlier !== undefined) problems.push(...checkEarlier(source.earlier, key, tree, checkpoint));

  const report = { ok: problems.length === 0, entries: tree.size, root: toBase64(checkpoint.root), problems };
  return firstBad === undefined ? report : { ...report, first_bad: firstBad };
}

function checkBlobs(source: BundleSource, entry: Uint8Array, bad: (what: string) => void): void {
  const digests = source.blobsOf(entry);
  if (digests === null) {
    bad("it is not an entry of this ledger's form");
    return;
  }
  for (const digest of digests) {
    if (!isDigest(digest)) {
      bad("it names a malformed digest");
      continue;
    }
    const hex = digest.slice("sha256:".length);
    const blob = source.read(`blobs/${hex}`);
    // A blob may have been erased lawfully; one that is there must be the one that was logged.
    if (blob && toHex(sha256(blob)) !== hex) bad(`blob ${hex} is not the one that was logged`);
  }
}

function checkEarlier(note: string, key: LogKey, tree: MerkleTree, now: Checkpoint): string[] {
  try {
    const earlier = openCheckpoint(note, key);
    if (earlier.size > tree.size) return [`the log had ${earlier.size} entries before and has ${now.size} now`];
    const proof = tree.consistency(earlier.size);
    return verifyConsistency(earlier.size, tree.size, proof, earlier.root, tree.root())
      ? []
      : [`the log is not a continuation of the earlier checkpoint of size ${earlier.size}`];
  } catch (error) {
    return [`earlier checkpoint: ${messageOf(error)}`];
  }
}
