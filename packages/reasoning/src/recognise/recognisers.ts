import { otherChanges } from "./changes.ts";
import { createSegment } from "./create-segment.ts";
import { addFirewallRule, removeFirewallRule } from "./firewall-rule.ts";
import { isolateInstance } from "./isolate-instance.ts";
import type { Recogniser } from "./reading.ts";
import {
  cost,
  explain,
  forecastCapacity,
  generateReport,
  investigateTraffic,
  networkStatus,
  troubleshootConnectivity,
} from "./reads.ts";
import { rollBack } from "./roll-back.ts";
import { scaleCapacity } from "./scale-capacity.ts";

/** In order: the first that reads a clause wins, so what is told apart by one word stands before what shares the others. */
export const RECOGNISERS: readonly Recogniser[] = [
  rollBack,
  investigateTraffic,
  isolateInstance,
  forecastCapacity,
  removeFirewallRule,
  createSegment,
  generateReport,
  cost,
  scaleCapacity,
  troubleshootConnectivity,
  otherChanges,
  addFirewallRule,
  explain,
  networkStatus,
];
