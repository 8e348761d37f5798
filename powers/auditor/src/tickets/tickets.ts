import type { Ticket } from "@trias/protocol";
import { AuditorError } from "../errors.ts";
import { isoTime, type Sql } from "../ports.ts";
import type { Change } from "../store/writer.ts";

interface Row {
  readonly id: string;
  readonly kind: Ticket["kind"];
  readonly title: string;
  readonly opened_by: string;
  readonly state: Ticket["state"];
  readonly case_id: string | null;
  readonly opened: Date | string;
}

const COLUMNS = "id, kind, title, opened_by, state, case_id, opened";

function ticketOf({ case_id, opened, ...row }: Row): Ticket {
  return { ...row, case: case_id, opened: new Date(opened).toISOString() };
}

interface NewTicket {
  readonly kind: Ticket["kind"];
  readonly title: string;
  readonly openedBy: string;
  readonly idempotency: string | null;
  readonly caseId: string | null;
}

/** Opens a ticket in the register; the same idempotency key answers with the ticket that it opened. */
export async function openTicket(change: Change, input: NewTicket): Promise<Ticket> {
  if (input.idempotency !== null) {
    const [known] = await change.sql.query<Row>(`SELECT ${COLUMNS} FROM auditor.ticket WHERE idempotency = $1`, [
      input.idempotency,
    ]);
    if (known) return ticketOf(known);
  }
  const prefix = input.kind === "change" ? "CHG" : "EMG";
  const [row] = await change.sql.query<Row>(
    `INSERT INTO auditor.ticket (id, n, kind, title, opened_by, state, case_id, opened, idempotency)
     SELECT $1 || lpad((coalesce(max(n), 0) + 1)::text, 7, '0'), coalesce(max(n), 0) + 1, $2::text, $3, $4, $5, $6, $7, $8
     FROM auditor.ticket WHERE kind = $2::text RETURNING ${COLUMNS}`,
    [
      prefix,
      input.kind,
      input.title,
      input.openedBy,
      input.caseId === null ? "open" : "used",
      input.caseId,
      isoTime(change.now),
      input.idempotency,
    ],
  );
  if (!row) throw new AuditorError("unavailable", "the ticket could not be written", { remedy: "retry" });
  const ticket = ticketOf(row);
  change.append({
    type: "ticket",
    ...(input.caseId === null ? {} : { case: input.caseId }),
    body: { id: ticket.id, kind: ticket.kind, state: ticket.state },
  });
  return ticket;
}

export async function listTickets(sql: Sql): Promise<Ticket[]> {
  const rows = await sql.query<Row>(`SELECT ${COLUMNS} FROM auditor.ticket ORDER BY opened DESC, n DESC LIMIT 500`);
  return rows.map(ticketOf);
}

export async function ticketOfCase(sql: Sql, caseId: string): Promise<Ticket | null> {
  const [row] = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM auditor.ticket WHERE case_id = $1 AND state = 'used' ORDER BY opened DESC LIMIT 1`,
    [caseId],
  );
  return row ? ticketOf(row) : null;
}

/** INVARIANT: one ticket carries one case; only an open change ticket can be given to another. */
export async function bindTicket(sql: Sql, id: string, caseId: string): Promise<void> {
  const rows = await sql.query(
    "UPDATE auditor.ticket SET state = 'used', case_id = $2 WHERE id = $1 AND kind = 'change' AND state = 'open' RETURNING id",
    [id, caseId],
  );
  if (rows.length > 0) return;
  throw new AuditorError("bad_request", `\`${id.slice(0, 20)}\` is not an open change ticket`, {
    at: "ticket",
    fix: "`trias ticket list` shows the open ones, `trias ticket open` makes one",
  });
}

/** A case that ended without a change gives its ticket back. */
export function releaseTicket(change: Change, caseId: string): void {
  change.put(
    "UPDATE auditor.ticket SET state = 'open', case_id = NULL WHERE case_id = $1 AND kind = 'change' AND state = 'used'",
    [caseId],
  );
}

/** Opens an emergency ticket for the containment of an authenticated incident, at most `cap` an hour; null beyond that. */
export async function openEmergencyTicket(
  change: Change,
  caseId: string,
  title: string,
  cap: number,
): Promise<Ticket | null> {
  const [present, [row]] = await Promise.all([
    ticketOfCase(change.sql, caseId),
    change.sql.query<{ count: string }>(
      "SELECT count(*) AS count FROM auditor.ticket WHERE kind = 'emergency' AND opened > $1",
      [isoTime(change.now - 3_600_000)],
    ),
  ]);
  if (present) return present;
  if (Number(row?.count ?? 0) >= cap) return null;
  return openTicket(change, {
    kind: "emergency",
    title: title.slice(0, 300),
    openedBy: "auditor",
    idempotency: null,
    caseId,
  });
}
