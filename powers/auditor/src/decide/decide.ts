import type { Estate } from "@trias/estate";
import type { CaseState, DecisionInput, Question } from "@trias/protocol";
import type { Reasoner } from "@trias/reasoning";
import type { CaseFile, StoredCase } from "../cases/case-file.ts";
import { type CaseStore, needCase } from "../cases/case-store.ts";
import { move, tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import { AuditorError } from "../errors.ts";
import { whenReady } from "../judge/accept-plan.ts";
import type { PersonCaller } from "../people/caller.ts";
import type { RandomBytes } from "../ports.ts";
import type { Change, Writer } from "../store/writer.ts";
import { liveWarrant } from "../warrants/warrant-store.ts";
import { acceptAnswer, acceptRevision } from "./answer.ts";
import { applyDecision, checkApproval, checkConfirmation, saidBefore } from "./approve.ts";
import { recordDecision } from "./record.ts";
import { isRequester, STOPPING_ROLES } from "./who.ts";

export interface DecideDeps {
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly reasoner: Reasoner;
  readonly estate: () => Estate | null;
  readonly random: RandomBytes;
}

export interface Decided {
  readonly state: CaseState;
  readonly question?: Question;
}

/** A person decides about a case; the decision and what follows from it are committed together. */
export async function decide(
  deps: DecideDeps,
  caseId: string,
  input: DecisionInput,
  caller: PersonCaller,
): Promise<Decided> {
  const file = await deps.writer.write(async (change) => {
    const stored = await needCase(change.sql, caseId);
    return decideOn(deps, change, stored, input, caller);
  });
  return { state: file.state, ...(file.question === null ? {} : { question: file.question }) };
}

async function decideOn(
  deps: DecideDeps,
  change: Change,
  stored: StoredCase,
  input: DecisionInput,
  caller: PersonCaller,
): Promise<CaseFile> {
  const { file } = stored;
  switch (input.kind) {
    case "answer":
      return acceptAnswer(deps, change, stored, input, caller);
    case "revise":
      return acceptRevision(deps, change, stored, input, caller);
    case "approve":
    case "reject":
    case "confirm": {
      if (saidBefore(file, input, caller)) return file;
      if (input.kind === "confirm") checkConfirmation(file, input, caller);
      else checkApproval(file, input, caller);
      const entry = await recordDecision(change, file.id, input, caller, deps.random);
      const decided = applyDecision(file, input, caller, entry, change.now);
      const next = await whenReady(change, decided, Number.POSITIVE_INFINITY);
      deps.cases.save(change, next);
      if (next.state === "ready") deps.feed.push(change, next, "execute", next.reason, input.plan_digest);
      if (next.state === "rejected") deps.feed.push(change, next, "stop", next.reason);
      return next;
    }
    case "withdraw":
    case "cancel":
      return stop(deps, change, file, input, caller);
  }
}

async function stop(
  deps: DecideDeps,
  change: Change,
  file: CaseFile,
  input: Extract<DecisionInput, { kind: "withdraw" | "cancel" }>,
  caller: PersonCaller,
): Promise<CaseFile> {
  const own = isRequester(file, caller);
  if (input.kind === "withdraw" ? !own : !own && !caller.roles.some((role) => STOPPING_ROLES.includes(role))) {
    throw new AuditorError("forbidden", `you may not ${input.kind} this case`, {
      fix:
        input.kind === "withdraw" ? "only who asked may withdraw" : `only who asked, or ${STOPPING_ROLES.join(", ")}`,
    });
  }
  const state = input.kind === "withdraw" ? "withdrawn" : "cancelled";
  if (file.state === state) return file;
  // INVARIANT: a case that somebody may be executing can't be called stopped.
  if (await liveWarrant(change.sql, file.id, change.now)) {
    throw new AuditorError("conflict", "a warrant is out for this case, so that it may be executing", {
      fix: "`trias halt` stops the executor before its next step",
    });
  }
  const { index } = await recordDecision(change, file.id, input, caller, deps.random);
  const text = input.reason === "" ? `${state} without a reason` : `${state}: ${input.reason}`;
  const told = tell({ ...file, question: null }, "person", input.kind, text, change.now, index);
  const next = move(told, state, text, change.now);
  deps.cases.save(change, next);
  deps.feed.push(change, next, "stop", text);
  return next;
}
