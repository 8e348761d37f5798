import { type Estate, list, need, PART_SCHEMAS, readPolicy } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { created } from "../change.ts";
import { PlanError } from "../errors.ts";
import { accountField, cidrField, idField, regionField, tagsField } from "../fields.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";
import { placedBy } from "./placement.ts";

const parameters = z.strictObject({
  core_network: idField,
  type: PART_SCHEMAS.attachments.shape.type,
  resource: idField,
  region: regionField,
  account: accountField,
  appliance_mode: z.boolean().default(false),
  /** Prefixes that it brings where it isn't a VPC. */
  advertised: z.array(cidrField).max(1000).exactOptional(),
  /** Of a VPC: the subnets that it has an interface in, one a zone. */
  subnets: z.array(idField).max(100).exactOptional(),
  routing_policy_label: PART_SCHEMAS.attachments.shape.routing_policy_label,
  tags: tagsField,
  /** Accepts it in the same operation, where the policy asks for acceptance: what the way back of a deletion needs. */
  accept: z.boolean().default(false),
});
export type CreateAttachment = z.infer<typeof parameters>;

/** Attaches something to the core network; the policy's rules say where it lands, from its tags. */
export const createAttachment: ActionDefinition<CreateAttachment> = {
  name: "create_attachment",
  part: "attachments",
  creates: true,
  parameters,
  api: ["networkmanager:CreateVpcAttachment", "networkmanager:AcceptAttachment"],
  changes(estate, target, { accept, ...given }) {
    checkAttachable(estate, given);
    const { segment, network_function_group, require_acceptance } = placedBy(estate, given.core_network, given);
    const state = require_acceptance && !accept ? "PENDING_ATTACHMENT_ACCEPTANCE" : "AVAILABLE";
    return [created("attachments", { id: target, ...given, state, segment, network_function_group })];
  },
  touches: (_estate, target, given) => [
    ref("attachments", target),
    ref("core_networks", given.core_network),
    ...(given.type === "vpc" ? [ref("vpcs", given.resource)] : []),
  ],
  inverse: (_before, target) => inverseAction("delete_attachment", target, {}),
  describe: (_target, { resource, core_network, region }) =>
    `attach \`${resource}\` to the core network \`${core_network}\` at its edge in ${region}`,
  seconds: 120,
};

function checkAttachable(estate: Estate, given: Omit<CreateAttachment, "accept">): void {
  const network = need(estate, "core_networks", given.core_network);
  const edges = readPolicy(network.policy).configuration?.["edge-locations"].map(({ location }) => location) ?? [];
  if (!edges.includes(given.region)) {
    throw new PlanError("not_applicable", `the core network \`${network.id}\` has no edge in \`${given.region}\``, {
      at: "region",
      fix: `expected one of ${edges.join(", ")}`,
    });
  }
  if (given.type === "vpc") {
    const { region, account } = need(estate, "vpcs", given.resource);
    if (region !== given.region || account !== given.account) {
      throw new PlanError("not_applicable", `\`${given.resource}\` is in ${region}, account ${account}`, {
        at: "region",
        fix: "expected region and account of the VPC itself",
      });
    }
  }
  const twin = list(estate, "attachments").find(
    (item) => item.core_network === network.id && item.resource === given.resource && item.region === given.region,
  );
  if (twin) {
    throw new PlanError("already_exists", `\`${given.resource}\` is attached already: \`${twin.id}\``, {
      at: "resource",
      fix: "use that attachment",
    });
  }
}
