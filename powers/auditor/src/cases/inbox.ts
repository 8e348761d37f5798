import type { InboxItem, Role } from "@trias/protocol";
import { missingApprovals, missingConfirmations } from "../decide/gate.ts";
import { INCIDENT_ROLES, isRequester, mayAnswer } from "../decide/who.ts";
import { type PersonCaller, samePerson } from "../people/caller.ts";
import type { StoredCase } from "./case-file.ts";
import { clip } from "./edit.ts";

/** What a person is asked for in one case, or null where nothing waits for them. */
export function inboxItem({ file, heard }: StoredCase, caller: PersonCaller): InboxItem | null {
  const item = (ask: string, roles: readonly Role[]): InboxItem => ({
    case: file.id,
    state: file.state,
    subject: file.subject,
    ask: clip(ask),
    roles: [...roles],
    since: file.since,
    severity: file.incident?.severity ?? null,
    count: heard,
  });
  const { question, verdict } = file;
  if (file.state === "waiting_answer" && question && mayAnswer(file, caller)) {
    const choices = question.choices.length === 0 ? "" : ` (${question.choices.join(", ")})`;
    return item(`${question.question}${choices}`, file.kind === "incident" ? INCIDENT_ROLES : []);
  }
  if (!verdict) return null;
  if (file.state === "waiting_confirmation" && mayAnswer(file, caller)) {
    const names = missingConfirmations(file, verdict).join(", ");
    return item(`This would go away, and you have to confirm it by name: ${names}`, []);
  }
  if (file.state !== "waiting_approval" && file.state !== "waiting_confirmation") return null;
  const decided = file.decisions.some(
    ({ person, verdict_digest, kind }) =>
      kind === "approve" && verdict_digest === verdict.digest && samePerson(person, caller.person),
  );
  if (decided || isRequester(file, caller)) return null;
  const mine = missingApprovals(file, verdict).filter(({ role }) => caller.roles.includes(role));
  if (mine.length === 0) return null;
  const reasons = mine.map(({ role, reason }) => `as ${role}: ${reason}`).join("; ");
  return item(
    `Approve or reject ${reasons}`,
    mine.map(({ role }) => role),
  );
}
