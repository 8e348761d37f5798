import type { Digest, Signer } from "@trias/core";
import {
  type Envelope,
  type ExecutionReport,
  type ExecutionState,
  executionReportSchema,
  openStatement,
  PAYLOAD_TYPES,
} from "@trias/protocol";
import { bracketed } from "../bracketed.ts";
import type { CaseFile, ExecutionNote } from "../cases/case-file.ts";
import { type CaseStore, existing, findCase } from "../cases/case-store.ts";
import { move, tell } from "../cases/edit.ts";
import { AuditorError } from "../errors.ts";
import type { Log, RandomBytes } from "../ports.ts";
import type { Bell } from "../store/bell.ts";
import type { Change, Writer } from "../store/writer.ts";
import { findWarrant, markRedeemed, rememberExecutorHead, type WarrantRow } from "../warrants/warrant-store.ts";
import { openDiscrepancy } from "./discrepancy.ts";

export interface ReportDeps {
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly bell: Bell;
  /** Base64 of the key that the executor signs its reports with. */
  readonly executorKey: string;
  readonly receiptSigner: Signer;
  readonly random: RandomBytes;
  readonly log: Log;
}

const LIMITS = { maxBytes: 4 << 20, maxDepth: 32, maxValues: 400_000 };
const FINAL: ReadonlySet<ExecutionState> = new Set(["executed", "rolled_back", "failed", "unknown"]);

/** Takes a signed report of the executor; the same one again changes nothing. */
export async function acceptReport(deps: ReportDeps, envelope: Envelope): Promise<void> {
  const opened = openStatement(envelope, PAYLOAD_TYPES.report, deps.executorKey, executionReportSchema, LIMITS);
  await bracketed(deps.log, opened.statement.case, "report", () => writeReport(deps, opened));
}

type Opened = ReturnType<typeof openStatement<ExecutionReport>>;

async function writeReport(deps: ReportDeps, { statement: report, payload, digest }: Opened): Promise<void> {
  await deps.writer.write(async (change) => {
    const [warrant, known, stored] = await Promise.all([
      findWarrant(change.sql, report.warrant),
      knownReport(change, report),
      findCase(change.sql, report.case),
    ]);
    if (!warrant || warrant.case_id !== report.case || warrant.plan_digest !== report.plan_digest) {
      throw new AuditorError("conflict", "the report is about no warrant of this auditor", { at: "warrant" });
    }
    if (heardBefore(known, report, digest)) return;
    const { index } = change.append({
      type: "execution-report",
      case: report.case,
      body: {
        warrant: report.warrant,
        plan_digest: report.plan_digest,
        sequence: report.sequence,
        state: report.state,
        digest,
      },
      blobs: [{ mediaType: PAYLOAD_TYPES.report, bytes: payload }],
    });
    change.put("INSERT INTO auditor.report (warrant, sequence, digest, report) VALUES ($1, $2, $3, $4)", [
      report.warrant,
      report.sequence,
      digest,
      JSON.stringify(report),
    ]);
    rememberExecutorHead(change, warrant.executor_key, report.checkpoint_size);
    await applyReport(deps, change, existing(stored, report.case).file, warrant, report, index);
  });
}

async function knownReport(change: Change, { warrant, sequence }: ExecutionReport): Promise<string | null> {
  const [known] = await change.sql.query<{ digest: string }>(
    "SELECT digest FROM auditor.report WHERE warrant = $1 AND sequence = $2",
    [warrant, sequence],
  );
  return known?.digest ?? null;
}

function heardBefore(known: string | null, report: ExecutionReport, digest: Digest): boolean {
  if (known === null) return false;
  if (known === digest) return true;
  throw new AuditorError("conflict", `another report ${report.sequence} of this execution was heard before`, {
    at: "sequence",
  });
}

async function applyReport(
  deps: ReportDeps,
  change: Change,
  file: CaseFile,
  warrant: WarrantRow,
  report: ExecutionReport,
  entry: number,
): Promise<void> {
  if (!warrant.redeemed) markRedeemed(change, warrant.id);
  const newest = file.execution?.warrant !== report.warrant || report.sequence > file.execution.sequence;
  const text = `${report.state}${report.message === "" ? "" : `: ${report.message}`}`;
  const told = tell(file, "executor", "execute", text, change.now, entry);
  const noted = newest ? { ...told, execution: noteOf(report) } : told;
  const next = newest ? follow(noted, report.state, change.now) : noted;
  deps.cases.save(change, next);
  if (next.state === "reconciling") change.afterCommit(() => deps.bell.ring("reconcile"));
  if (next === noted && file.execution === null && file.state !== "executing") {
    await openDiscrepancy(deps, change, file.id, [
      `the executor reports \`${report.state}\` for a case that is \`${file.state}\``,
    ]);
  }
}

function noteOf(report: ExecutionReport): ExecutionNote {
  return {
    warrant: report.warrant,
    plan_digest: report.plan_digest,
    state: report.state,
    sequence: report.sequence,
    steps: report.steps,
    touched: report.touched,
    message: report.message,
    reconciled: null,
    differences: [],
  };
}

/** Where a report brings the case; one that went on or ended otherwise stays where it is. */
function follow(file: CaseFile, state: ExecutionState, now: number): CaseFile {
  if (file.state !== "ready" && file.state !== "executing") return file;
  const running = file.state === "ready" ? move(file, "executing", "the executor redeemed the warrant", now) : file;
  return FINAL.has(state) ? move(running, "reconciling", "what was done is read again and compared", now) : running;
}
