import { type Envelope, fromEnvelope } from "../envelope.ts";
import { path, text } from "../fields.ts";
import { labelOf } from "../guardduty/severity.ts";
import { type Recognised, recognised } from "../recognised.ts";
import { ask, none, type Response } from "../response.ts";

interface Meaning {
  readonly class: string;
  readonly severity: number;
  readonly response: Response;
}

const PLACING = /:(?:vpc|subnet|attachment|transit-gateway|vpn-connection|core-network)\//;
const FAILED = /fail|unsuccessful|error|alert|timed_?out|abort|expired/i;

/** An event of a service that has no reader of its own: most of them need nothing of a network, and say so. */
export function readOther(envelope: Envelope): Recognised {
  const { source, detailType, detail, resources } = envelope;
  const { class: threat, severity, response } = meaningOf(envelope);
  return recognised({
    ...fromEnvelope(envelope),
    shape: source.startsWith("aws.") ? "aws-service" : "custom",
    type: `${source}:${detailType}`.slice(0, 200),
    title: titleOf(envelope),
    // What needs nothing is the same thing in the same state of the same resource; what people look at they look at one by one.
    identity:
      resources.length === 0 || response.action !== "none"
        ? null
        : JSON.stringify([
            "event",
            source,
            detailType,
            envelope.account,
            envelope.region,
            resources[0],
            stateOf(detail),
          ]),
    severity,
    class: threat,
    response,
  });
}

function titleOf({ detailType, resources, detail }: Envelope): string {
  const state = stateOf(detail);
  const about = resources[0];
  return `${detailType}${state === null ? "" : ` (${state})`}${about === undefined ? "" : `: ${about}`}`.slice(0, 200);
}

function stateOf(detail: unknown): string | null {
  for (const name of ["state", "status", "result", "event", "EventID"]) {
    const value = text(path(detail, name), 60);
    if (value !== null) return value;
  }
  return null;
}

function meaningOf(envelope: Envelope): Meaning {
  const { source, detailType, detail, resources } = envelope;
  switch (source) {
    case "aws.events":
    case "aws.scheduler":
      return quiet("schedule", 1, "A clock struck; no work is planned for it");
    case "aws.macie":
    case "aws.macie2":
      return security("data_security", numberIn(detail, 5), "Look at the data that was found, and who can reach it");
    case "aws.inspector":
    case "aws.inspector2":
      return security("vulnerability", numberIn(detail, 5), "Patch it, or shield it from the network until it is");
    case "aws.access-analyzer":
      return security("exposure", 6, "See whether that access from outside is meant to be");
    case "aws.shield":
      return security("denial_of_service", 8, "See what is attacked and what Shield does about it");
    case "aws.guardduty":
      return ofScan(detail);
    case "aws.tag":
      return resources.some((arn) => PLACING.test(arn))
        ? security("network_change", 4, "Tags place attachments: see whether this moves one")
        : quiet("lifecycle", 1, "A tag that places nothing");
    case "aws.trustedadvisor":
      return ofCheck(text(path(detail, "status"), 20));
    case "aws.securityhub":
      return security("notification", 3, "Somebody passed results of Security Hub on: look at them");
    case "aws.vpn":
    case "aws.directconnect":
    case "aws.networkfirewall":
    case "aws.network-firewall":
      return security("connectivity", 4, "See what of the network this touches");
    default:
      return source.startsWith("aws.") && !source.startsWith("aws.partner/")
        ? ofService(detailType, stateOf(detail))
        : quiet("unrecognised_source", 1, "No rule knows this source; it is kept, and nothing follows from it");
  }
}

function ofScan(detail: unknown): Meaning {
  const found = path(detail, "scanResultDetails", "scanResultStatus");
  return found === "THREATS_FOUND"
    ? security("malware", 8, "Quarantine what was found, and find out who put it there")
    : quiet("notification", 1, "A scan came to its end without a finding");
}

function ofCheck(status: string | null): Meaning {
  if (status === "ERROR") return quiet("advice", 4, "Trusted Advisor advises; the account's owner sees to it");
  return quiet("advice", status === "WARN" ? 3 : 1, "Trusted Advisor advises; there is nothing to do for the network");
}

function ofService(detailType: string, state: string | null): Meaning {
  if (/Spot|Rebalance|Launch Unsuccessful|Insufficient/.test(detailType)) {
    return quiet("capacity", 3, "The scaling group sees to it; a trend would show as an alarm");
  }
  return FAILED.test(detailType) || FAILED.test(state ?? "")
    ? quiet("operation_failed", 3, "It failed, and is its owner's to mend; no network action is known for it")
    : quiet("lifecycle", 1, "A resource goes about its business; there is nothing to do for the network");
}

function numberIn(detail: unknown, otherwise: number): number {
  const severity = path(detail, "severity") ?? path(detail, "inspectorScore");
  const label = text(path(severity, "description") ?? severity, 20)?.toUpperCase();
  if (typeof severity === "number" && severity >= 0 && severity <= 10) return Math.max(1, severity);
  return { CRITICAL: 9, HIGH: 8, MEDIUM: 5, LOW: 2, INFORMATIONAL: 1 }[label ?? ""] ?? otherwise;
}

function security(kind: string, severity: number, advice: string): Meaning {
  return {
    class: kind,
    severity,
    response: labelOf(severity) === "Low" && kind !== "network_change" ? ask(advice, null) : ask(advice),
  };
}

function quiet(kind: string, severity: number, advice: string): Meaning {
  return { class: kind, severity, response: none(advice) };
}
