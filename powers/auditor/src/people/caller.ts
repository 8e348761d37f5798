import type { Person, Role } from "@trias/protocol";
import { AuditorError } from "../errors.ts";
import type { Law } from "../law.ts";

/** A person whose token was verified, with the roles that the charter gives to its groups. */
export interface PersonCaller {
  readonly person: Person;
  readonly roles: readonly Role[];
  /** The session of the identity provider that what they decide is bound to. */
  readonly session: { readonly jti: string; readonly issued: string };
}

export interface VerifiedToken {
  readonly person: Person;
  readonly groups: readonly string[];
  readonly jti: string;
  readonly issued: string;
}

export function personCaller({ person, groups, jti, issued }: VerifiedToken, law: Law): PersonCaller {
  const roles = law.rolesOf(groups);
  if (roles.length === 0) {
    throw new AuditorError("forbidden", "none of your groups has a role in the charter", {
      fix: "ask who keeps the charter for a role",
      remedy: "ask",
    });
  }
  return { person, roles, session: { jti, issued } };
}

export function samePerson(a: Person | null, b: Person): boolean {
  return a !== null && a.iss === b.iss && a.sub === b.sub;
}
