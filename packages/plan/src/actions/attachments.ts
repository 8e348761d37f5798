import { list, need } from "@trias/estate";
import type { ActionDefinition } from "../action.ts";
import { deleted, replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { noParameters } from "../fields.ts";
import { createdAgain, noInverse } from "../inverse.ts";
import { ref } from "../refs.ts";
import { createAttachment } from "./create-attachment.ts";
import { placedBy } from "./placement.ts";

export const acceptAttachment: ActionDefinition<Record<string, never>> = {
  name: "accept_attachment",
  part: "attachments",
  creates: false,
  parameters: noParameters,
  api: ["networkmanager:AcceptAttachment"],
  changes(estate, target) {
    const found = need(estate, "attachments", target);
    if (found.state !== "PENDING_ATTACHMENT_ACCEPTANCE" && found.state !== "PENDING_TAG_ACCEPTANCE") {
      throw new PlanError("nothing_to_do", `the attachment \`${target}\` is ${found.state}`, {
        at: `attachments.${target}.state`,
        fix: "expected one that waits for acceptance",
      });
    }
    const { segment, network_function_group } = placedBy(estate, found.core_network, found);
    return [replaced("attachments", found, { state: "AVAILABLE", segment, network_function_group })];
  },
  touches: (estate, target) => [
    ref("attachments", target),
    ref("core_networks", need(estate, "attachments", target).core_network),
  ],
  inverse: () => noInverse("an acceptance can't be taken back, only the attachment be deleted"),
  describe: (target) => `accept the attachment \`${target}\``,
  seconds: 60,
};

export const deleteAttachment: ActionDefinition<Record<string, never>> = {
  name: "delete_attachment",
  part: "attachments",
  creates: false,
  parameters: noParameters,
  api: ["networkmanager:DeleteAttachment"],
  changes(estate, target) {
    const found = need(estate, "attachments", target);
    const table = list(estate, "route_tables").find(
      ({ vpc, routes }) => vpc === found.resource && routes.some((route) => route.target.id === found.core_network),
    );
    if (table) {
      throw new PlanError("in_use", `the route table \`${table.id}\` leads to the attachment \`${target}\``, {
        at: `attachments.${target}`,
        fix: "delete these routes first, or their traffic is lost",
      });
    }
    return [deleted("attachments", found)];
  },
  touches: (estate, target) => [
    ref("attachments", target),
    ref("core_networks", need(estate, "attachments", target).core_network),
  ],
  inverse(before, target) {
    const { id: _id, segment: _s, network_function_group: _n, state, ...fields } = need(before, "attachments", target);
    // What was learnt from the other side nobody can give again: with it the way back does not lead to the start.
    const { routes: _r, ...given } = { ...fields, accept: state === "AVAILABLE" };
    return createdAgain(before, this.changes(before, target, {}), createAttachment, target, given);
  },
  describe: (target) => `delete the attachment \`${target}\``,
  seconds: 120,
};
