import { randomBytes } from "node:crypto";
import { RefusalError } from "@trias/link";
import { auditorApi, type CaseView, ENDED_STATES, type Role } from "@trias/protocol";
import type { EventSource } from "./event-source.ts";
import { persist } from "./persist.ts";
import type { BenchSystem } from "./system.ts";

const POLL_SECONDS = 5;

/** A finding, sent until the auditor says that it has it. */
export function openIncident(source: EventSource, event: Uint8Array, untilMs: number): Promise<string> {
  const signed = source.sign(event);
  return persist(() => source.send(signed), untilMs);
}

/** A person's request, sent until the auditor says that it has it: the key makes it one, however often it is sent. */
export async function openChange(bench: BenchSystem, sentence: string, untilMs: number): Promise<string> {
  const idempotency_key = randomBytes(16).toString("hex");
  const body = { sentence, idempotency_key };
  const answer = await persist(() => bench.as.developer.call("auditor", auditorApi.request, { body }), untilMs);
  return answer.case;
}

/** Follows a case to its end and approves on the way as each role that is asked; returns it as it is then, ended or not. */
export async function followToEnd(bench: BenchSystem, id: string, untilMs: () => number): Promise<CaseView> {
  let view = await read(bench, id, 0, untilMs());
  while (!ENDED_STATES.has(view.state) && Date.now() < untilMs()) {
    if (view.state === "waiting_approval") await approve(bench, view, untilMs());
    view = await read(bench, id, view.version, untilMs());
  }
  return view;
}

function read(bench: BenchSystem, id: string, after: number, untilMs: number): Promise<CaseView> {
  const query = { after, wait: after === 0 ? 0 : POLL_SECONDS };
  return persist(() => bench.as.developer.call("auditor", auditorApi.case, { params: { case: id }, query }), untilMs);
}

async function approve(bench: BenchSystem, view: CaseView, untilMs: number): Promise<void> {
  const { verdict, plan } = view;
  if (verdict === undefined || plan === undefined) return;
  for (const { role, status } of verdict.approvals) {
    if (status === "needed") await approveAs(bench, view.case, role, plan.digest, verdict, untilMs);
  }
}

async function approveAs(
  bench: BenchSystem,
  id: string,
  role: Role,
  plan_digest: NonNullable<CaseView["plan"]>["digest"],
  verdict: NonNullable<CaseView["verdict"]>,
  untilMs: number,
): Promise<void> {
  const body = { kind: "approve", plan_digest, verdict_digest: verdict.digest, nonce: verdict.nonce, role } as const;
  try {
    await persist(() => bench.as[role].call("auditor", auditorApi.decide, { params: { case: id }, body }), untilMs);
  } catch (error) {
    // The plan was made anew meanwhile, or the first try did arrive: the case as it is read next says which.
    if (!(error instanceof RefusalError && error.code === "conflict")) throw error;
  }
}
