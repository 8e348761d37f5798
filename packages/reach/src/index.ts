export type {
  Answer,
  FlowDifference,
  Hop,
  Invariant,
  OneWay,
  Packet,
  Place,
  ReachEngine,
  Violation,
} from "./answer.ts";
export { createReachEngine } from "./engine.ts";
export { ReachError, type ReachErrorCode } from "./errors.ts";
