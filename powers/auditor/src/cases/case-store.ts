import { type CaseState, ENDED_STATES, type Envelope } from "@trias/protocol";
import { AuditorError } from "../errors.ts";
import type { Sql } from "../ports.ts";
import type { Bell } from "../store/bell.ts";
import type { Change } from "../store/writer.ts";
import { releaseTicket } from "../tickets/tickets.ts";
import type { CaseFile, StoredCase } from "./case-file.ts";

interface Row {
  readonly file: CaseFile;
  readonly version: string;
  readonly heard: string;
  readonly words: string;
  readonly receipt: Envelope;
}

/** Folded events whose window is still open count already. */
const PENDING = "(SELECT count(*) FROM auditor.fold f WHERE f.case_id = c.id)";
const COLUMNS = `file, version + ${PENDING} AS version, heard + ${PENDING} AS heard, words, receipt`;

function stored(row: Row): StoredCase {
  return { ...row, version: Number(row.version), heard: Number(row.heard) };
}

export async function findCase(sql: Sql, id: string): Promise<StoredCase | null> {
  const [row] = await sql.query<Row>(`SELECT ${COLUMNS} FROM auditor.case_file c WHERE id = $1`, [id]);
  return row ? stored(row) : null;
}

export async function needCase(sql: Sql, id: string): Promise<StoredCase> {
  return existing(await findCase(sql, id), id);
}

export function existing(found: StoredCase | null, id: string): StoredCase {
  if (found) return found;
  throw new AuditorError("not_found", `there is no case \`${id}\``, { fix: "`trias case list` shows those that are" });
}

export async function newestCases(sql: Sql, state: CaseState | undefined, limit: number): Promise<StoredCase[]> {
  const rows = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM auditor.case_file c WHERE $1::text IS NULL OR state = $1 ORDER BY opened DESC LIMIT $2`,
    [state ?? null, limit],
  );
  return rows.map(stored);
}

export async function casesIn(sql: Sql, states: readonly CaseState[], limit = 1000): Promise<StoredCase[]> {
  const rows = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM auditor.case_file c WHERE ${among(states)} ORDER BY opened LIMIT $1`,
    [limit],
  );
  return rows.map(stored);
}

export async function idsIn(sql: Sql, states: readonly CaseState[], limit = 1000): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM auditor.case_file WHERE ${among(states)} ORDER BY opened LIMIT $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** As constants, because with a parameter the server can't know that its index of open cases will do. */
function among(states: readonly CaseState[]): string {
  return `state IN (${states.map((state) => `'${state}'`).join(", ")})`;
}

/** Cases, and the bells that wake who waits for them. */
export class CaseStore {
  private readonly bell: Bell;

  constructor(bell: Bell) {
    this.bell = bell;
  }

  insert(change: Change, file: CaseFile, words: string, receipt: Envelope): void {
    const requester = file.requester === null ? null : `${file.requester.iss} ${file.requester.sub}`;
    change.put(
      `INSERT INTO auditor.case_file (id, kind, state, requester, opened, since, words, receipt, file)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        file.id,
        file.kind,
        file.state,
        requester,
        file.opened,
        file.since,
        words,
        JSON.stringify(receipt),
        JSON.stringify(file),
      ],
    );
  }

  /** Writes a changed file back. The writer is alone, so what was read in this transaction is still what stands there. */
  save(change: Change, file: CaseFile): void {
    change.put("UPDATE auditor.case_file SET state = $2, since = $3, file = $4, version = version + 1 WHERE id = $1", [
      file.id,
      file.state,
      file.since,
      JSON.stringify(file),
    ]);
    if (ENDED_STATES.has(file.state)) close(change, file);
    change.afterCommit(() => this.bell.ring(`case:${file.id}`));
  }

  /** Wakes who waits for cases into which something was folded. */
  heardAgain(change: Change, ids: Iterable<string>): void {
    change.afterCommit(() => {
      for (const id of ids) this.bell.ring(`case:${id}`);
    });
  }
}

/** What a case held while it went on: the identity that folds events into it, and its change ticket where nothing was changed. */
function close(change: Change, file: CaseFile): void {
  change.put("DELETE FROM auditor.open_identity WHERE case_id = $1", [file.id]);
  if (file.state === "done") return;
  change.put("UPDATE auditor.effect SET live = false WHERE case_id = $1", [file.id]);
  if (file.execution === null && file.ticket !== null) releaseTicket(change, file.id);
}
