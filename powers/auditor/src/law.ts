import type { Digest } from "@trias/core";
import { type Charter, HARD_POLICIES_DIGEST } from "@trias/policy";
import { type Role, roleSchema } from "@trias/protocol";

/** What intake and people's decisions need of the charter. */
export interface Law {
  readonly charterDigest: Digest;
  readonly hardPolicies: Digest;
  /** Base64 Ed25519 key of an event source that the charter lists, else null. */
  sourceKey(name: string): string | null;
  /** The name under which a topic's notifications count, and the certificates (PEM) that may sign them; null for any other topic. */
  snsTopic(arn: string): { readonly name: string; readonly certificates: readonly string[] } | null;
  /** Roles that a token's groups give. */
  rolesOf(groups: readonly string[]): readonly Role[];
}

export function charterLaw(charter: Charter): Law {
  return {
    charterDigest: charter.digest,
    hardPolicies: HARD_POLICIES_DIGEST,
    sourceKey: (name) => (Object.hasOwn(charter.event_sources, name) ? (charter.event_sources[name] ?? null) : null),
    snsTopic: (arn) => charter.sns_topics.find(({ topic }) => topic === arn) ?? null,
    rolesOf: (groups) => roleSchema.options.filter((role) => groups.includes(charter.roles[role])),
  };
}
