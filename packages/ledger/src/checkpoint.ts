import { fromBase64, type Signer, toBase64 } from "@trias/core";
import { LedgerError } from "./errors.ts";
import { HASH_SIZE } from "./hashing.ts";
import { checkName, type LogKey } from "./log-key.ts";
import { openNote, signNote } from "./note.ts";

/** What a C2SP tlog-checkpoint says: this log had `size` entries with this root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Lines after the root, kept as they are. */
  readonly extensions: readonly string[];
}

/** `extensions` are extra lines of the body, such as the digest of the hard policies. */
export function signCheckpoint(
  origin: string,
  size: number,
  root: Uint8Array,
  signer: Signer,
  extensions: readonly string[] = [],
): string {
  const lines = [checkName(origin), String(size), toBase64(root), ...extensions];
  return signNote(`${lines.join("\n")}\n`, origin, signer);
}

/** Verifies the log's signature, then reads the verified text. */
export function openCheckpoint(note: string, key: LogKey): Checkpoint {
  const [origin, size, root, ...extensions] = openNote(note, key).slice(0, -1).split("\n");
  if (origin !== key.name) {
    throw new LedgerError("checkpoint_origin", `the checkpoint is of \`${(origin ?? "").slice(0, 200)}\``, {
      fix: `expected \`${key.name}\``,
    });
  }
  if (size === undefined || !/^(?:0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw new LedgerError("checkpoint_malformed", "the checkpoint's second line is not a size");
  }
  return { origin, size: Number(size), root: rootOf(root), extensions };
}

function rootOf(line: string | undefined): Uint8Array {
  try {
    const root = fromBase64(line ?? "");
    if (root.length === HASH_SIZE) return root;
  } catch (cause) {
    throw new LedgerError("checkpoint_malformed", "the checkpoint's third line is not base64", { cause });
  }
  throw new LedgerError("checkpoint_malformed", `the checkpoint's root does not have ${HASH_SIZE} bytes`);
}
