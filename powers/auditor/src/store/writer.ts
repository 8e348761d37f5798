import type { Digest } from "@trias/core";
import { messageOf, type Signer } from "@trias/core";
import { type MerkleTree, signCheckpoint } from "@trias/ledger";
import { AuditorError } from "../errors.ts";
import type { Clock, Database, Log, Sql } from "../ports.ts";
import { type NewEntry, type PreparedEntry, prepareEntry } from "./entry.ts";

const MAX_BATCH = 64;

export interface Appended {
  readonly index: number;
  /** Digest of the entry's bytes. */
  readonly digest: Digest;
}

/** One operation's view of the transaction that it shares: its rows and its ledger entries are committed together. */
export interface Change {
  readonly sql: Sql;
  readonly now: number;
  append(entry: NewEntry): Appended;
  /** Writes something that is not read back; it is sent at once, after all before it, and not waited for until the end. */
  put(text: string, values: readonly unknown[]): void;
  /** Runs once the transaction is committed; never runs otherwise. */
  afterCommit(work: () => void): void;
}

export interface Checkpoint {
  readonly size: number;
  readonly note: string;
}

export interface WriterOptions {
  readonly database: Database;
  readonly tree: MerkleTree;
  readonly checkpoint: Checkpoint;
  readonly origin: string;
  readonly signer: Signer;
  /** Lines that every checkpoint carries besides size and root. */
  readonly extensions: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether something goes before or behind what waits; `later` never shares a transaction with what is for `now`. */
export type Urgency = "now" | "later";

interface Waiting {
  readonly run: (change: Change) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Outcome {
  readonly waiting: Waiting;
  readonly value: unknown;
  readonly hooks: readonly (() => void)[];
}

/**
 * The one writer. Operations queue; those that wait are committed together, each behind its own savepoint, with all their
 * ledger entries and one signed checkpoint.
 */
export class Writer {
  private readonly options: WriterOptions;
  private readonly queues: Readonly<Record<Urgency, Waiting[]>> = { now: [], later: [] };
  private last: Urgency = "later";
  private busy = false;
  /** Sent, and not known to stand in the database or not. */
  private attempted: Checkpoint | undefined;
  private committed: Checkpoint;

  constructor(options: WriterOptions) {
    this.options = options;
    this.committed = options.checkpoint;
  }

  /** The newest published checkpoint, and the tree that holds at least its leaves. */
  get checkpoint(): Checkpoint {
    return this.committed;
  }

  get tree(): MerkleTree {
    return this.options.tree;
  }

