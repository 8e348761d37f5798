import { type Facts, touchesProduction } from "../facts.ts";
import type { Finding } from "../finding.ts";

/** What was read of the network, what must stay true of it, and when it may be changed. */
export function estateFindings(facts: Facts): Finding[] {
  return [...staleParts(facts), ...invariants(facts), ...freezes(facts), ...downtime(facts)];
}

// INVARIANT (I6): no approval makes up for an estate that nobody has seen lately.
function staleParts({ stale_parts, changes }: Facts): Finding[] {
  if (changes === 0) return [];
  return stale_parts.map(({ part, age_seconds }) => ({
    rule: "estate.stale",
    level: "escalate",
    message:
      age_seconds === null
        ? `\`${part}\` of the estate is unknown: it has to be read first`
        : `\`${part}\` of the estate was read ${Math.round(age_seconds)} seconds ago, longer than the charter allows: it has to be read again`,
    subject: part,
    hold: true,
  }));
}

function invariants({ invariant_violations }: Facts): Finding[] {
  return invariant_violations.map(({ invariant, flow, new: isNew }) => ({
    rule: `invariant.${invariant}`,
    level: isNew ? "block" : "warn",
    message: isNew
      ? `the charter says that this never is, and it would be: ${flow}`
      : `the charter says that this never is; it was so before already: ${flow}`,
    subject: invariant,
  }));
}

/** A freeze stops changes, not the containment of an incident. */
function freezes(facts: Facts): Finding[] {
  if (facts.changes === 0 || (facts.kind === "incident" && facts.containment)) return [];
  return facts.freezes.map(({ id, approvers }) => ({
    rule: "calendar.freeze",
    level: "escalate",
    message: `freeze \`${id}\` holds now`,
    subject: id,
    approvers,
  }));
}

function downtime(facts: Facts): Finding[] {
  if (!touchesProduction(facts) || facts.downtime_seconds === 0) return [];
  const message =
    facts.downtime_seconds === null
      ? "whether this interrupts anything in production can't be estimated"
      : `something in production is interrupted for about ${Math.ceil(facts.downtime_seconds)} seconds`;
  return [{ rule: "downtime", level: "warn", message, subject: "production" }];
}
