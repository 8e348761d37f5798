export type {
  Answer,
  FlowDifference,
  Hop,
  Invariant,
  OneWay,
  Packet,
  Place,
  ReachEngine,
  TraceAnswer,
  TraceEnd,
  TraceQuestion,
  Violation,
  Ways,
} from "./answer.ts";
export { type CompareOptions, compareReach, type ReachComparison } from "./compare/compare.ts";
export { type Reached, reachedFrom, whoReaches } from "./compare/everyone.ts";
export { createReachEngine } from "./engine.ts";
export { ReachError, type ReachErrorCode } from "./errors.ts";
export { type LingeringGroup, lingeringGroups } from "./lingering.ts";
export { type Remedy, remedyOf } from "./remedy/remedy.ts";
