import { type Estate, need, placeAttachment, segmentNames } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { segmentNamed } from "./core-network-policy.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

/** Accepts one attachment where the policy puts it; where people expect another segment, says where it would go instead. */
export function buildAcceptAttachment(estate: Estate, id: string, expected?: string): BuiltPlan {
  const attachment = need(estate, "attachments", id);
  const { segment } = placeAttachment(need(estate, "core_networks", attachment.core_network).policy, attachment);
  const names = segmentNames(estate);
  const lands = segment === null ? null : names.estateName(segment);
  if (expected !== undefined && segmentNamed(estate, expected).policy !== segment) {
    throw new PlanError("not_applicable", `\`${id}\` would go ${lands === null ? "nowhere" : `into \`${lands}\``}`, {
      at: "segment",
      fix: "have its tags changed by its owner, or move it once it is accepted",
      remedy: "ask",
    });
  }
  const draft = startDraft(estate);
  draft.step("accept_attachment", id, {});
  return draft.done(`accept \`${id}\` (\`${attachment.resource}\`)${lands === null ? "" : ` into \`${lands}\``}`);
}
