import { type Attachment, attachmentsOf, type Estate, list, need } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { putPolicy, segmentNamed } from "./core-network-policy.ts";
import { type BuiltPlan, type Draft, startDraft } from "./draft.ts";
import { withoutSegment } from "./without-segment.ts";

/** A plan holds at most 200 steps. */
const MOST = 200;

/**
 * A segment goes: first the routes that lead into it from its networks, then its attachments, then its name and all that the policy
 * says of it. The networks themselves stay, attached to nothing.
 */
export function buildDeleteSegment(estate: Estate, name: string): BuiltPlan {
  const segment = segmentNamed(estate, name);
  const network = need(estate, "core_networks", segment.coreNetwork);
  if (network.policy.segments.length === 1) {
    throw new PlanError("not_applicable", `\`${segment.estate}\` is the last segment of the core network`, {
      at: "segment",
      fix: "a core network has at least one",
      remedy: "stop",
    });
  }
  const attachments = list(estate, "attachments").filter(
    (each) => each.core_network === network.id && each.segment === segment.policy,
  );
  const draft = startDraft(estate);
  for (const attachment of attachments) detach(draft, attachment, segment.estate);
  const ids = new Set(attachments.map(({ id }) => id));
  const { [segment.policy]: _gone, ...names } = network.segment_names;
  putPolicy(draft, network.id, withoutSegment(network.policy, segment.policy, ids), names);
  const count = attachments.length === 1 ? "its attachment" : `its ${attachments.length} attachments`;
  return draft.done(`delete the segment \`${segment.estate}\` and ${count}`);
}

function detach(draft: Draft, { id, resource, core_network }: Attachment, segment: string): void {
  if (attachmentsOf(draft.estate(), resource).filter((each) => each.core_network === core_network).length === 1) {
    for (const table of list(draft.estate(), "route_tables").filter(({ vpc }) => vpc === resource)) {
      for (const { destination, target } of table.routes) {
        if (target.type === "core-network" && target.id === core_network)
          draft.step("delete_route", table.id, { destination });
      }
    }
  }
  draft.step("delete_attachment", id, {});
  if (draft.count() < MOST) return;
  throw new PlanError("full", `\`${segment}\` has more attachments than one plan can take away`, {
    at: "segment",
    fix: "move or delete some of them first",
    remedy: "ask",
  });
}