  write<T>(run: (change: Change) => Promise<T>, urgency: Urgency = "now"): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.queues[urgency].push({ run, resolve: (value) => resolve(value as T), reject });
      if (!this.busy) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.busy = true;
    for (let batch = this.next(); batch.length > 0; batch = this.next()) {
      try {
        if (this.attempted) await this.settle(this.attempted);
        for (const { waiting, value, hooks } of await this.commit(batch)) {
          waiting.resolve(value);
          for (const hook of hooks) hook();
        }
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    this.busy = false;
  }

  /** What is for now goes first; one thing that can wait has its turn after each batch of these, so that it never waits for ever. */
  private next(): Waiting[] {
    const { now, later } = this.queues;
    this.last = later.length > 0 && (now.length === 0 || this.last === "now") ? "later" : "now";
    return this.last === "later" ? later.splice(0, 1) : now.splice(0, MAX_BATCH);
  }

  private async commit(batch: readonly Waiting[]): Promise<Outcome[]> {
    const { database, tree, log } = this.options;
    const before = this.committed;
    let next = before;
    let outcomes: Outcome[] = [];
    let refused: { readonly error: unknown } | undefined;
    try {
      await database.transaction(async (sql) => {
        const pending: PreparedEntry[] = [];
        outcomes = await this.runAll(batch, sql, pending, (error) => {
          refused = { error };
        });
        if (pending.length > 0) next = this.publish(sql, pending);
      });
    } catch (error) {
      if (next === before) {
        tree.truncate(before.size);
        throw refused ? refused.error : unavailable(error);
      }
      // INVARIANT: where something fails from the entries on, nobody knows whether it took effect until the database is asked.
      log.warn("commit_failed", { error: messageOf(error) });
      this.attempted = next;
      await this.settle(next);
      if (this.committed !== next) throw unavailable(error);
    }
    this.committed = next;
    return outcomes;
  }

  private async runAll(
    batch: readonly Waiting[],
    sql: Sql,
    pending: PreparedEntry[],
    refuse: (error: unknown) => void,
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    const alone = batch.length === 1;
    for (const waiting of batch) {
      const kept = pending.length;
      const saved = alone ? undefined : sql.query("SAVEPOINT operation");
      const hooks: (() => void)[] = [];
      try {
        await saved;
        const puts: Promise<unknown>[] = [];
        const value = await waiting.run(this.change(sql, pending, puts, hooks));
        // Alone it stands and falls with the transaction, which waits for everything.
        if (!alone) await Promise.all([...puts, sql.query("RELEASE SAVEPOINT operation")]);
        outcomes.push({ waiting, value, hooks });
      } catch (error) {
        pending.length = kept;
        if (alone) {
          refuse(error);
          throw error;
        }
        await sql.query("ROLLBACK TO SAVEPOINT operation");
        waiting.reject(error);
      }
    }
    return outcomes;
  }

  private change(sql: Sql, pending: PreparedEntry[], puts: Promise<unknown>[], hooks: (() => void)[]): Change {
    const { clock } = this.options;
    const now = clock.now();
    const base = this.committed.size;
    return {
      sql,
      now,
      append: (entry) => {
        const prepared = prepareEntry(entry, now);
        pending.push(prepared);
        return { index: base + pending.length - 1, digest: prepared.digest };
      },
      put(text, values) {
        const sent = sql.query(text, values);
        // Heard where all of them are waited for; until then a refusal must not end the process.
        sent.catch(() => undefined);
        puts.push(sent);
      },
      afterCommit: (work) => hooks.push(work),
    };
  }

  /** Sends the entries and their checkpoint; whether they stand there shows at the commit. */
  private publish(sql: Sql, pending: readonly PreparedEntry[]): Checkpoint {
    const { tree, origin, signer, extensions } = this.options;
    const from = this.committed.size;
    for (const { leaf } of pending) tree.append(leaf);
    const note = signCheckpoint(origin, tree.size, tree.root(), signer, extensions);
    const blobs = pending.flatMap((entry) => entry.blobs);
    const sent = sql.query("SELECT ledger.append($1, $2::bytea[], $3, $4::text[], $5::text[], $6::bytea[])", [
      from,
      pending.map(({ bytes }) => Buffer.from(bytes)),
      note,
      blobs.map(({ digest }) => digest),
      blobs.map(({ mediaType }) => mediaType),
      blobs.map(({ bytes }) => Buffer.from(bytes)),
    ]);
    sent.catch(() => undefined);
    return { size: tree.size, note };
  }

  /** Asks the database whether what was sent stands there, and brings the tree in memory to that. */
  private async settle(attempted: Checkpoint): Promise<void> {
    const { database, tree } = this.options;
    const rows = await database
      .query<{ size: string; note: string }>("SELECT size, note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1")
      .catch((error: unknown) => {
        throw unavailable(error);
      });
    const size = Number(rows[0]?.size ?? 0);
    const standing = [attempted, this.committed].find((known) => known.size === size);
    if (standing === undefined || (size > 0 && standing.note !== rows[0]?.note)) {
      throw new AuditorError("second_writer", `the ledger holds ${size} entries, not the ${tree.size} written here`, {
        fix: "only one auditor may write to a ledger: stop the other and restart this one",
      });
    }
    tree.truncate(size);
    this.committed = standing;
    this.attempted = undefined;
  }
}

function unavailable(error: unknown): unknown {
  if (error instanceof AuditorError) return error;
  return new AuditorError("unavailable", "the auditor's database did not confirm this", {
    fix: "send it again: what took effect is not done twice",
    remedy: "retry",
    cause: error,
  });
}
