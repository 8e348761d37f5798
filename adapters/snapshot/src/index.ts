export { SnapshotError, type SnapshotErrorCode } from "./errors.ts";
export { loadSnapshot } from "./load-snapshot.ts";
export type { Finding, FindingCode } from "./report/finding.ts";
export type { Missing, Overlap, PartReport, Report } from "./report/report.ts";
export type { Loaded, SnapshotSource } from "./source.ts";
