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
