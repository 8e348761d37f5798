import { digestValue } from "@trias/core";
import { oneAddress } from "@trias/intents";
import type { Classification } from "../reasoner.ts";
import { asFields, embedded, type Fields, field, matching, path, text } from "./fields.ts";

const TYPE = /^[A-Z][A-Za-z]{2,40}:[A-Za-z0-9]{2,40}[/ ][A-Za-z0-9.!&_-]{2,120}$/;
const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d$/;
const INSTANCE = /^i-[0-9a-f]{8,17}$/;
/** The instance that AWS puts into samples that it makes itself. */
const SAMPLE_INSTANCE = "i-99999999";

/** What kind of thing an event is, by known shapes only: nothing here reads free text for meaning. */
export function classify(event: unknown): Classification {
  const envelope = asFields(event);
  if (envelope === null) return unknown(event, {});
  const wrapped = envelope["source"] === "aws.guardduty" || envelope["detail-type"] === "GuardDuty Finding";
  const finding = wrapped ? asFields(envelope["detail"]) : envelope;
  const type = finding === null ? null : matching(field(finding, "type"), TYPE);
  const severity = finding === null ? null : severityOf(field(finding, "severity"));
  if (finding === null || type === null || severity === null) return unknown(event, envelope);
  return findingOf(finding, type, severity, wrapped ? text(envelope["id"], 100) : null, event);
}

function findingOf(
  finding: Fields,
  type: string,
  severity: number,
  eventId: string | null,
  event: unknown,
): Classification {
  const account = matching(field(finding, "accountId"), ACCOUNT);
  const region = matching(field(finding, "region"), REGION);
  const findingId = matching(field(finding, "id"), /^[A-Za-z0-9:_-]{1,100}$/);
  const instance = matching(path(finding, "resource", "instanceDetails", "instanceId"), INSTANCE);
  const updated = text(field(finding, "updatedAt"), 40);
  const identity = findingId ?? digestValue({ type, instance, account, region });
  return {
    shape: "guardduty-finding",
    type,
    title: text(field(finding, "title"), 200) ?? type,
    account,
    region,
    identity: ["guardduty", account ?? "-", region ?? "-", identity].join(":"),
    id: eventId ?? (updated === null ? digestOf(event) : `${identity}@${updated}`),
    instance,
    remoteAddress: remoteAddressOf(finding),
    severity,
    sample: isSample(finding, instance),
  };
}

function severityOf(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= 10 ? value : null;
}

function remoteAddressOf(finding: Fields): string | null {
  const action = path(finding, "service", "action");
  const probes = path(action, "portProbeAction", "portProbeDetails");
  const details = [
    path(action, "networkConnectionAction", "remoteIpDetails"),
    path(action, "awsApiCallAction", "remoteIpDetails"),
    path(action, "kubernetesApiCallAction", "remoteIpDetails"),
    path(action, "rdsLoginAttemptAction", "remoteIpDetails"),
    ...(Array.isArray(probes) && probes.length === 1 ? [path(probes[0], "remoteIpDetails")] : []),
  ];
  for (const one of details) {
    for (const name of ["ipAddressV4", "ipAddressV6"]) {
      const value = path(one, name);
      const address = typeof value === "string" ? oneAddress(value) : null;
      if (address !== null) return address.slice(0, address.indexOf("/"));
    }
  }
  return null;
}

/** Samples are made on demand by whoever may call `CreateSampleFindings`: they say so in one of several ways. */
function isSample(finding: Fields, instance: string | null): boolean {
  const info = path(finding, "service", "additionalInfo");
  const flags = [field(info, "sample"), path(embedded(field(info, "value")), "sample")];
  const title = field(finding, "title");
  const marked = typeof title === "string" && title.trimStart().toLowerCase().startsWith("[sample]");
  return marked || instance === SAMPLE_INSTANCE || flags.some((flag) => flag === true || flag === "true");
}

const TITLES = [
  "title",
  "Subject",
  "subject",
  "AlarmName",
  "alarmName",
  "detail-type",
  "summary",
  "message",
  "Message",
  "name",
];

function unknown(event: unknown, envelope: Fields): Classification {
  const title =
    TITLES.map((name) => text(envelope[name], 200)).find((one) => one !== null) ?? "an event of unknown form";
  const digest = digestOf(event);
  const own = text(envelope["id"] ?? envelope["MessageId"], 100);
  return {
    shape: "unknown",
    type: "unknown",
    title,
    account: matching(envelope["account"], ACCOUNT),
    region: matching(envelope["region"], REGION),
    identity: `unknown:${digest}`,
    id: own ?? digest,
    instance: null,
    remoteAddress: null,
    severity: null,
    sample: false,
  };
}

/** A name for an event that has none; values that JSON can't hold give one name together. */
function digestOf(event: unknown): string {
  try {
    return digestValue(event);
  } catch {
    return "unnamed";
  }
}
