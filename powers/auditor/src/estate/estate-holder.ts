import {
  applyDelta,
  type Estate,
  EstateError,
  PART_NAMES,
  type Part,
  type PartName,
  parseEstate,
  partDigest,
} from "@trias/estate";
import {
  type Envelope,
  openStatement,
  PAYLOAD_TYPES,
  type PartState,
  type WireDelta,
  wireDeltaSchema,
  wireEstateSchema,
} from "@trias/protocol";
import { AuditorError } from "../errors.ts";
import { type Clock, isoTime, type Sql } from "../ports.ts";
import type { Bell } from "../store/bell.ts";

const MIB = 1024 * 1024;
const SNAPSHOT_LIMITS = { maxBytes: 192 * MIB, maxDepth: 64, maxValues: 40_000_000 };
const DELTA_LIMITS = { maxBytes: 64 * MIB, maxDepth: 64, maxValues: 10_000_000 };
/** Clocks may differ by this much. */
const SKEW_MS = 30_000;

export interface Accepted {
  readonly serial: number;
  /** True where a whole snapshot is needed. */
  readonly resync: boolean;
}

/**
 * The estate that the auditor judges on: what the collector signed, kept in memory. After a start it is empty until a whole
 * snapshot came; the highest serial heard is kept in the database, so that an older state is refused even then.
 */
export class EstateHolder {
  private readonly sql: Sql;
  private readonly clock: Clock;
  private readonly bell: Bell;
  private readonly collectorKey: string;
  private estate: Estate | null = null;

  constructor(options: { sql: Sql; clock: Clock; bell: Bell; collectorKey: string }) {
    this.sql = options.sql;
    this.clock = options.clock;
    this.bell = options.bell;
    this.collectorKey = options.collectorKey;
  }

  get current(): Estate | null {
    return this.estate;
  }

  async accept(envelope: Envelope): Promise<Accepted> {
    return envelope.payloadType === PAYLOAD_TYPES.delta ? this.acceptDelta(envelope) : this.acceptSnapshot(envelope);
  }

  parts(): PartState[] {
    const { estate } = this;
    if (!estate) return [];
    return PART_NAMES.map((name) => {
      const part: Part<PartName> = estate.parts[name];
      return part.status === "known"
        ? { part: name, status: part.status, serial: part.serial, time: part.time, digest: partDigest(estate, name) }
        : { part: name, status: part.status, serial: estate.serial, time: estate.time, digest: null };
    });
  }

  private async acceptSnapshot(envelope: Envelope): Promise<Accepted> {
    const { statement } = openStatement(
      envelope,
      PAYLOAD_TYPES.estate,
      this.collectorKey,
      wireEstateSchema,
      SNAPSHOT_LIMITS,
    );
    this.refuseFuture(statement.time);
    const { estate } = this;
    if (estate && Date.parse(statement.time) < Date.parse(estate.time)) throw stale(statement.serial, estate.serial);
    await this.remember(statement.lineage, statement.serial);
    this.estate = asRefusal(() => parseEstate(statement));
    this.bell.ring("estate");
    return { serial: this.estate.serial, resync: false };
  }

  private async acceptDelta(envelope: Envelope): Promise<Accepted> {
    const { statement } = openStatement(
      envelope,
      PAYLOAD_TYPES.delta,
      this.collectorKey,
      wireDeltaSchema,
      DELTA_LIMITS,
    );
    this.refuseFuture(statement.time);
    const { estate } = this;
    if (!estate || statement.lineage !== estate.lineage) return { serial: estate?.serial ?? 0, resync: true };
    if (isOld(statement, estate)) return { serial: estate.serial, resync: false };
    if (statement.base_serial !== estate.serial) return { serial: estate.serial, resync: true };
    const next = asRefusal(() => applyDelta(estate, statement));
    if (statement.serial > estate.serial) await this.remember(statement.lineage, statement.serial);
    // Another message may have been taken while the database was written to.
    if (this.estate !== estate) return { serial: this.estate?.serial ?? 0, resync: true };
    this.estate = next;
    this.bell.ring("estate");
    return { serial: next.serial, resync: false };
  }

  /**
   * INVARIANT: the serial of one life of the cloud never goes back, not even over a restart. It need not be durable by itself: every
   * verdict that was made on this state is committed after it.
   */
  private async remember(lineage: string, serial: number): Promise<void> {
    const rows = await this.sql.query(
      `INSERT INTO auditor.estate_head (lineage, serial, heard) VALUES ($1, $2, $3)
       ON CONFLICT (lineage) DO UPDATE SET serial = excluded.serial, heard = excluded.heard
       WHERE auditor.estate_head.serial <= excluded.serial RETURNING serial`,
      [lineage, serial, isoTime(this.clock.now())],
    );
    if (rows.length === 0) throw stale(serial, this.estate?.serial);
  }

  private refuseFuture(time: string): void {
    if (Date.parse(time) <= this.clock.now() + SKEW_MS) return;
    throw new AuditorError("bad_request", `the estate is of \`${time}\`, which lies in the future`, {
      fix: "set the collector's clock right",
    });
  }
}

/** A delta that was heard before, or an older sign of life. */
function isOld(delta: WireDelta, estate: Estate): boolean {
  if (delta.serial !== estate.serial) return delta.serial < estate.serial;
  return Date.parse(delta.time) <= Date.parse(estate.time);
}

function stale(serial: number, present: number | undefined): AuditorError {
  return new AuditorError("conflict", `serial ${serial} of the estate is older than what was heard already`, {
    at: present === undefined ? "serial" : `serial ${present}`,
    fix: "read the cloud again and send what it is now",
  });
}

function asRefusal<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EstateError)) throw error;
    throw new AuditorError("bad_request", error.message, { at: error.at ?? "estate", cause: error });
  }
}
