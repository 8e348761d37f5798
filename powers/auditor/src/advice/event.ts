import { messageOf } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { ReachEngine } from "@trias/reach";
import { type Adviser, eventQuestion, eventWords, readTools } from "@trias/reasoning";
import type { CaseFile } from "../cases/case-file.ts";
import { type CaseStore, needCase } from "../cases/case-store.ts";
import type { Database, Log } from "../ports.ts";
import type { Writer } from "../store/writer.ts";
import { recordAdvice, wasAdvised } from "./record.ts";

export interface EventAdviceDeps {
  readonly adviser: Adviser | null;
  readonly database: Database;
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly estate: () => Estate | null;
  readonly judges: { readonly reach: ReachEngine };
  readonly log: Log;
}

/**
 * Has a model put an event into words that no rule knows, for the person who is asked about it. It runs beside the case and holds nothing up: what is
 * lost with the process, or not asked for want of room or money, is missed by nobody but the reader.
 */
export function adviseOnEvents(
  deps: EventAdviceDeps,
  answers: readonly { readonly outcome: string; readonly case?: string }[],
) {
  if (deps.adviser === null) return;
  for (const { outcome, case: caseId } of answers) {
    if (outcome !== "opened" || caseId === undefined) continue;
    adviseOnEvent(deps, deps.adviser, caseId).catch((error: unknown) =>
      deps.log.warn("advice_failed", { case: caseId, error: messageOf(error) }),
    );
  }
}

async function adviseOnEvent(deps: EventAdviceDeps, adviser: Adviser, caseId: string): Promise<void> {
  const estate = deps.estate();
  const { file, words } = await needCase(deps.database, caseId);
  if (estate === null || !wantsAdvice(file)) return;
  const reach = (from: string, to: string, port: number) => reachWords(deps.judges.reach, estate, from, to, port);
  const advice = await adviser.ask(caseId, eventQuestion(words, readTools(estate, reach)));
  // In a storm most are not asked about: their cases would say nothing but that.
  if (advice.use.calls === 0) return;
  await deps.writer.write(async (change) => {
    const now = await needCase(change.sql, caseId);
    if (wasAdvised(now.file)) return;
    deps.cases.save(change, recordAdvice(change, now.file, advice, eventWords));
  }, "later");
}

function wantsAdvice(file: CaseFile): boolean {
  return file.kind === "incident" && file.state === "waiting_answer" && !file.certain && !wasAdvised(file);
}

function reachWords(engine: ReachEngine, estate: Estate, from: string, to: string, port: number): string {
  const { verdict, blocked_by: by, assumed } = engine.reach(estate, from, to, { protocol: "tcp", port });
  const stop =
    by === undefined ? "" : `, stopped at ${by.at} by ${by.resource}${by.rule === undefined ? "" : ` (${by.rule})`}`;
  return `${verdict}${stop}${assumed.length === 0 ? "" : `; taken for granted: ${assumed.join("; ")}`}`;
}
