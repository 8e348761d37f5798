import { toBase64, utf8 } from "@trias/core";
import { leafHash, MerkleTree } from "@trias/ledger";
import { isoTime, type Sql } from "../ports.ts";
import type { Change, Writer } from "../store/writer.ts";

/** Cases whose windows share a transaction, and what such a transaction reads at most. */
const CASES_AT_ONCE = 24;
const EVENTS_AT_ONCE = 5000;
const BYTES_AT_ONCE = 8 << 20;

interface Folded {
  readonly case_id: string;
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
export async function closeFoldWindows(sql: Sql, writer: Writer, before: number): Promise<void> {
  // Asked once for all of them: a table that is emptied as it fills is slow to find its first row in.
  const open = await sql.query<{ case_id: string }>("SELECT DISTINCT case_id FROM auditor.fold WHERE heard <= $1", [
    isoTime(before),
  ]);
  const waiting = open.map(({ case_id }) => case_id);
  while (waiting.length > 0) {
    const some = waiting.splice(0, CASES_AT_ONCE);
    while (await writer.write((change) => closeSome(change, some), "later"));
  }
}

/** Says whether there may be more of them than one transaction takes. */
async function closeSome(change: Change, cases: readonly string[]): Promise<boolean> {
  const folded = await change.sql.query<Folded>(
    `SELECT case_id, n, digest, event_id, reused, heard, bytes FROM (
       SELECT *, sum(octet_length(bytes)) OVER (ORDER BY n) AS upto, row_number() OVER (ORDER BY n) AS nth
       FROM auditor.fold WHERE case_id = ANY($1::text[]) ORDER BY n LIMIT $2
     ) AS waiting WHERE upto <= $3 OR nth = 1 ORDER BY n`,
    [cases, EVENTS_AT_ONCE, BYTES_AT_ONCE],
  );
  const last = folded.at(-1);
  if (last === undefined) return false;
  const windows = [...Map.groupBy(folded, ({ case_id }) => case_id)];
  for (const [id, events] of windows) close(change, id, events);
  change.put("DELETE FROM auditor.fold WHERE case_id = ANY($1::text[]) AND n <= $2", [cases, last.n]);
  change.put(
    `UPDATE auditor.case_file c SET heard = heard + w.count, version = version + w.count
     FROM unnest($1::text[], $2::bigint[]) AS w(id, count) WHERE c.id = w.id`,
    [windows.map(([id]) => id), windows.map(([, events]) => events.length)],
  );
  return folded.length === EVENTS_AT_ONCE || bytesOf(folded) > BYTES_AT_ONCE / 2;
}

function close(change: Change, caseId: string, folded: readonly Folded[]): void {
  const tree = new MerkleTree();
  for (const { digest } of folded) tree.append(leafHash(utf8(digest)));
  change.append({
    type: "event-fold",
    case: caseId,
    body: {
      count: folded.length,
      ids_heard_before: folded.filter(({ reused }) => reused).length,
      root: toBase64(tree.root()),
      first: timeOf(folded.at(0)),
      last: timeOf(folded.at(-1)),
    },
    blobs: [{ mediaType: "application/x-ndjson", bytes: utf8(folded.map(lineOf).join("")) }],
  });
}

function bytesOf(folded: readonly Folded[]): number {
  return folded.reduce((sum, { bytes }) => sum + bytes.length, 0);
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
