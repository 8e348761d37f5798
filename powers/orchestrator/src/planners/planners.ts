import { intentDefinition } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import { OrchestratorError } from "../errors.ts";
import { acceptAttachment } from "./accept-attachment.ts";
import { addFirewallRule } from "./add-firewall-rule.ts";
import { allocateAddresses } from "./allocate-addresses.ts";
import { attachNetwork } from "./attach-network.ts";
import { changeRoute } from "./change-route.ts";
import { createSegment } from "./create-segment.ts";
import { deleteSegment } from "./delete-segment.ts";
import { extendRegion } from "./extend-region.ts";
import { insertInspection } from "./insert-inspection.ts";
import { isolateInstance } from "./isolate-instance.ts";
import { moveAttachment } from "./move-attachment.ts";
import type { Planner } from "./planner.ts";
import { rollBack } from "./roll-back.ts";
import { scaleCapacity } from "./scale-capacity.ts";
import { shareSegments } from "./share-segments.ts";

/** One planner for each intent of the catalogue that is available. */
const PLANNERS: ReadonlyMap<string, Planner> = new Map([
  ["accept_attachment", acceptAttachment],
  ["add_firewall_rule", addFirewallRule],
  ["allocate_addresses", allocateAddresses],
  ["attach_network", attachNetwork],
  ["change_route", changeRoute],
  ["create_segment", createSegment],
  ["delete_segment", deleteSegment],
  ["extend_region", extendRegion],
  ["insert_inspection", insertInspection],
  ["isolate_instance", isolateInstance],
  ["move_attachment", moveAttachment],
  ["roll_back", rollBack],
  ["scale_capacity", scaleCapacity],
  ["share_segments", shareSegments],
]);

export function plannerOf({ type }: Intent): Planner {
  const planner = PLANNERS.get(type);
  if (planner !== undefined && intentDefinition(type)?.available === true) return planner;
  throw new OrchestratorError("unavailable", `\`${type.slice(0, 64)}\` is understood, but not available`);
}
