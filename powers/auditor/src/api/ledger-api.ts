import { toBase64 } from "@trias/core";
import type { ConsistencyProof, InclusionProof } from "@trias/protocol";
import type { Auditor } from "../auditor.ts";
import { AuditorError } from "../errors.ts";
import { consistencyProof, inclusionProof } from "../warrants/statement.ts";

export function newestCheckpoint({ writer }: Auditor): { checkpoint: string } {
  return { checkpoint: writer.checkpoint.note };
}

export function consistency({ writer }: Auditor, { from, to }: { from: number; to: number }): ConsistencyProof {
  if (to > writer.checkpoint.size || from > to) {
    throw new AuditorError("bad_request", `no proof leads from ${from} to ${to}`, {
      fix: `the ledger holds ${writer.checkpoint.size} entries`,
    });
  }
  return consistencyProof(writer.tree, from, to);
}

export async function proveEntry(
  { writer, database }: Auditor,
  index: number,
): Promise<{ entry: string; proof: InclusionProof }> {
  const { checkpoint } = writer;
  const [row] = await database.query<{ body: Uint8Array }>("SELECT body FROM ledger.entry WHERE seq = $1", [index]);
  if (!row || index >= checkpoint.size) {
    throw new AuditorError("not_found", `the ledger has no entry ${index}`, {
      fix: `entries go from 0 to ${checkpoint.size - 1}`,
    });
  }
  return { entry: toBase64(new Uint8Array(row.body)), proof: inclusionProof(writer.tree, index, checkpoint) };
}

export async function readEntries(
  { writer, database }: Auditor,
  { from, limit }: { from: number; limit: number },
): Promise<{ size: number; entries: string[]; checkpoint: string }> {
  const { checkpoint } = writer;
  const rows = await database.query<{ body: Uint8Array }>(
    "SELECT body FROM ledger.entry WHERE seq >= $1 AND seq < $2 ORDER BY seq",
    [from, Math.min(from + limit, checkpoint.size)],
  );
  const entries = rows.map(({ body }) => toBase64(new Uint8Array(body)));
  return { size: checkpoint.size, entries, checkpoint: checkpoint.note };
}

export async function readBlob({ database }: Auditor, digest: string): Promise<{ media_type: string; bytes: string }> {
  const [row] = await database.query<{ media_type: string; bytes: Uint8Array }>(
    "SELECT media_type, bytes FROM ledger.blob WHERE digest = $1",
    [digest],
  );
  if (!row) throw new AuditorError("not_found", "the ledger has no blob of this digest", { at: digest.slice(0, 80) });
  return { media_type: row.media_type, bytes: toBase64(new Uint8Array(row.bytes)) };
}
