import { type Envelope, fromEnvelope } from "../envelope.ts";
import { accountOf, type Fields, path, regionOf, text, timeOf } from "../fields.ts";
import { type Recognised, recognised } from "../recognised.ts";
import { ask, none, type Response } from "../response.ts";

const NETWORK =
  /^AWS::(?:EC2::(?!Instance|Volume|Host|LaunchTemplate|KeyPair)|NetworkFirewall|NetworkManager|ElasticLoadBalancing|Route53|DirectConnect|WAF)/;

/** A message of AWS Config as it goes over SNS, or as the detail of an event. */
export function isConfigMessage(fields: Fields): boolean {
  return (
    typeof fields["messageType"] === "string" &&
    ["recordVersion", "configurationItem", "configurationItemSummary", "configRuleName"].some((name) => name in fields)
  );
}

export function readConfigMessage(message: Fields, kind: string): Recognised {
  const messageType = text(message["messageType"], 100) ?? "";
  const item = path(message, "configurationItem") ?? path(message, "configurationItemSummary");
  const account = accountOf(message["awsAccountId"] ?? path(item, "awsAccountId"));
  const region = regionOf(message["awsRegion"] ?? path(item, "awsRegion"));
  const resourceType = text(message["resourceType"] ?? path(item, "resourceType"), 100) ?? "";
  const resource = text(message["resourceId"] ?? path(item, "resourceId"), 200);
  const rule = text(message["configRuleName"], 200);
  const { class: threat, severity, response } = meaningOf(messageType, resourceType, message);
  return recognised({
    kind,
    shape: "config",
    type: messageType,
    title: `${rule ?? messageType}${resource === null ? "" : `: ${resourceType} ${resource}`}`.slice(0, 200),
    account,
    region,
    time: timeOf(message["notificationCreationTime"]) ?? timeOf(path(item, "configurationItemCaptureTime")),
    identity: rule === null ? null : JSON.stringify(["config", account, region, rule, resourceType, resource]),
    severity,
    class: threat,
    response,
    resources: resource === null ? [] : [resource],
  });
}

export function readConfigEvent(envelope: Envelope): Recognised {
  const read = readConfigMessage(envelope.detail, envelope.kind);
  const { id, account, region, time, resources } = fromEnvelope(envelope);
  return {
    ...read,
    id,
    account: read.account ?? account,
    region: read.region ?? region,
    time: read.time ?? time,
    resources: [...new Set([...read.resources, ...resources])],
  };
}

interface Meaning {
  readonly class: string;
  readonly severity: number;
  readonly response: Response;
}

function meaningOf(messageType: string, resourceType: string, message: Fields): Meaning {
  switch (messageType) {
    case "ComplianceChangeNotification":
      return ofCompliance(path(message, "newEvaluationResult", "complianceType"));
    case "ConfigurationItemChangeNotification":
    case "OversizedConfigurationItemChangeNotification":
      return NETWORK.test(resourceType)
        ? quiet(
            "network_change",
            3,
            "The collector reads the resource again; what differs from the last warrant shows there",
          )
        : quiet("configuration_change", 1, "A resource changed that is no part of the network");
    case "ScheduledNotification":
      return quiet("schedule", 1, "Config's own clock; there is nothing to do");
    case "ConfigRulesEvaluationStarted":
    case "ConfigurationSnapshotDeliveryStarted":
    case "ConfigurationSnapshotDeliveryCompleted":
    case "ConfigurationHistoryDeliveryCompleted":
      return quiet("notification", 1, "Config tells of its own work");
    default:
      return /Fail/.test(messageType)
        ? {
            class: "monitoring_gap",
            severity: 4,
            response: ask("Config could not deliver: its record has a gap", null),
          }
        : quiet("notification", 1, "Config tells of its own work");
  }
}

function ofCompliance(type: unknown): Meaning {
  if (type === "NON_COMPLIANT") {
    return {
      class: "compliance_drift",
      severity: 5,
      response: ask("Mend what breaks the rule, or except it with a reason"),
    };
  }
  return quiet(
    "recovery",
    1,
    type === "COMPLIANT" ? "The resource keeps the rule again" : "The rule says nothing of the resource",
  );
}

function quiet(kind: string, severity: number, advice: string): Meaning {
  return { class: kind, severity, response: none(advice) };
}
