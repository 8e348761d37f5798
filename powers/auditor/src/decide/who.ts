import type { Role } from "@trias/protocol";
import type { CaseFile } from "../cases/case-file.ts";
import { AuditorError } from "../errors.ts";
import { type PersonCaller, samePerson } from "../people/caller.ts";

/** Who answers for an incident, which nobody asked for. */
export const INCIDENT_ROLES: readonly Role[] = ["security", "emergency"];
/** Who may stop a case that is not their own. */
export const STOPPING_ROLES: readonly Role[] = ["network", "network-architect", "security", "emergency"];

export function isRequester(file: CaseFile, { person }: PersonCaller): boolean {
  return samePerson(file.requester, person);
}

/** The requester of a change, or for an incident one of those who answer for it. */
export function mayAnswer(file: CaseFile, caller: PersonCaller): boolean {
  return file.kind === "change"
    ? isRequester(file, caller)
    : caller.roles.some((role) => INCIDENT_ROLES.includes(role));
}

export function needMayAnswer(file: CaseFile, caller: PersonCaller): void {
  if (mayAnswer(file, caller)) return;
  const who = file.kind === "change" ? "only who asked" : `only ${INCIDENT_ROLES.join(" or ")}`;
  throw new AuditorError("forbidden", `${who} may decide this`, { at: file.id });
}

export function needRole(caller: PersonCaller, role: Role): void {
  if (caller.roles.includes(role)) return;
  throw new AuditorError("forbidden", `you do not hold the role \`${role}\``, { at: "role" });
}
