import { concatBytes } from "@trias/core";
import { LedgerError } from "./errors.ts";
import { HASH_SIZE } from "./hashing.ts";

/** Hashes or entries in a full tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** An entry's length stands in 16 bits. */
export const MAX_ENTRY_BYTES = 65_535;

/** `1234067` → `x001/x234/067`. */
function tileIndex(index: number): string {
  const groups: string[] = [];
  let rest = index;
  do {
    groups.unshift(String(rest % 1000).padStart(3, "0"));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
}

function withWidth(path: string, width: number): string {
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** Path of the tile of `level` that holds hashes `index * 256` and on; `width` < 256 names a partial tile. */
export function tilePath(level: number, index: number, width: number): string {
  return withWidth(`tile/${level}/${tileIndex(index)}`, width);
}

export function entriesPath(index: number, width: number): string {
  return withWidth(`tile/entries/${tileIndex(index)}`, width);
}

/** How many tiles of entries a log of `size` has, and how wide each is. */
export function entryTiles(size: number): readonly { readonly index: number; readonly width: number }[] {
  return Array.from({ length: Math.ceil(size / TILE_WIDTH) }, (_, index) => ({
    index,
    width: Math.min(TILE_WIDTH, size - index * TILE_WIDTH),
  }));
}

/** Each entry behind its length as a big-endian 16-bit number. */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  const parts = entries.flatMap((entry) => {
    if (entry.length > MAX_ENTRY_BYTES) {
      throw new LedgerError("entry_too_large", `an entry of ${entry.length} bytes`, {
        fix: `at most ${MAX_ENTRY_BYTES}; keep evidence as a blob`,
      });
    }
    return [Uint8Array.of(entry.length >> 8, entry.length & 255), entry];
  });
  return concatBytes(...parts);
}

export function decodeEntries(bytes: Uint8Array, width: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const length = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
    const end = offset + 2 + length;
    if (end > bytes.length) throw new LedgerError("bundle_malformed", "a tile of entries ends inside an entry");
    out.push(bytes.slice(offset + 2, end));
    offset = end;
  }
  if (out.length !== width) {
    throw new LedgerError("bundle_malformed", `a tile of entries holds ${out.length}`, { fix: `expected ${width}` });
  }
  return out;
}

export function decodeHashes(bytes: Uint8Array, width: number): Uint8Array[] {
  if (bytes.length !== width * HASH_SIZE) {
    throw new LedgerError("bundle_malformed", `a tile of ${bytes.length} bytes`, {
      fix: `expected ${width * HASH_SIZE}`,
    });
  }
  return Array.from({ length: width }, (_, i) => bytes.slice(i * HASH_SIZE, (i + 1) * HASH_SIZE));
}
