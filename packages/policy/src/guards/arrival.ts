import { type Facts, touchesProduction } from "../facts.ts";
import type { Finding } from "../finding.ts";

/** Who said it, and whether it was understood. */
export function arrivalFindings(facts: Facts): Finding[] {
  if (facts.changes === 0) return [];
  const findings: Finding[] = [];
  // INVARIANT (I10): an event from an unauthenticated source never leads to containment by itself.
  if (facts.kind === "incident" && !facts.authenticated) {
    findings.push({
      rule: "event.unauthenticated",
      level: "escalate",
      message: "the event came from a source that did not sign it: a person has to decide",
      subject: "event",
      approvers: ["security"],
    });
  }
  if (!facts.certain && touchesProduction(facts)) {
    findings.push({
      rule: "intent.uncertain",
      level: "escalate",
      message: "the rules had to guess what is meant, and nothing runs by itself in production then",
      subject: "interpretation",
      approvers: ["network"],
    });
  }
  return findings;
}
