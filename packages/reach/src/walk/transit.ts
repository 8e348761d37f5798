import { lookUpBy } from "@trias/estate";
import type { Flight } from "./flight.ts";
import { passList } from "./guard.ts";
import { showVpc } from "./local.ts";
import { heardByGateway } from "./private-gateway.ts";
import type { Step } from "./step.ts";
import type { TargetStep } from "./target-step.ts";
import { attachmentNamed, lookupTransit } from "./transit-table.ts";
import type { Subnet, TransitAttachment } from "./words.ts";
import { subnetOfAttachment } from "./zone.ts";

const attachmentsOf = lookUpBy<TransitAttachment>(({ resource }) => [resource]);

/**
 * Into a Transit Gateway by the VPC's attachment: its zone has to have one of the attachment's subnets (R55), whose network ACL
 * judges by source (R30).
 */
export function enterTransit(flight: Flight, { target, vpc, subnet, table, rule }: TargetStep): Step | null {
  const { view } = flight;
  const hop = { at: "transit gateway", resource: target.id };
  const attachment = attachmentsOf(view.part("transit_gateway_attachments"), vpc.id).find(
    ({ transit_gateway, type }) => transit_gateway === target.id && type === "vpc",
  );
  if (!attachment) {
    if (view.unknown("transit_gateway_attachments"))
      flight.lose(`\`${target.id}\` carries it on: its attachments are unknown`);
    else {
      const why = `${rule}, to which \`${vpc.id}\` is not attached`;
      flight.block({ at: "route table", resource: table, rule: why, code: "BAD_STATE_ATTACHMENT" });
    }
    return null;
  }
  const entry = subnet === null ? null : entrySubnet(flight, attachment, subnet.zone);
  if (subnet !== null && entry === "none") {
    flight.block({
      at: "transit gateway attachment",
      resource: attachment.id,
      rule: `it has no subnet in ${subnet.zone}`,
      code: "TGW_ATTACH_VPC_AZ_RESTRICTION",
    });
    return null;
  }
  if (entry === "unknown")
    flight.assume(`\`${attachment.id}\` has a subnet in the zone: the estate does not list them`);
  else if (entry !== null && entry !== "none") passList(flight, entry, "ingress");
  if (flight.blocked) return null;
  showVpc(flight, vpc);
  flight.zone = subnet?.zone ?? null;
  if (!carries(flight, attachment)) return null;
  const referencing = view.part("transit_gateways").get(target.id)?.security_group_referencing === true;
  if (!(referencing && attachment.security_group_referencing === true))
    flight.identityLost = `\`${target.id}\` does not tell who sent it`;
  flight.place(hop.at, target.id);
  return { kind: "transit", attachment };
}

function entrySubnet({ view }: Flight, { subnets }: TransitAttachment, zone: string): Subnet | "none" | "unknown" {
  if (subnets.length === 0) return "unknown";
  const found = subnets.map((id) => view.part("subnets").get(id));
  return found.find((each) => each?.zone === zone) ?? (found.every((each) => each !== undefined) ? "none" : "unknown");
}

function carries(flight: Flight, { id, state, ipv6 }: TransitAttachment): boolean {
  const hop = { at: "transit gateway attachment", resource: id };
  if (state !== "available" && state !== "modifying") {
    flight.block({ ...hop, rule: `it is ${state}`, code: "BAD_STATE_ATTACHMENT" });
    return false;
  }
  if (ipv6 === false && flight.target.family === 6) {
    flight.block({ ...hop, rule: "it does not carry IPv6" });
    return false;
  }
  return true;
}

