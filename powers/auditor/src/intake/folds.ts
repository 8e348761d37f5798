import { toBase64, utf8 } from "@trias/core";
import { leafHash, MerkleTree } from "@trias/ledger";
import { isoTime } from "../ports.ts";
import type { Change, Writer } from "../store/writer.ts";

const MAX_A_WINDOW = 5000;

interface Folded {
  readonly n: number;
  readonly digest: string;
  readonly heard: Date | string;
}

/**
 * Closes the window of folded events of each case: one entry with their number and the Merkle root of their digests, and the digests
 * as a blob beside it, so that each single event can be proven to have been heard.
 */
export async function closeFoldWindows(writer: Writer, before: number): Promise<void> {
  for (;;) {
    const more = await writer.write((change) => closeOne(change, before));
    if (!more) return;
  }
}

async function closeOne(change: Change, before: number): Promise<boolean> {
  const { sql } = change;
  const [next] = await sql.query<{ case_id: string }>(
    "SELECT case_id FROM auditor.fold WHERE heard <= $1 ORDER BY n LIMIT 1",
    [isoTime(before)],
  );
  if (!next) return false;
  const folded = await sql.query<Folded>(
    "SELECT n, digest, heard FROM auditor.fold WHERE case_id = $1 ORDER BY n LIMIT $2",
    [next.case_id, MAX_A_WINDOW],
  );
  const tree = new MerkleTree();
  for (const { digest } of folded) tree.append(leafHash(utf8(digest)));
  change.append({
    type: "event-fold",
    case: next.case_id,
    body: {
      count: folded.length,
      root: toBase64(tree.root()),
      first: timeOf(folded.at(0)),
      last: timeOf(folded.at(-1)),
    },
    blobs: [{ mediaType: "text/plain", bytes: utf8(folded.map(({ digest }) => `${digest}\n`).join("")) }],
  });
  await sql.query("DELETE FROM auditor.fold WHERE case_id = $1 AND n <= $2", [next.case_id, folded.at(-1)?.n ?? 0]);
  return true;
}

function timeOf(folded: Folded | undefined): string {
  return new Date(folded?.heard ?? 0).toISOString();
}
