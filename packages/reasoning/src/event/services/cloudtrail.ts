import { type Envelope, fromEnvelope } from "../envelope.ts";
import { accountOf, type Fields, field, listOf, path, regionOf, text, timeOf } from "../fields.ts";
import { type Recognised, recognised } from "../recognised.ts";
import { ask, MATRIX_ROWS, none, type Response } from "../response.ts";

/** One record of CloudTrail, bare or as an event's detail. */
export function isCloudTrail(fields: Fields): boolean {
  return (
    typeof fields["eventSource"] === "string" && typeof fields["eventName"] === "string" && "eventVersion" in fields
  );
}

const BLINDING =
  /^(?:StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|DeleteFlowLogs|DeleteDetector|UpdateDetector|DisassociateFromMasterAccount|StopConfigurationRecorder|DeleteConfigurationRecorder|DeleteDeliveryChannel|DisableSecurityHub|DeleteLogGroup|DeleteLogStream|ArchiveFindings|CreateFilter|DeleteAlarms|DisableAlarmActions)$/;
const CHANGES =
  /^(?:Accept|Add|Allocate|Apply|Associate|Attach|Authorize|Cancel|Change|Create|Delete|Detach|Disable|Disassociate|Enable|Execute|Modify|Move|Provision|Put|Register|Reject|Release|Remove|Replace|Restore|Revoke|Start|Update)/;
const NETWORK_SOURCES =
  /^(?:networkmanager|network-firewall|elasticloadbalancing|route53|route53resolver|directconnect|wafv2|waf|globalaccelerator|ram)\.amazonaws\.com$/;
const NETWORK_NAMES =
  /SecurityGroup|NetworkAcl|Route|Vpc|Subnet|Gateway|Peering|Endpoint|TransitGateway|PrefixList|NetworkInterface|Address|Vpn|CoreNetwork|Attachment|CidrBlock|Dhcp|FlowLogs/;
const IDENTITY = /^(?:iam|sts|sso|organizations|identitystore)\.amazonaws\.com$/;

export function readCloudTrail(record: Fields, kind: string, envelope?: Envelope): Recognised {
  const name = text(record["eventName"], 100) ?? "";
  const source = text(record["eventSource"], 100) ?? "";
  const eventId = text(record["eventID"] ?? record["eventId"], 100);
  const { class: threat, severity, response } = meaningOf(record, source, name);
  const user = text(path(record, "userIdentity", "arn"), 200);
  const account = accountOf(record["recipientAccountId"]) ?? accountOf(path(record, "userIdentity", "accountId"));
  const arns = listOf(record["resources"]).flatMap((one) => text(field(one, "arn") ?? field(one, "ARN"), 300) ?? []);
  return recognised({
    ...(envelope === undefined ? {} : fromEnvelope(envelope)),
    kind,
    shape: "cloudtrail",
    type: `${source}:${name}`,
    title: `${name}${user === null ? "" : ` by ${user}`}`.slice(0, 200),
    account: account ?? envelope?.account ?? null,
    region: regionOf(record["awsRegion"]) ?? envelope?.region ?? null,
    time: timeOf(record["eventTime"]) ?? envelope?.time ?? null,
    id: envelope?.id ?? eventId,
    severity,
    class: threat,
    response,
    resources: [...new Set([...arns, ...(envelope?.resources ?? [])])].slice(0, 20),
  });
}

interface Meaning {
  readonly class: string;
  readonly severity: number;
  readonly response: Response;
}

function meaningOf(record: Fields, source: string, name: string): Meaning {
  if (typeof record["errorCode"] === "string") {
    return { class: "failed_call", severity: 2, response: none("The call was refused; nothing changed") };
  }
  if (BLINDING.test(name)) {
    return {
      class: "defense_evasion",
      severity: 8,
      response: ask("Something that watches was weakened: switch it on again, and find out who did it"),
    };
  }
  if (record["readOnly"] === true || !CHANGES.test(name)) {
    return { class: "api_call", severity: 1, response: none("A call that changes nothing") };
  }
  const network = NETWORK_SOURCES.test(source) || (source === "ec2.amazonaws.com" && NETWORK_NAMES.test(name));
  if (network) {
    const advice = "The network was changed: compare it with the warrants; without one somebody went around us";
    return { class: "network_change", severity: 5, response: ask(advice, MATRIX_ROWS.network) };
  }
  if (IDENTITY.test(source)) {
    return {
      class: "identity_change",
      severity: 4,
      response: ask("Permissions were changed: see whether that was planned"),
    };
  }
  return { class: "api_call", severity: 1, response: none("A change that is no part of the network") };
}
