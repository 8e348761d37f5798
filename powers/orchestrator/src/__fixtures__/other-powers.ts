import { digestBytes, utf8 } from "@trias/core";
import { type Estate, toWire } from "@trias/estate";
import {
  type CaseState,
  type Decline,
  type Envelope,
  type ExecutionReport,
  type FeedItem,
  PAYLOAD_TYPES,
  type Plan,
  parseBytes,
  planSchema,
  signStatement,
  type Verdict,
} from "@trias/protocol";
import type { AuditorPort, CollectorPort, ExecutorPort, WarrantAnswer } from "../ports.ts";
import { signer } from "./feed-item.ts";

/** An auditor that judges as a test says, and remembers what it was told. */
export class TestAuditor implements AuditorPort {
  readonly judged: { readonly caseId: string; readonly plan: Plan; readonly bytes: Uint8Array }[] = [];
  readonly declined: Decline[] = [];
  readonly notes: string[] = [];
  readonly items: FeedItem[] = [];
  answer: (plan: Plan) => Promise<CaseState> = async () => "ready";
  warranted: (caseId: string, planDigest: string) => Promise<WarrantAnswer> = async (caseId, planDigest) => {
    return { outcome: "issued", warrant: warrantFor(caseId, planDigest) };
  };

  async feed(after: number): Promise<readonly FeedItem[]> {
    const items = this.items.filter(({ n }) => n > after);
    if (items.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    return items;
  }

  async judge(caseId: string, bytes: Uint8Array): Promise<{ verdict: Verdict; state: CaseState }> {
    const plan = parseBytes(planSchema, bytes, "the plan");
    this.judged.push({ caseId, plan, bytes });
    const state = await this.answer(plan);
    return { verdict: { decision: state === "ready" ? "approved" : "escalated" } as Verdict, state };
  }

  async decline(decline: Decline): Promise<{ state: CaseState }> {
    this.declined.push(decline);
    return { state: "closed" };
  }

  async note(_: string, step: string, text: string): Promise<void> {
    this.notes.push(`${step}: ${text}`);
  }

  warrant(caseId: string, planDigest: string): Promise<WarrantAnswer> {
    return this.warranted(caseId, planDigest);
  }
}

export function warrantFor(caseId: string, planDigest: string, expires = "2999-01-01T00:00:00.000Z"): Envelope {
  return signStatement(PAYLOAD_TYPES.warrant, { caseId, planDigest, predicate: { expires } }, signer);
}

/** An executor that carries a warrant out once, however often it is brought. */
export class TestExecutor implements ExecutorPort {
  readonly executed: string[] = [];
  /** Most executions that were under way at once. */
  most = 0;
  private running = 0;
  private readonly reports = new Map<string, ExecutionReport>();
  run: (plan: Plan) => Promise<ExecutionReport["state"]> = async () => "executed";

  async execute(warrant: Envelope, bytes: Uint8Array) {
    const execution = digestBytes(utf8(warrant.payload)).slice(7, 39);
    const known = this.reports.get(execution);
    if (known) return { execution, report: known };
    const plan = parseBytes(planSchema, bytes, "the plan");
    const first = reportOf(plan, bytes, "running", 0);
    this.reports.set(execution, first);
    this.executed.push(first.plan_digest);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    void this.run(plan).then((state) => {
      this.running -= 1;
      this.reports.set(execution, reportOf(plan, bytes, state, 1));
    });
    return { execution, report: first };
  }

  async execution(id: string): Promise<ExecutionReport> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const report = this.reports.get(id);
    if (report === undefined) throw new TypeError(`no execution ${id}`);
    return report;
  }
}

function reportOf(plan: Plan, bytes: Uint8Array, state: ExecutionReport["state"], sequence: number): ExecutionReport {
  const time = "2026-11-02T08:00:00.000Z";
  return {
    schema: "trias.execution-report/1",
    warrant: "0".repeat(32),
    case: plan.case,
    plan_digest: digestBytes(bytes),
    sequence,
    state,
    steps: plan.steps.map(({ id, target }) => ({
      step: id,
      direction: "do",
      status: "done",
      ...(target === `planned:${id}` ? { created: `real-${id}` } : {}),
      after: [],
      message: "",
      started: time,
      finished: time,
    })),
    touched: [],
    checkpoint_size: 1,
    message: "",
    time,
  };
}

/** A collector that has one estate, signed; a long poll of it waits. */
export function collectorOf(estate: Estate): CollectorPort {
  const snapshot = signStatement(PAYLOAD_TYPES.estate, toWire(estate), signer);
  return {
    async estate(after, wait, signal) {
      if (after === 0) return [snapshot];
      if (wait > 0) await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
      return [];
    },
  };
}

export const PIN = signer.publicKey;
