import type { Envelope } from "@trias/protocol";
import type { Accepted } from "../consistency.ts";
import { ExecutorError, SupersededError } from "../errors.ts";
import type { Execution } from "../execution.ts";
import type { Sql } from "../ports.ts";

export interface Locks {
  /** Keys of what the plan changes. */
  readonly exclusive: readonly string[];
  /** Keys of what it only depends on. */
  readonly shared: readonly string[];
}

export interface Redemption {
  readonly execution: Execution;
  readonly planBytes: Uint8Array;
  readonly locks: Locks;
  /** The newest accepted checkpoint once this one counts, and the size of the one that it was proven against. */
  readonly newest: Accepted;
  readonly provenFrom: number | undefined;
  readonly report: Envelope;
  readonly epoch: number;
}

/** `checkpoint_moved`: prove consistency from what is accepted now, and redeem again. */
export type Redeemed = "redeemed" | "used" | "checkpoint_moved";

/**
 * Redeems a warrant: its id, the execution with all its steps, its locks and the accepted checkpoint, all or nothing.
 *
 * INVARIANT: this commits before the first effect, and the id is unique for ever; so a warrant opens one execution.
 */
export async function redeem(sql: Sql, redemption: Redemption): Promise<Redeemed> {
  const { rows } = await sql.query<{ outcome: string }>(
    "select redeem_warrant($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) as outcome",
    parametersOf(redemption),
  );
  const [outcome = "", resource = "", execution = ""] = rows[0]?.outcome.split(" ") ?? [];
  switch (outcome) {
    case "redeemed":
    case "used":
    case "checkpoint_moved":
      return outcome;
    case "superseded":
      throw new SupersededError();
    case "halted":
      throw haltedError();
    default:
      throw new ExecutorError("conflict", `\`${resource}\` is being worked on by execution ${execution}`, {
        at: resource,
        fix: "send the warrant again when that has ended",
        remedy: "retry",
      });
  }
}

function parametersOf(redemption: Redemption): readonly unknown[] {
  const { execution, planBytes, locks, newest, provenFrom, report, epoch } = redemption;
  const { id, permit, plan, start, state, sequence, message, redeemed } = execution;
  const steps = plan.steps.map((step) => step.id);
  return [
    ...[id, permit.case, permit.plan_digest, JSON.stringify(permit), planBytes, JSON.stringify(start)],
    ...[state, sequence, message, redeemed, steps, locks.exclusive, locks.shared],
    ...[newest.size, newest.root, newest.note, provenFrom ?? null, JSON.stringify(report), epoch],
  ];
}

export function haltedError(): ExecutorError {
  const fix = "a person takes the halt back with `trias resume`";
  return new ExecutorError("unavailable", "the executor is halted", { at: "halt", fix, remedy: "ask" });
}
