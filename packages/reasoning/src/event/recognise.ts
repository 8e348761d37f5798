import { isAlarmMessage, isLambdaAlarm, readAlarmEvent, readAlarmMessage, readLambdaAlarm } from "./alarm.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import { asFields, embedded, field, listOf } from "./fields.ts";
import { isFinding, readFinding, shapeOf } from "./guardduty/finding.ts";
import type { Recognised } from "./recognised.ts";
import { isSecurityFinding, readSecurityFinding, readSecurityFindings } from "./security-hub.ts";
import { isCloudTrail, readCloudTrail } from "./services/cloudtrail.ts";
import { isConfigMessage, readConfigEvent, readConfigMessage } from "./services/config.ts";
import { isCostAnomaly, readCostAnomaly } from "./services/cost.ts";
import { isHealth, readHealth } from "./services/health.ts";
import { readNetworkManager } from "./services/network-manager.ts";
import { readOther } from "./services/other.ts";

/** What an unwrapped JSON object is, by the first shape that fits; null where none does. Nothing here reads free text for meaning. */
export function recognise(value: unknown): Recognised | null {
  const fields = asFields(value);
  if (fields === null) return null;
  if (isLambdaAlarm(fields)) return readLambdaAlarm(fields);
  const envelope = readEnvelope(fields, embedded);
  if (envelope !== null) return readEvent(envelope);
  if (isSecurityFinding(fields)) return readSecurityFinding(fields, "asff");
  if (isFinding(fields)) return readFinding(fields, shapeOf(fields));
  if (isAlarmMessage(fields)) return readAlarmMessage(fields, "sns-alarm-message");
  if (isConfigMessage(fields))
    return readConfigMessage(fields, `config-sns:${String(fields["messageType"]).slice(0, 100)}`);
  if (isCostAnomaly(fields)) return readCostAnomaly(fields, "cost-anomaly");
  if (isCloudTrail(fields)) return readCloudTrail(fields, "cloudtrail");
  const findings = listOf(field(fields, "findings")).filter((one) => asFields(one) !== null);
  if (findings.length > 0) return ofFindings(findings);
  return null;
}

/** What `GetFindings` answers, of GuardDuty or of Security Hub. */
function ofFindings(findings: readonly unknown[]): Recognised | null {
  if (isSecurityFinding(findings[0])) return readSecurityFindings(findings, "asff");
  const [first] = findings;
  const fields = asFields(first);
  if (findings.length > 1 || fields === null || !isFinding(fields)) return null;
  return readFinding(fields, shapeOf(fields));
}

function readEvent(envelope: Envelope): Recognised {
  const { source, detailType, detail, kind } = envelope;
  if (source === "aws.guardduty" || detailType === "GuardDuty Finding") {
    const finding = isFinding(detail) ? readFinding(detail, kind) : null;
    if (finding !== null) return asEvent(finding, envelope);
  }
  if (source === "aws.securityhub") {
    const read = readSecurityFindings(listOf(field(detail, "findings")), kind);
    if (read !== null) return asEvent(read, envelope);
  }
  if (source === "aws.cloudwatch" && detailType.startsWith("CloudWatch Alarm")) {
    return readAlarmEvent(envelope, detail, kind);
  }
  if (isCloudTrail(detail)) return readCloudTrail(detail, kind, envelope);
  if (source === "aws.networkmanager") return readNetworkManager(envelope);
  if (isHealth(detail)) return readHealth(envelope);
  if (source === "aws.config") return readConfigEvent(envelope);
  if (isCostAnomaly(detail)) return readCostAnomaly(detail, kind, envelope);
  return readOther(envelope);
}

function asEvent(read: Recognised, { id, account, region, time }: Envelope): Recognised {
  return {
    ...read,
    id: id ?? read.id,
    account: read.account ?? account,
    region: read.region ?? region,
    time: read.time ?? time,
  };
}
