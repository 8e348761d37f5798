import { type AttachmentFacts, type Estate, need, type Placement, placeAttachment } from "@trias/estate";
import { PlanError } from "../errors.ts";

/** Where the core network's live policy puts an attachment; an answer that can't be known is an error. */
export function placedBy(estate: Estate, coreNetwork: string, attachment: AttachmentFacts): Placement {
  const placement = placeAttachment(need(estate, "core_networks", coreNetwork).policy, attachment);
  if (placement.unknown === undefined) return placement;
  throw new PlanError("not_applicable", `where the attachment would go can't be told: ${placement.unknown}`, {
    at: `core_networks.${coreNetwork}`,
    fix: "write the attachment rules so that each can be decided",
    remedy: "ask",
  });
}
