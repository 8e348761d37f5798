import { type Made, PART_NAMES, type Part, type PartName } from "@trias/estate";
import type { LackingCall } from "../aws/assemble.ts";
import type { Findings } from "./finding.ts";
import { overlapsOf } from "./overlaps.ts";
import { referencesTo } from "./references.ts";
import type { PartReport, Report } from "./report.ts";

export interface ReportFacts {
  readonly kind: Report["kind"];
  readonly files: number;
  readonly bytes: number;
  readonly read: Report["read"];
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
  readonly lacking: readonly LackingCall[];
  readonly findings: Findings;
}

export function makeReport({ estate, issues, dangling }: Made, { findings, lacking, ...facts }: ReportFacts): Report {
  for (const { code, message, at } of issues) {
    findings.add({
      code: code === "resource_duplicate" ? "resource_conflict" : code,
      severity: "error",
      message: `${at}: ${message}`,
    });
  }
  const references = referencesTo(estate);
  return {
    ...facts,
    parts: PART_NAMES.map((part) => partReport(part, estate.parts[part])),
    findings: findings.kept,
    dropped: findings.dropped,
    dangling,
    overlaps: overlapsOf(estate),
    missing: lacking
      .map((one) => ({ ...one, references: references.get(one.part) ?? 0 }))
      .sort((a, b) => b.references - a.references),
  };
}

function partReport(part: PartName, found: Part<PartName>): PartReport {
  return found.status === "known"
    ? { part, status: "known", count: found.resources.size }
    : { part, status: "unknown", count: 0, reason: found.reason };
}
