export type { ChangeType } from "./diff/inventory.ts";
export { diffPolicies, type PolicyChange } from "./diff/policies.ts";
export { diffSimulations, type RouteChange } from "./diff/simulations.ts";
export { CloudWanError, type CloudWanErrorCode } from "./errors.ts";
export type { CoreNetworkPolicy } from "./grammar/document.ts";
export type { Finding, FindingId } from "./lint/finding.ts";
export { type LintOptions, lintCoreNetworkPolicy } from "./lint/lint.ts";
export {
  ATTACHMENT_TYPES,
  type AttachmentType,
  type CoreAttachment,
  type LearnedRoute,
  parseAttachments,
} from "./place/attachment.ts";
export { type Placement, placeCoreAttachment, type UnplacedReason } from "./place/place.ts";
export type { ReachAnswer, ReachHop, Verdict } from "./reach/answer.ts";
export type { Destination } from "./reach/destination.ts";
export {
  type ReachQuestion,
  type RoundTrip,
  reachCoreNetwork,
  roundTripCoreNetwork,
} from "./reach/reach.ts";
export type { PolicyProblem, ProblemId } from "./read/problems.ts";
export { parseCoreNetworkPolicy, type ReadPolicy, readCoreNetworkPolicy } from "./read/read-policy.ts";
export type { PrefixLists } from "./routing/match.ts";
export type { Asn } from "./routing/path.ts";
export {
  type CoreNetworkSimulation,
  type ShownTable,
  type SimulationOptions,
  simulateCoreNetwork,
} from "./simulate.ts";
export type { Candidate } from "./tables/candidate.ts";
export type { NextHop, RouteEntry } from "./tables/entry.ts";
export { type SegmentRelation, segmentMatrix } from "./tables/matrix.ts";
export type { FilteredRoute } from "./tables/network.ts";
export type { Found, RouteTable, TableName } from "./tables/table.ts";
