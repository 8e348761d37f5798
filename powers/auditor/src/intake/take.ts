import { isoTime } from "../ports.ts";
import type { Change } from "../store/writer.ts";
import { type IncidentDeps, openIncident } from "./incident.ts";
import { type EventKey, keyOf } from "./keys.ts";
import type { Heard } from "./reading.ts";

/** What became of an event: a case of its own, one more of a case that is there, or nothing because it came before. */
export interface Taken {
  readonly outcome: "opened" | "folded" | "duplicate";
  readonly case: string;
}

interface Standing {
  readonly seen: string | null;
  readonly reused: boolean;
  readonly open: string | null;
  readonly quiet: string | null;
}

/** Takes several events in one transaction, as if each came by itself, in their order: two statements to read and two to write. */
export async function takeEvents(deps: IncidentDeps, change: Change, events: readonly Heard[]): Promise<Taken[]> {
  const keys = events.map(keyOf);
  const standing = await standingOf(change, events, keys);
  const lately = new Lately();
  const rows = new Rows();
  const taken = events.map((heard, i): Taken => {
    const key = keys[i] as EventKey;
    const stood = standing[i] as Standing;
    const before = stood.seen ?? lately.seen(key, heard.digest);
    if (before !== null) return { outcome: "duplicate", case: before };
    const reused = stood.reused || lately.reused(key);
    const open = lately.open(key) ?? stood.open ?? stood.quiet;
    if (open !== null) {
      rows.fold(open, heard, key, reused);
      lately.remember(key, heard.digest, open);
      return { outcome: "folded", case: open };
    }
    const opened = openIncident(deps, change, heard, reused);
    rows.remember(opened.case, heard, key);
    lately.remember(key, heard.digest, opened.case);
    lately.openedBy(key, opened.identity, opened.case);
    return { outcome: "opened", case: opened.case };
  });
  rows.write(deps, change);
  return taken;
}

async function standingOf(
  change: Change,
  events: readonly Heard[],
  keys: readonly EventKey[],
): Promise<readonly Standing[]> {
  // Each is looked up by itself: joined, the server would read whole tables, whose size it does not know while they fill.
  return change.sql.query<Standing>(
    `SELECT
       (SELECT s.case_id FROM auditor.event_seen s WHERE s.source = e.source AND s.account = e.account
         AND s.event_id = e.event_id AND s.digest = e.digest LIMIT 1) AS seen,
       (SELECT true FROM auditor.event_seen r WHERE r.source = e.source AND r.account = e.account
         AND r.event_id = e.event_id LIMIT 1) IS NOT NULL AS reused,
       (SELECT o.case_id FROM auditor.open_identity o WHERE o.source = e.source AND o.account = e.account
         AND o.identity = e.identity LIMIT 1) AS open,
       (SELECT q.case_id FROM auditor.open_identity q WHERE q.source = e.source AND q.account = e.account
         AND q.identity = e.quiet AND q.until > $7 LIMIT 1) AS quiet
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
       AS e(source, account, event_id, digest, identity, quiet, n)
     ORDER BY e.n`,
    [
      keys.map(({ source }) => source),
      keys.map(({ account }) => account),
      keys.map(({ id }) => id),
      events.map(({ digest }) => digest),
      keys.map(({ identity }) => identity),
      keys.map(({ quiet }) => quiet),
      isoTime(change.now),
    ],
  );
}

/** What the events before one in the same transaction did, which its reading could not see yet. */
class Lately {
  private readonly byEvent = new Map<string, string>();
  private readonly ids = new Set<string>();
  private readonly identities = new Map<string, string>();

  seen({ source, account, id }: EventKey, digest: string): string | null {
    return this.byEvent.get(named(source, account, id, digest)) ?? null;
  }

  reused({ source, account, id }: EventKey): boolean {
    return this.ids.has(named(source, account, id));
  }

  open({ source, account, identity, quiet }: EventKey): string | null {
    const of = (name: string | null) =>
      name === null ? null : (this.identities.get(named(source, account, name)) ?? null);
    return of(identity) ?? of(quiet);
  }

  remember({ source, account, id }: EventKey, digest: string, caseId: string): void {
    this.byEvent.set(named(source, account, id, digest), caseId);
    this.ids.add(named(source, account, id));
  }

  openedBy({ source, account }: EventKey, identity: string, caseId: string): void {
    this.identities.set(named(source, account, identity), caseId);
  }
}

function named(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** Rows to write, gathered so that each table takes one statement. */
class Rows {
  private readonly seen: (readonly [string, string, string, string, string])[] = [];
  private readonly folds: { caseId: string; digest: string; id: string; reused: boolean; bytes: Uint8Array }[] = [];

  remember(caseId: string, { digest }: Heard, { source, account, id }: EventKey): void {
    this.seen.push([source, account, id, digest, caseId]);
  }

  fold(caseId: string, heard: Heard, key: EventKey, reused: boolean): void {
    this.remember(caseId, heard, key);
    this.folds.push({
      caseId,
      digest: heard.digest,
      id: heard.classification.id.slice(0, 500),
      reused,
      bytes: heard.bytes,
    });
  }

  write({ cases }: IncidentDeps, change: Change): void {
    if (this.seen.length > 0) {
      change.put(
        `INSERT INTO auditor.event_seen (source, account, event_id, digest, case_id)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING`,
        [0, 1, 2, 3, 4].map((column) => this.seen.map((row) => row[column])),
      );
    }
    if (this.folds.length === 0) return;
    change.put(
      `INSERT INTO auditor.fold (case_id, digest, event_id, reused, bytes, heard)
       SELECT f.case_id, f.digest, f.event_id, f.reused, f.bytes, $6
       FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::bytea[])
         WITH ORDINALITY AS f(case_id, digest, event_id, reused, bytes, n) ORDER BY f.n`,
      [
        this.folds.map(({ caseId }) => caseId),
        this.folds.map(({ digest }) => digest),
        this.folds.map(({ id }) => id.replaceAll("\u0000", " ")),
        this.folds.map(({ reused }) => reused),
        this.folds.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
        isoTime(change.now),
      ],
    );
    cases.heardAgain(change, new Set(this.folds.map(({ caseId }) => caseId)));
  }
}
