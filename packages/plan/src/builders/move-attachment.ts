import { type Attachment, type Estate, need, segmentNames } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { tagsInto, withRuleFor } from "./attachment-rules.ts";
import { nothingToDo, putPolicy, segmentNamed } from "./core-network-policy.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

/** One attachment into another segment: by its tags where the policy places it so, else by a rule for it alone. */
export function buildMoveAttachment(estate: Estate, id: string, segmentName: string): BuiltPlan {
  const attachment = need(estate, "attachments", id);
  const segment = segmentNamed(estate, segmentName);
  checkMovable(attachment, segment.coreNetwork);
  if (attachment.segment === segment.policy) {
    throw nothingToDo(`\`${id}\` is in \`${segment.estate}\` already`, "segment");
  }
  const { policy } = need(estate, "core_networks", segment.coreNetwork);
  const tags = tagsInto(policy, attachment, segment.policy);
  const draft = startDraft(estate);
  if (tags === null) {
    const why = `${attachment.resource} into ${segment.estate}`;
    putPolicy(draft, segment.coreNetwork, withRuleFor(policy, attachment, segment.policy, why));
  } else {
    draft.step("tag_resource", id, { part: "attachments", tags, remove: [], accept: true });
  }
  const from = attachment.segment === null ? "no segment" : segmentNames(estate).estateName(attachment.segment);
  return draft.done(`move \`${id}\` (\`${attachment.resource}\`) from \`${from}\` to \`${segment.estate}\``);
}

function checkMovable({ id, state, network_function_group: group, core_network }: Attachment, network: string): void {
  const why =
    state !== "AVAILABLE"
      ? `it is ${state}`
      : group !== null
        ? `it belongs to the network function group \`${group}\``
        : core_network !== network
          ? "it belongs to another core network"
          : null;
  if (why === null) return;
  throw new PlanError("not_applicable", `\`${id}\` can't be moved: ${why}`, {
    at: `attachments.${id}`,
    fix: "name an attachment that is available in a segment",
    remedy: "ask",
  });
}
