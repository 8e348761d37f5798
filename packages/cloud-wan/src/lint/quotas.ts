import type { Check, Finding } from "./finding.ts";

/** Quotas of aws-domain A6; segments and network function groups count together. */
const MOST = { segments: 40, attachments: 5000, attachmentsOfVpc: 5, policyBytes: 1_000_000 } as const;

export const quotas: Check = ({ policy, attachments, bytes }) => {
  const findings: Finding[] = [];
  const names = policy.segments.length + policy.functionGroups.length;
  if (names > MOST.segments) {
    findings.push({
      id: "quota-segments",
      path: "segments",
      level: "error",
      message: `${names} segments and network function groups; AWS takes ${MOST.segments}, and does not raise it`,
      fix: "join segments that are shared with the same others",
    });
  }
  if (bytes !== null && bytes > MOST.policyBytes) {
    findings.push({
      id: "quota-policy-size",
      path: "",
      level: "error",
      message: `${bytes} bytes; AWS takes 1 MB`,
      fix: "leave out descriptions and rules that never decide",
    });
  }
  if (attachments.length > MOST.attachments) {
    findings.push({
      id: "quota-attachments",
      path: "attachments",
      level: "error",
      message: `${attachments.length} attachments; AWS takes ${MOST.attachments} unless raised`,
      fix: "have the quota raised before attaching more",
    });
  }
  const ofVpc = Map.groupBy(
    attachments.filter(({ type, resource }) => type === "vpc" && resource !== ""),
    ({ resource }) => resource,
  );
  for (const [vpc, list] of ofVpc) {
    if (list.length <= MOST.attachmentsOfVpc) continue;
    findings.push({
      id: "quota-attachments-of-vpc",
      path: `attachments[${list[0]?.id ?? ""}]`,
      level: "error",
      message: `\`${vpc}\` has ${list.length} attachments; AWS takes ${MOST.attachmentsOfVpc}`,
      fix: "detach some",
    });
  }
  return findings;
};
