import type { DecisionInput } from "@trias/protocol";
import type { CaseFile, DecisionNote, VerdictNote } from "../cases/case-file.ts";
import { move, tell } from "../cases/edit.ts";
import { AuditorError } from "../errors.ts";
import { type PersonCaller, samePerson } from "../people/caller.ts";
import type { Appended } from "../store/writer.ts";
import { decisionsOn, missingApprovals, passGate } from "./gate.ts";
import { isRequester, needMayAnswer, needRole } from "./who.ts";

type Bound = Extract<DecisionInput, { kind: "approve" | "reject" | "confirm" }>;
type Approval = Extract<DecisionInput, { kind: "approve" | "reject" }>;
type Confirmation = Extract<DecisionInput, { kind: "confirm" }>;

const WAITING: readonly CaseFile["state"][] = ["waiting_approval", "waiting_confirmation"];

/** INVARIANT: a yes counts for one plan and one verdict; it repeats both digests and the nonce of the verdict that was shown. */
function currentVerdict(file: CaseFile, input: Bound): VerdictNote {
  const { verdict } = file;
  if (!verdict || !WAITING.includes(file.state)) {
    throw new AuditorError("conflict", `the case is \`${file.state}\` and waits for no such decision`, { at: file.id });
  }
  const same =
    verdict.digest === input.verdict_digest &&
    verdict.plan_digest === input.plan_digest &&
    verdict.nonce === input.nonce;
  if (same) return verdict;
  throw new AuditorError("conflict", "this is about another plan or verdict than the one that stands now", {
    at: file.id,
    fix: "look at the case again and decide on what it says now",
  });
}

/** True where the same person has said the same about the verdict that stands: repeating it changes nothing. */
export function saidBefore(file: CaseFile, input: Bound, caller: PersonCaller): boolean {
  if (file.verdict?.digest !== input.verdict_digest) return false;
  return file.decisions.some(
    (note) =>
      note.kind === input.kind &&
      note.verdict_digest === input.verdict_digest &&
      samePerson(note.person, caller.person) &&
      (input.kind === "confirm" || note.role === input.role),
  );
}

export function checkApproval(file: CaseFile, input: Approval, caller: PersonCaller): void {
  const verdict = currentVerdict(file, input);
  needRole(caller, input.role);
  if (isRequester(file, caller)) {
    throw new AuditorError("forbidden", "the requester of a change can't approve or reject it", {
      fix: "withdraw it, or let another person decide",
    });
  }
  if (!missingApprovals(file, verdict).some(({ role }) => role === input.role)) {
    throw new AuditorError("conflict", `no decision of \`${input.role}\` is missing`, { at: "role" });
  }
  const other = decisionsOn(file, verdict).find(
    ({ kind, person }) => kind === "approve" && samePerson(person, caller.person),
  );
  if (other) {
    throw new AuditorError("forbidden", `you decided here as \`${other.role}\`: one person speaks for one role`, {
      fix: "let another person decide",
    });
  }
}

export function checkConfirmation(file: CaseFile, input: Confirmation, caller: PersonCaller): void {
  const verdict = currentVerdict(file, input);
  needMayAnswer(file, caller);
  const given = new Set(input.names);
  const missing = verdict.confirmations.filter((name) => !given.has(name));
  const foreign = input.names.filter((name) => !verdict.confirmations.includes(name));
  if (missing.length === 0 && foreign.length === 0) return;
  throw new AuditorError("bad_request", "the names are not those of what is deleted", {
    at: "names",
    fix: `give exactly: ${verdict.confirmations.join(", ")}`,
  });
}

/** Puts a checked decision into the file, and the case where it belongs then. */
export function applyDecision(
  file: CaseFile,
  input: Bound,
  caller: PersonCaller,
  { index, digest }: Appended,
  now: number,
): CaseFile {
  const verdict = currentVerdict(file, input);
  const note: DecisionNote = {
    kind: input.kind,
    role: input.kind === "confirm" ? null : input.role,
    person: caller.person,
    verdict_digest: verdict.digest,
    names: input.kind === "confirm" ? input.names : [],
    digest,
    entry: index,
  };
  const text =
    input.kind === "confirm"
      ? `confirmed by name: ${input.names.join(", ")}`
      : input.kind === "approve"
        ? `approved as ${input.role}`
        : `rejected as ${input.role}: ${input.reason}`;
  const told = tell({ ...file, decisions: [...file.decisions, note] }, "person", input.kind, text, now, index);
  return input.kind === "reject" ? move(told, "rejected", text, now) : passGate(told, verdict, now);
}
