import { intentDefinition } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import { OrchestratorError } from "../errors.ts";
import { addFirewallRule } from "./add-firewall-rule.ts";
import { createSegment } from "./create-segment.ts";
import { isolateInstance } from "./isolate-instance.ts";
import type { Planner } from "./planner.ts";
import { rollBack } from "./roll-back.ts";
import { scaleCapacity } from "./scale-capacity.ts";

/** One planner for each intent of the catalogue that is available. */
const PLANNERS: ReadonlyMap<string, Planner> = new Map([
  ["add_firewall_rule", addFirewallRule],
  ["create_segment", createSegment],
  ["isolate_instance", isolateInstance],
  ["roll_back", rollBack],
  ["scale_capacity", scaleCapacity],
]);

export function plannerOf({ type }: Intent): Planner {
  const planner = PLANNERS.get(type);
  if (planner !== undefined && intentDefinition(type)?.available === true) return planner;
  throw new OrchestratorError("unavailable", `\`${type.slice(0, 64)}\` is understood, but not available`);
}
