import { equalBytes, toBase64 } from "@trias/core";
import { type Checkpoint, type LogKey, MerkleTree, openCheckpoint } from "@trias/ledger";
import { ledgerEntrySchema, parseBytes } from "@trias/protocol";
import { AuditorError } from "../errors.ts";
import { type Clock, type Database, isoTime } from "../ports.ts";

const PAGE = 10_000;
const TOLERATED_MS = 30_000;

export interface OpenedLedger {
  readonly tree: MerkleTree;
  readonly checkpoint: { readonly size: number; readonly note: string };
}

/**
 * Rebuilds the tree from the stored leaves and holds it against the newest checkpoint. Throws where the two differ, where the
 * checkpoint is not signed by `key`, or where the clock is behind the newest entry.
 */
export async function openLedger(database: Database, key: LogKey, clock: Clock): Promise<OpenedLedger> {
  const tree = new MerkleTree();
  for (;;) {
    const rows = await database.query<{ seq: string; leaf_hash: Uint8Array }>(
      "SELECT seq, leaf_hash FROM ledger.entry WHERE seq >= $1 ORDER BY seq LIMIT $2",
      [tree.size, PAGE],
    );
    for (const { seq, leaf_hash } of rows) {
      if (Number(seq) !== tree.size) throw mismatch(`entry ${tree.size} is missing`);
      tree.append(new Uint8Array(leaf_hash));
    }
    if (rows.length < PAGE) break;
  }
  const [newest] = await database.query<{ size: string; note: string }>(
    "SELECT size, note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1",
  );
  if (!newest) {
    if (tree.size > 0) throw mismatch(`there are ${tree.size} entries and no checkpoint`);
    return { tree, checkpoint: { size: 0, note: "" } };
  }
  checkAgainst(tree, openSigned(newest.note, key));
  await checkClock(database, tree.size, clock);
  return { tree, checkpoint: { size: tree.size, note: newest.note } };
}

function openSigned(note: string, key: LogKey): Checkpoint {
  try {
    return openCheckpoint(note, key);
  } catch (cause) {
    throw new AuditorError("ledger_mismatch", "the newest checkpoint is not signed by this auditor's log key", {
      fix: "restore the database and the key of the same installation",
      remedy: "ask",
      cause,
    });
  }
}

function checkAgainst(tree: MerkleTree, checkpoint: Checkpoint): void {
  if (checkpoint.size !== tree.size) {
    throw mismatch(`the checkpoint is over ${checkpoint.size} entries, the database holds ${tree.size}`);
  }
  if (!equalBytes(checkpoint.root, tree.root())) {
    throw mismatch(`the entries hash to ${toBase64(tree.root())}, the checkpoint says ${toBase64(checkpoint.root)}`);
  }
}

/** A clock that went back would give later entries earlier times, and expired warrants a second life. */
async function checkClock(database: Database, size: number, clock: Clock): Promise<void> {
  const [last] = await database.query<{ body: Uint8Array }>("SELECT body FROM ledger.entry WHERE seq = $1", [size - 1]);
  if (!last) throw mismatch("the newest entry can't be read");
  const time = Date.parse(parseBytes(ledgerEntrySchema, last.body, "the newest entry").time);
  if (clock.now() + TOLERATED_MS < time) {
    throw new AuditorError(
      "clock_behind",
      `the clock says ${isoTime(clock.now())}, the newest entry ${isoTime(time)}`,
      {
        fix: "set the clock right, then start again",
        remedy: "ask",
      },
    );
  }
}

function mismatch(what: string): AuditorError {
  return new AuditorError("ledger_mismatch", `the ledger is not what was signed: ${what}`, {
    fix: "do not use this database; keep it for an investigation and restore a whole one",
    remedy: "ask",
  });
}
