import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromBase64, utf8 } from "@trias/core";
import { type BundleReport, bundleTiles, type LogKey, openCheckpoint, parseLogKey, verifyBundle } from "@trias/ledger";
import { auditorApi, ledgerEntrySchema, parseBytes } from "@trias/protocol";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";
import type { Session } from "./session.ts";

const KEY_FILE = "ledger-key";

export interface Exported {
  readonly entries: number;
  readonly blobs: number;
  readonly checkpoint: string;
}

/** Writes the log as it stands now into a folder that is new or empty: entries, hashes, signed checkpoint, blobs, and the key's text. */
export async function exportLedger(session: Session, folder: string, key: LogKey, keyText: string): Promise<Exported> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new CliError("option_malformed", EXIT.usage, `\`${folder}\` is not empty`, { fix: "name a new folder" });
  }
  const { entries, checkpoint } = await fetchLog(session, key);
  const write = (path: string, bytes: Uint8Array): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  };
  for (const file of bundleTiles(entries)) write(file.path, file.bytes);
  write("checkpoint", utf8(checkpoint));
  write(KEY_FILE, utf8(`${keyText}\n`));
  const digests = new Set(entries.flatMap((entry) => blobsOf(entry) ?? []));
  for (const digest of digests) {
    const blob = await session.call("auditor", auditorApi.blob, { params: { digest } });
    write(`blobs/${digest.slice("sha256:".length)}`, fromBase64(blob.bytes));
  }
  return { entries: entries.length, blobs: digests.size, checkpoint };
}

/** Entries up to one signed checkpoint, which may be behind by the time that the last of them came. */
async function fetchLog(session: Session, key: LogKey): Promise<{ entries: Uint8Array[]; checkpoint: string }> {
  const { checkpoint } = await session.call("auditor", auditorApi.checkpoint, {});
  const { size } = openCheckpoint(checkpoint, key);
  const entries: Uint8Array[] = [];
  while (entries.length < size) {
    const page = await session.call("auditor", auditorApi.entries, { query: { from: entries.length, limit: 256 } });
    if (page.entries.length === 0)
      throw new CliError("ledger_unverified", EXIT.unverified, `the log ends at ${entries.length}`, {
        fix: `its checkpoint says ${size}`,
      });
    entries.push(...page.entries.map(fromBase64));
  }
  return { entries: entries.slice(0, size), checkpoint };
}

export function verifyFolder(folder: string, key: LogKey, earlier: string | undefined): BundleReport {
  if (!existsSync(folder))
    throw new CliError("bundle_malformed", EXIT.usage, `there is no folder \`${folder}\``, {
      fix: "name an exported ledger",
    });
  const read = (path: string): Uint8Array | null => {
    try {
      return readFileSync(join(folder, path));
    } catch {
      return null;
    }
  };
  return verifyBundle({ read, blobsOf, ...(earlier === undefined ? {} : { earlier }) }, key);
}

function blobsOf(entry: Uint8Array): readonly string[] | null {
  try {
    return (parseBytes(ledgerEntrySchema, entry, "an entry").blobs ?? []).map(({ digest }) => digest);
  } catch {
    return null;
  }
}

/** A key given as text, or as the file that holds it. */
export function readKey(given: string): LogKey {
  return parseLogKey(existsSync(given) ? readFileSync(given, "utf8") : given);
}