/** In a Transit Gateway: the table that goes with the incoming attachment decides (R52). */
export function throughTransit(flight: Flight, incoming: TransitAttachment): Step | null {
  const { view } = flight;
  const gateway = incoming.transit_gateway;
  if (incoming.route_table === null && incoming.policy_table !== undefined) {
    flight.lose(`\`${incoming.policy_table}\` picks the route table: the rules of policy tables are not in the estate`);
    return null;
  }
  if (incoming.route_table === null) {
    flight.block({
      at: "transit gateway attachment",
      resource: incoming.id,
      rule: "no route table is associated with it",
      code: "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
    });
    return null;
  }
  const table = view.part("transit_gateway_route_tables").get(incoming.route_table);
  if (!table) {
    flight.lose(`\`${incoming.route_table}\` has a route for it: it is not in the estate`);
    return null;
  }
  const hop = { at: "transit gateway route table", resource: table.id };
  const found = lookupTransit(flight, table);
  if (found.kind === "none") {
    if (found.unsure !== null) flight.lose(found.unsure);
    else flight.block({ ...hop, rule: "no route leads there", code: "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" });
    return null;
  }
  const { route } = found;
  if (found.unsure !== null) {
    flight.lose(found.unsure);
    return null;
  }
  if (route.blackhole) {
    flight.block({ ...hop, rule: `${route.text} is a blackhole`, code: "TGW_RTB_BAD_STATE_ROUTE" });
    return null;
  }
  const id = route.attachments[flight.choose(route.attachments.length, "all")] ?? "";
  flight.note({ ...hop, rule: `${route.text} to \`${id}\`` });
  const attachment = attachmentNamed(flight, id, gateway);
  if (!attachment) {
    flight.lose(`\`${id}\` carries it on: it is not in the estate`);
    return null;
  }
  return carries(flight, attachment) ? leaveTransit(flight, attachment) : null;
}

function leaveTransit(flight: Flight, attachment: TransitAttachment): Step | null {
  switch (attachment.type) {
    case "vpc":
      return intoVpc(flight, attachment);
    case "vpn":
      return { kind: "site", by: attachment.id };
    case "direct-connect-gateway":
      return overDirectConnect(flight, attachment);
    case "peering":
      return overPeering(flight, attachment);
    default:
      flight.place("transit gateway attachment", attachment.id);
      flight.lose(`what is behind \`${attachment.id}\` of the type ${attachment.type} is not known`);
      return null;
  }
}

/** Out into a VPC, in one of the attachment's subnets, whose table and network ACL carry it on (R30, R56). */
function intoVpc(flight: Flight, attachment: TransitAttachment): Step | null {
  const { view } = flight;
  const vpc = view.part("vpcs").get(attachment.resource);
  if (!vpc) {
    flight.lose(`\`${attachment.resource}\` has the address: it is not in the estate`);
    return null;
  }
  if (attachment.security_group_referencing !== true)
    flight.identityLost ??= `\`${attachment.transit_gateway}\` does not tell who sent it`;
  showVpc(flight, vpc);
  const subnets = attachment.subnets.flatMap((id) => view.part("subnets").get(id) ?? []);
  if (subnets.length === 0) {
    flight.assume(`a subnet of \`${attachment.id}\` leads it on: the estate does not list them`);
    return { kind: "local", vpc, inside: null };
  }
  const subnet = subnetOfAttachment(flight, attachment.id, subnets, attachment.appliance_mode === true);
  return subnet ? { kind: "leave", subnet, show: "hidden" } : null;
}

function overDirectConnect(flight: Flight, attachment: TransitAttachment): Step | null {
  const { prefixes } = heardByGateway(flight.view, attachment.transit_gateway);
  flight.place("Direct Connect gateway", attachment.resource);
  if (!prefixes.some((block) => flight.holds(block, "target")))
    flight.assume(`\`${attachment.resource}\` has heard of the address: what it hears is not in the estate`);
  return { kind: "site", by: attachment.resource };
}

/** To the other Transit Gateway, whose table for its own end of the peering decides on (R59). */
function overPeering(flight: Flight, attachment: TransitAttachment): Step | null {
  const { view } = flight;
  flight.identityLost = "a peering of Transit Gateways does not tell who sent it";
  flight.zone = null;
  const ends = attachmentsOf(view.part("transit_gateway_attachments"), attachment.transit_gateway);
  const other = ends.find(({ transit_gateway, type }) => type === "peering" && transit_gateway === attachment.resource);
  flight.place("transit gateway", attachment.resource);
  if (!other) {
    flight.lose(`\`${attachment.resource}\` carries it on: its end of the peering is not in the estate`);
    return null;
  }
  return carries(flight, other) ? { kind: "transit", attachment: other } : null;
}

/** From a site into a Transit Gateway by its attachment. */
export function fromAttachment(flight: Flight, attachment: TransitAttachment): Step | null {
  flight.identityLost = "it comes from outside";
  if (!carries(flight, attachment)) return null;
  flight.place("transit gateway", attachment.transit_gateway);
  return { kind: "transit", attachment };
}
