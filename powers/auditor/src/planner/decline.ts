import { intentDefinition } from "@trias/intents";
import type { CaseState, Decline, ModelUse } from "@trias/protocol";
import type { CaseFile } from "../cases/case-file.ts";
import { type CaseStore, needCase } from "../cases/case-store.ts";
import { clip, move, tell } from "../cases/edit.ts";
import { AuditorError } from "../errors.ts";
import { applyUnderstanding } from "../intake/open-case.ts";
import type { RandomBytes } from "../ports.ts";
import type { Change, Writer } from "../store/writer.ts";
import { askAboutIncident } from "../understand/event.ts";

export interface PlannerDeps {
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly random: RandomBytes;
}

/** The planner makes no plan. A change ends with that; an incident does not: a planner that declines must not be able to bury it. */
export async function acceptDecline(deps: PlannerDeps, decline: Decline): Promise<CaseState> {
  return deps.writer.write(async (change) => {
    const { file } = await needCase(change.sql, decline.case);
    if (file.state !== "planning") return file.state;
    if (file.round !== decline.round) {
      throw new AuditorError("conflict", `round ${decline.round} is over`, {
        at: "round",
        fix: `expected ${file.round}`,
      });
    }
    const { code, reason, answer } = decline;
    const body = { round: decline.round, code, reason, ...(answer === undefined ? {} : { answer }) };
    const { index } = change.append({ type: "decline", case: file.id, body });
    const told = tell(file, "orchestrator", "decline", `the planner says (${code}): ${reason}`, change.now, index);
    const next = endOf(change, told, decline, deps.random);
    deps.cases.save(change, next);
    return next.state;
  });
}

function endOf(change: Change, file: CaseFile, { code, reason, answer }: Decline, random: RandomBytes): CaseFile {
  if (file.kind === "incident") {
    const next = askAboutIncident(`The planner makes no plan for ${file.subject}: ${reason}`);
    const understanding = { intents: file.understood, certain: file.certain, incident: file.incident, next };
    return applyUnderstanding(change, file, understanding, random).file;
  }
  const said = clip(`the planner says: ${reason}`);
  // INVARIANT: who asked for a change is told that there is none, never an answer that could pass for one that is done.
  if (code === "answered" && !asksForChange(file)) {
    return move({ ...file, answer: answer ?? reason }, "closed", said, change.now);
  }
  return move(file, code === "nothing_to_do" ? "closed" : "unavailable", said, change.now);
}

function asksForChange({ understood }: CaseFile): boolean {
  return understood.some(({ type }) => intentDefinition(type)?.changes ?? true);
}

/** Progress of the planner, shown as what it claims. */
export async function acceptNote(
  deps: PlannerDeps,
  { case: caseId, step, text, use }: { case: string; step: string; text: string; use?: ModelUse | undefined },
): Promise<void> {
  await deps.writer.write(async (change) => {
    const { file } = await needCase(change.sql, caseId);
    if (use !== undefined && modelNotes(file) >= MOST_MODEL_NOTES) {
      throw new AuditorError("conflict", `at most ${MOST_MODEL_NOTES} notes of a model are taken for one case`);
    }
    const proof = use && change.append({ type: "model", case: caseId, body: { by: "orchestrator", ...use } });
    deps.cases.save(
      change,
      tell(file, "orchestrator", use === undefined ? step : MODEL, text, change.now, proof?.index),
    );
  });
}

/** Step under which every note of a model stands, whatever the planner calls it. */
const MODEL = "model";
const MOST_MODEL_NOTES = 20;

/** Notes of the planner that stand in the ledger, and which no other kind crowds out. */
function modelNotes({ timeline }: CaseFile): number {
  return timeline.filter(({ by, step }) => by === "orchestrator" && step === MODEL).length;
}
