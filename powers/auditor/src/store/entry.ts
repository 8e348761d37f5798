import { canonicalJson, type Digest, digestBytes, utf8 } from "@trias/core";
import { leafHash } from "@trias/ledger";
import type { EntryType, LedgerEntry } from "@trias/protocol";
import { AuditorError } from "../errors.ts";
import { isoTime } from "../ports.ts";

const MAX_ENTRY_BYTES = 65_535;

interface Blob {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** An entry to be appended; large evidence goes into blobs beside the log. */
export interface NewEntry {
  readonly type: EntryType;
  readonly case?: string;
  readonly body: LedgerEntry["body"];
  readonly blobs?: readonly Blob[];
}

interface StoredBlob extends Blob {
  readonly digest: Digest;
}

export interface PreparedEntry {
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  /** Digest of the entry's bytes: what names it in a warrant. */
  readonly digest: Digest;
  readonly blobs: readonly StoredBlob[];
}

export function prepareEntry(entry: NewEntry, now: number): PreparedEntry {
  const blobs = (entry.blobs ?? []).map((blob) => ({ ...blob, digest: digestBytes(blob.bytes) }));
  const refs = blobs.map(({ digest, mediaType, bytes }) => ({ digest, bytes: bytes.length, media_type: mediaType }));
  const value: LedgerEntry = {
    schema: "trias.entry/1",
    type: entry.type,
    time: isoTime(now),
    ...(entry.case === undefined ? {} : { case: entry.case }),
    body: entry.body,
    ...(refs.length === 0 ? {} : { blobs: refs }),
  };
  const bytes = utf8(canonicalJson(value));
  if (bytes.length > MAX_ENTRY_BYTES) {
    throw new AuditorError(
      "bad_request",
      `a \`${entry.type}\` entry of ${bytes.length} bytes does not fit the ledger`,
      {
        fix: `at most ${MAX_ENTRY_BYTES} fit; send less at once`,
      },
    );
  }
  return { bytes, leaf: leafHash(bytes), digest: digestBytes(bytes), blobs };
}
