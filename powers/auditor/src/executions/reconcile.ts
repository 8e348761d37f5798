import { canonicalJson, type Signer, utf8 } from "@trias/core";
import { type Estate, overlay } from "@trias/estate";
import { contentDifferences } from "@trias/plan";
import type { CaseState, Reading, ReadResource } from "@trias/protocol";
import { bracketed } from "../bracketed.ts";
import type { CaseFile, ExecutionNote } from "../cases/case-file.ts";
import { type CaseStore, findCase, needCase } from "../cases/case-store.ts";
import { move, tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import type { Readings } from "../estate/readings.ts";
import { rollBackOf } from "../judge/context.ts";
import { findJudgedPlan } from "../judge/judged-plan.ts";
import type { Database, Log, RandomBytes } from "../ports.ts";
import type { Change, Writer } from "../store/writer.ts";
import { openDiscrepancy } from "./discrepancy.ts";
import { expectedAfter, refsOf } from "./expected.ts";

export interface ReconcileDeps {
  readonly database: Database;
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly readings: Readings;
  readonly estate: () => Estate | null;
  readonly receiptSigner: Signer;
  readonly random: RandomBytes;
  readonly log: Log;
}

const READING_MS = 5000;

/** Holds what the collector reads after an execution against what the simulation had said. False where it could not be read. */
export async function reconcile(deps: ReconcileDeps, caseId: string): Promise<boolean> {
  const stored = await findCase(deps.database, caseId);
  const execution = stored?.file.execution;
  if (!stored || !execution || stored.file.state !== "reconciling") return true;
  const judged = await findJudgedPlan(deps.database, caseId, execution.plan_digest);
  const estate = deps.estate();
  if (!judged || !estate) return false;
  return bracketed(deps.log, caseId, "reconcile", async () => {
    const { resources, unnamed } = expectedAfter(judged, execution);
    const reading = await deps.readings.read(refsOf(resources, execution.touched), READING_MS);
    if (!reading) return false;
    const differences = [...unnamed, ...compare(estate, resources, reading)];
    await deps.writer.write((change) => conclude(deps, change, caseId, { execution, reading, differences }));
    return true;
  });
}

/** What was read and is not as expected, one line a resource. */
function compare(estate: Estate, expected: readonly ReadResource[], reading: Reading): string[] {
  if (reading.lineage !== estate.lineage) return ["the cloud that was read is another one"];
  const wanted = new Set(expected.map(({ part, id }) => `${part} ${id}`));
  const found = reading.resources.filter(({ part, id }) => wanted.has(`${part} ${id}`));
  const different = contentDifferences(overlay(estate, expected), overlay(estate, found));
  return different.map(({ part, id, before, after }) => {
    const how = after === null ? "is missing" : before === null ? "exists" : "is different";
    return `\`${part}/${id}\` ${how}`;
  });
}

interface Conclusion {
  readonly execution: ExecutionNote;
  readonly reading: Reading;
  readonly differences: readonly string[];
}

async function conclude(
  deps: ReconcileDeps,
  change: Change,
  caseId: string,
  { execution, reading, differences }: Conclusion,
): Promise<void> {
  const { file } = await needCase(change.sql, caseId);
  if (file.state !== "reconciling" || file.execution?.sequence !== execution.sequence) return;
  const { index } = change.append({
    type: "reconciliation",
    case: caseId,
    body: {
      warrant: execution.warrant,
      execution: execution.state,
      serial: reading.serial,
      reconciled: differences.length === 0,
      differences: differences.slice(0, 100),
    },
    blobs: [{ mediaType: "application/json", bytes: utf8(canonicalJson(reading)) }],
  });
  const { state, reason } = endOf(execution, differences);
  const note = { ...execution, reconciled: differences.length === 0, differences: differences.slice(0, 100) };
  const told = tell({ ...file, execution: note }, "auditor", "reconcile", reason, change.now, index);
  const next = move(told, state, reason, change.now);
  deps.cases.save(change, next);
  if (differences.length > 0) await openDiscrepancy(deps, change, caseId, differences);
  if (state === "done") await markRolledBack(deps, change, next);
}

function endOf(
  { state, message }: ExecutionNote,
  differences: readonly string[],
): { state: CaseState; reason: string } {
  const asSaid = differences.length === 0;
  const but = differences.slice(0, 3).join(", ");
  switch (state) {
    case "executed":
      return asSaid
        ? { state: "done", reason: "executed, and the network is as it was predicted" }
        : { state: "done", reason: `executed, but not as predicted: ${but}` };
    case "rolled_back":
      return asSaid
        ? { state: "rolled_back", reason: `a step failed and all was taken back: ${message}` }
        : { state: "failed", reason: `a step failed, and the way back left ${but}` };
    case "failed":
      return { state: "failed", reason: `the execution failed and could not be taken back: ${message}` };
    default:
      return { state: "unknown_outcome", reason: `what became of the execution is not known: ${message}` };
  }
}

/** A case whose work was taken back by another one says so. */
async function markRolledBack(deps: ReconcileDeps, change: Change, file: CaseFile): Promise<void> {
  const name = rollBackOf(file.understood);
  const other = name === null ? null : await findCase(change.sql, name);
  if (other?.file.state !== "done") return;
  const reason = `taken back by case ${file.id}`;
  const told = tell(other.file, "auditor", "roll_back", reason, change.now);
  deps.cases.save(change, move(told, "rolled_back", reason, change.now));
}
