import { accountOf, type Fields, field, listOf, path, regionOf, text, timeOf } from "./fields.ts";
import { readFinding } from "./guardduty/finding.ts";
import { parseFindingType } from "./guardduty/finding-type.ts";
import { type Recognised, recognised } from "./recognised.ts";
import { ask, none, type Response } from "./response.ts";

/** Security Hub's labels on GuardDuty's scale. */
const LABELS: Readonly<Record<string, number>> = { INFORMATIONAL: 1, LOW: 2, MEDIUM: 5, HIGH: 8, CRITICAL: 9 };
const EXPOSING = /SecurityGroup|NetworkAcl|Vpc|Subnet|LoadBalancer|NetworkFirewall|TransitGateway|RouteTable/i;

/** A finding in AWS Security Finding Format. */
export function isSecurityFinding(value: unknown): boolean {
  return typeof path(value, "schemaVersion") === "string" && typeof path(value, "productArn") === "string";
}

/** One finding of Security Hub: GuardDuty's by GuardDuty's rules, a failed control as something for people to mend. */
export function readSecurityFinding(finding: Fields, kind: string): Recognised {
  return ofGuardDuty(finding, kind) ?? ofControl(finding, kind);
}

/** Of several findings in one event the one that is worst; how many there are stands in the title. */
export function readSecurityFindings(findings: readonly unknown[], kind: string): Recognised | null {
  const read = findings.flatMap((one) =>
    typeof one === "object" && one !== null ? [readSecurityFinding(one as Fields, kind)] : [],
  );
  const [worst] = read.toSorted((a, b) => weight(b) - weight(a));
  if (worst === undefined) return null;
  if (read.length === 1) return worst;
  return { ...worst, identity: null, title: `${worst.title} (the worst of ${read.length} findings)`.slice(0, 200) };
}

function weight({ severity, response }: Recognised): number {
  return (severity ?? 0) + (response.action === "none" ? 0 : 100);
}

function ofGuardDuty(finding: Fields, kind: string): Recognised | null {
  const product = String(field(finding, "productArn") ?? "");
  if (!product.endsWith("/aws/guardduty") && field(finding, "productName") !== "GuardDuty") return null;
  const type = guardDutyType(finding);
  if (type === null) return null;
  const instance = listOf(field(finding, "resources")).find((one) => field(one, "type") === "AwsEc2Instance");
  const id = text(field(instance, "id"), 300) ?? "";
  const fields = path(finding, "productFields");
  const role = text((fields as Fields | undefined)?.["aws/guardduty/service/resourceRole"], 20);
  const address = (fields as Fields | undefined)?.[
    "aws/guardduty/service/action/networkConnectionAction/remoteIpDetails/ipAddressV4"
  ];
  return readFinding(
    {
      type,
      severity: severityOf(finding) ?? undefined,
      accountId: field(finding, "awsAccountId"),
      region: field(finding, "region") ?? regionOfArn(field(finding, "productArn")),
      id: /finding\/([0-9a-f]{8,64})$/.exec(String(field(finding, "id") ?? ""))?.[1],
      updatedAt: field(finding, "updatedAt"),
      title: field(finding, "title"),
      resource: { instanceDetails: { instanceId: /(i-[0-9a-f]{8,17})$/.exec(id)?.[1] } },
      service: {
        resourceRole: role,
        additionalInfo: { sample: field(finding, "sample") },
        action: { networkConnectionAction: { remoteIpDetails: { ipAddressV4: address } } },
      },
    },
    kind,
  );
}

/** Security Hub keeps GuardDuty's type as `TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS`. */
function guardDutyType(finding: Fields): string | null {
  for (const one of listOf(field(finding, "types"))) {
    const last = typeof one === "string" ? one.slice(one.lastIndexOf("/") + 1) : "";
    const type = parseFindingType(last.replace(/^([A-Za-z]+:[A-Za-z0-9]+)-/, "$1/"));
    if (type !== null) return type.name;
  }
  return null;
}

function ofControl(finding: Fields, kind: string): Recognised {
  const resource = listOf(field(finding, "resources"))[0];
  const id = text(field(finding, "id"), 300);
  const about = text(field(resource, "id"), 200);
  const title = text(field(finding, "title"), 200) ?? "a finding of Security Hub";
  const resourceType = text(field(resource, "type"), 80) ?? "";
  return recognised({
    kind,
    shape: "security-hub",
    type: text(field(finding, "generatorId"), 200) ?? "security-hub",
    title,
    account: accountOf(field(finding, "awsAccountId")),
    region: regionOf(field(finding, "region")) ?? regionOfArn(field(finding, "productArn")),
    time: timeOf(field(finding, "updatedAt")),
    identity: id === null ? null : `security-hub ${id} ${about ?? "-"}`,
    id: id === null ? null : `${id}@${text(field(finding, "updatedAt"), 40) ?? "-"}`,
    severity: severityOf(finding) ?? 5,
    class: EXPOSING.test(resourceType) ? "exposure" : "compliance_drift",
    response: responseTo(finding),
    resources: about === null ? [] : [about],
  });
}

function responseTo(finding: Fields): Response {
  if (path(finding, "compliance", "status") === "PASSED") return none("The control passes");
  if (field(finding, "recordState") === "ARCHIVED") return none("The finding is archived");
  if ((severityOf(finding) ?? 5) < 2) return none("It is for information only");
  const workflow = path(finding, "workflow", "status");
  if (workflow === "RESOLVED" || workflow === "SUPPRESSED") return none(`The finding is ${workflow.toLowerCase()}`);
  return ask("Mend what the control found, or suppress it with a reason");
}

function severityOf(finding: Fields): number | null {
  const severity = field(finding, "severity");
  const label = text(field(severity, "label"), 20)?.toUpperCase() ?? "";
  if (Object.hasOwn(LABELS, label)) return LABELS[label] ?? null;
  const normalized = field(severity, "normalized");
  if (typeof normalized === "number" && normalized >= 0 && normalized <= 100) return Math.max(1, normalized / 10);
  const product = field(severity, "product");
  return typeof product === "number" && product >= 0 && product <= 10 ? Math.max(1, product) : null;
}

function regionOfArn(arn: unknown): string | null {
  return typeof arn === "string" ? regionOf(arn.split(":")[3]) : null;
}
