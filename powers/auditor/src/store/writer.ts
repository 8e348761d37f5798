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
  private readonly queue: Waiting[] = [];
  private busy = false;
  private unsettled = false;
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

  write<T>(run: (change: Change) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ run, resolve: (value) => resolve(value as T), reject });
      if (!this.busy) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.busy = true;
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, MAX_BATCH);
      try {
        if (this.unsettled) await this.settle();
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
        if (pending.length > 0) next = await this.publish(sql, pending);
      });
    } catch (error) {
      if (next === before) {
        // Leaves that were refused may stand there by another hand: the database is asked before the next write.
        if (tree.size > before.size) this.unsettled = true;
        tree.truncate(before.size);
        throw refused ? refused.error : unavailable(error);
      }
      // INVARIANT: after a failed commit nobody knows whether it took effect until the database is asked.
      log.warn("commit_failed", { error: messageOf(error) });
      this.unsettled = true;
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
      if (!alone) await sql.query("SAVEPOINT operation");
      const hooks: (() => void)[] = [];
      try {
        const value = await waiting.run(this.change(sql, pending, hooks));
        if (!alone) await sql.query("RELEASE SAVEPOINT operation");
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

  private change(sql: Sql, pending: PreparedEntry[], hooks: (() => void)[]): Change {
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
      afterCommit: (work) => hooks.push(work),
    };
  }

  private async publish(sql: Sql, pending: readonly PreparedEntry[]): Promise<Checkpoint> {
    const { tree, origin, signer, extensions } = this.options;
    const from = this.committed.size;
    for (const { leaf } of pending) tree.append(leaf);
    const note = signCheckpoint(origin, tree.size, tree.root(), signer, extensions);
    const blobs = pending.flatMap((entry) => entry.blobs);
    await sql.query("SELECT ledger.append($1, $2::bytea[], $3, $4::text[], $5::text[], $6::bytea[])", [
      from,
      pending.map(({ bytes }) => Buffer.from(bytes)),
      note,
      blobs.map(({ digest }) => digest),
      blobs.map(({ mediaType }) => mediaType),
      blobs.map(({ bytes }) => Buffer.from(bytes)),
    ]);
    return { size: tree.size, note };
  }

  /** Asks the database how far the ledger goes, and brings the tree in memory to that. */
  private async settle(attempted?: Checkpoint): Promise<void> {
    const { database, tree } = this.options;
    const rows = await database
      .query<{ size: string; note: string }>("SELECT size, note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1")
      .catch((error: unknown) => {
        throw unavailable(error);
      });
    const size = Number(rows[0]?.size ?? 0);
    if (size > tree.size || size < this.committed.size) {
      throw new AuditorError("second_writer", `the ledger holds ${size} entries, not the ${tree.size} written here`, {
        fix: "only one auditor may write to a ledger: stop the other and restart this one",
      });
    }
    tree.truncate(size);
    const sameAsAttempted = attempted !== undefined && attempted.size === size;
    this.committed = sameAsAttempted ? attempted : { size, note: rows[0]?.note ?? "" };
    this.unsettled = false;
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
