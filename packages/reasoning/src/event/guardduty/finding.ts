import { oneAddress } from "@trias/intents";
import { accountOf, embedded, type Fields, field, listOf, matching, path, regionOf, text, timeOf } from "../fields.ts";
import { type Recognised, recognised } from "../recognised.ts";
import { none } from "../response.ts";
import { resourcesOf, roleOf } from "./affected.ts";
import { responseTo } from "./finding-response.ts";
import { parseFindingType } from "./finding-type.ts";
import { knownType } from "./known-types.ts";
import { numberOf } from "./severity.ts";
import { threatClassOf } from "./threat-class.ts";

const INSTANCE = /^i-[0-9a-f]{8,17}$/;
/** The instance that AWS puts into samples that it makes itself. */
const SAMPLE_INSTANCE = "i-99999999";
/** A type that leaves the severity to the finding, or that nobody knows, counts as medium. */
const MEDIUM = numberOf("Medium");

/** Whether this is a finding, in camelCase as events carry it or in PascalCase as the API answers; `bare` ones need more than a type. */
export function isFinding(value: unknown): boolean {
  const severity = field(value, "severity");
  return parseFindingType(field(value, "type")) !== null && (severity === undefined || severityOf(severity) !== null);
}

export function shapeOf(finding: Fields): "finding-pascal" | "finding-camel" {
  return Object.hasOwn(finding, "Type") ? "finding-pascal" : "finding-camel";
}

/** What a finding says, and what the rules answer to it. Nothing of it comes from free text but the title. */
export function readFinding(finding: Fields, kind: string): Recognised | null {
  const type = parseFindingType(field(finding, "type"));
  if (type === null) return null;
  const severity = severityOf(field(finding, "severity")) ?? defaultSeverity(type.name);
  const account = accountOf(field(finding, "accountId"));
  const region = regionOf(field(finding, "region"));
  const instance = matching(path(finding, "resource", "instanceDetails", "instanceId"), INSTANCE);
  const findingId = matching(field(finding, "id"), /^[A-Za-z0-9:_-]{1,100}$/);
  const updated = text(field(finding, "updatedAt"), 40);
  const remoteAddress = remoteAddressOf(finding);
  const resources = resourcesOf(finding);
  const sample = isSample(finding, instance) || type.purpose === "Canary";
  const facts = { severity, role: roleOf(finding), oneAddress: remoteAddress !== null };
  return recognised({
    kind,
    shape: "guardduty-finding",
    type: type.name,
    title: text(field(finding, "title"), 200) ?? type.name,
    account,
    region,
    time: timeOf(field(finding, "updatedAt")) ?? timeOf(field(finding, "createdAt")),
    identity: identityOf(type.name, account, region, resources, findingId),
    id: findingId === null ? null : updated === null ? findingId : `${findingId}@${updated}`,
    severity,
    class: threatClassOf(type),
    response: sample ? none("It is a sample, and samples are never acted on") : responseTo(type, facts),
    sample,
    instance,
    remoteAddress,
    resources,
  });
}

/** Findings are the same while account, region, type and resource are; one that names no resource is itself alone. */
function identityOf(
  type: string,
  account: string | null,
  region: string | null,
  resources: readonly string[],
  findingId: string | null,
): string | null {
  const about = resources[0] ?? findingId;
  return about === null ? null : ["guardduty", account ?? "-", region ?? "-", type, about].join(" ");
}

function severityOf(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= 10 ? value : null;
}

function defaultSeverity(type: string): number {
  const severity = knownType(type)?.severity ?? "Varies";
  return severity === "Varies" ? MEDIUM : numberOf(severity);
}

const ACTIONS = [
  "networkConnectionAction",
  "awsApiCallAction",
  "kubernetesApiCallAction",
  "rdsLoginAttemptAction",
  "dnsRequestAction",
];

/** The one address that did it, from typed fields only. */
function remoteAddressOf(finding: Fields): string | null {
  const action = path(finding, "service", "action");
  const probes = listOf(path(action, "portProbeAction", "portProbeDetails"));
  const details = [
    ...ACTIONS.map((name) => path(action, name, "remoteIpDetails")),
    ...(probes.length === 1 ? [path(probes[0], "remoteIpDetails")] : []),
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
