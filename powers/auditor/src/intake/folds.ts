import { toBase64, utf8 } from "@trias/core";
import { leafHash, MerkleTree } from "@trias/ledger";
import { isoTime } from "../ports.ts";
import type { Change, Writer } from "../store/writer.ts";

const MAX_A_WINDOW = 10_000;
/** What one window's evidence holds at most, as long as it is more than one event. */
const MAX_BYTES = 8 << 20;

interface Folded {
  readonly n: string;
  readonly digest: string;
  readonly event_id: string;
  readonly reused: boolean;
  readonly heard: Date | string;
  readonly bytes: Uint8Array;
}

/**
 * Closes the window of folded events of each case: one entry with their number and the Merkle root of their digests. Beside it lies
 * the evidence, an event a line with its digest and id, so that each single one can be proven to have been heard.
 */
export async function closeFoldWindows(writer: Writer, before: number): Promise<void> {
  for (;;) {
    const more = await writer.write((change) => closeOne(change, before), "later");
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
    `SELECT n, digest, event_id, reused, heard, bytes FROM (
       SELECT *, sum(octet_length(bytes)) OVER (ORDER BY n) AS upto, row_number() OVER (ORDER BY n) AS nth
       FROM auditor.fold WHERE case_id = $1 ORDER BY n LIMIT $2
     ) AS window_of WHERE upto <= $3 OR nth = 1 ORDER BY n`,
    [next.case_id, MAX_A_WINDOW, MAX_BYTES],
  );
  const tree = new MerkleTree();
  for (const { digest } of folded) tree.append(leafHash(utf8(digest)));
  change.append({
    type: "event-fold",
    case: next.case_id,
    body: {
      count: folded.length,
      ids_heard_before: folded.filter(({ reused }) => reused).length,
      root: toBase64(tree.root()),
      first: timeOf(folded.at(0)),
      last: timeOf(folded.at(-1)),
    },
    blobs: [{ mediaType: "application/x-ndjson", bytes: utf8(folded.map(lineOf).join("")) }],
  });
  change.put("DELETE FROM auditor.fold WHERE case_id = $1 AND n <= $2", [next.case_id, folded.at(-1)?.n ?? 0]);
  change.put("UPDATE auditor.case_file SET heard = heard + $2, version = version + $2 WHERE id = $1", [
    next.case_id,
    folded.length,
  ]);
  return true;
}

/** The event stands there as text, byte for byte: its digest is over exactly that. */
function lineOf({ digest, event_id, reused, heard, bytes }: Folded): string {
  const event = Buffer.from(bytes).toString("utf8");
  const time = new Date(heard).toISOString();
  return `${JSON.stringify({ digest, id: event_id, id_heard_before: reused, heard: time, event })}\n`;
}

function timeOf(folded: Folded | undefined): string {
  return new Date(folded?.heard ?? 0).toISOString();
}
