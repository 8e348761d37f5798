import {
  CARRIER_PARTS,
  type CarrierPart,
  carrying,
  type Estate,
  get,
  isKnown,
  knownPart,
  list,
  type NetworkAcl,
  type ResourceChange,
  type SecurityGroup,
  segmentNames,
} from "@trias/estate";
import type { Hop, Packet } from "../answer.ts";
import type { Ends } from "./ends.ts";

export interface Suggestion {
  readonly text: string;
  readonly change: ResourceChange;
}

/** The one change that takes an obstacle away, or null where that is not a matter of one setting. */
export function suggestion(estate: Estate, by: Hop, ends: Ends, packet: Packet): Suggestion | null {
  const reply = by.at.endsWith(" (reply)");
  switch (by.at.replace(" (reply)", "")) {
    case "security group":
      return groupRule(estate, by, ends, packet);
    case "network ACL":
      return listEntry(estate, by, ends, packet, reply);
    case "route table":
      return route(estate, by, ends, reply);
    default:
      return by.at.startsWith("core network") ? share(estate, by, ends) : null;
  }
}

type Direction = "ingress" | "egress";

function directionOf({ rule = "" }: Hop): Direction | null {
  return /\begress\b/.test(rule) ? "egress" : /\bingress\b/.test(rule) ? "ingress" : null;
}

/** The group that fewest others carry, so that least is opened besides. */
function groupRule(estate: Estate, by: Hop, ends: Ends, packet: Packet): Suggestion | null {
  const direction = directionOf(by);
  const blocks = direction === "egress" ? ends.to.blocks : ends.from.blocks;
  if (direction === null || blocks.length === 0) return null;
  const groups = by.resource.split(", ").flatMap((id) => get(estate, "security_groups", id) ?? []);
  const [before] = [...groups].sort((a, b) => carriers(estate, a.id) - carriers(estate, b.id));
  if (!before) return null;
  const rule = {
    protocol: packet.protocol === "any" ? "-1" : packet.protocol,
    from_port: packet.port,
    to_port: packet.port,
    cidrs: [...blocks],
    groups: [],
    prefix_lists: [],
    description: "",
  };
  const after: SecurityGroup = { ...before, [direction]: [...before[direction], rule] };
  const way = direction === "egress" ? "to" : "from";
  return {
    text: `add to \`${before.id}\` (${before.name}) an ${direction} rule: ${packetText(packet)} ${way} ${blocks.join(", ")}`,
    change: { part: "security_groups", id: before.id, before, after },
  };
}

function carriers(estate: Estate, group: string): number {
  return CARRIER_PARTS.reduce(
    (sum, part) => sum + (isKnown(estate, part) ? carrying(knownPart<CarrierPart>(estate, part), group).length : 0),
    0,
  );
}

function packetText({ protocol, port }: Packet): string {
  return port === null ? (protocol === "any" ? "all traffic" : protocol) : `${protocol} ${port}`;
}

/** Client ports of replies, as R28 has them. */
const CLIENTS = { from_port: 1024, to_port: 65_535 };

function listEntry(estate: Estate, by: Hop, ends: Ends, packet: Packet, reply: boolean): Suggestion | null {
  const egress = directionOf(by) === "egress";
  const before = get(estate, "network_acls", by.resource);
  // Outwards a list sees whom packets are for; a reply is for the one who asked.
  const [cidr, ...more] = egress !== reply ? ends.to.blocks : ends.from.blocks;
  if (!before || directionOf(by) === null || cidr === undefined || more.length > 0) return null;
  const number = firstFree(before, egress);
  if (number === null) return null;
  const ports = reply ? CLIENTS : { from_port: packet.port, to_port: packet.port };
  const protocol = packet.protocol === "any" ? "-1" : packet.protocol;
  const entry = { number, egress, protocol, cidr, ...(protocol === "-1" ? NO_PORTS : ports), action: "allow" as const };
  const what = reply ? `${packet.protocol} 1024-65535, the answers,` : packetText(packet);
  return {
    text: `add to the network ACL \`${before.id}\` entry ${number} (${egress ? "outbound" : "inbound"}): allow ${what} ${egress ? "to" : "from"} ${cidr}`,
    change: { part: "network_acls", id: before.id, before, after: { ...before, entries: [...before.entries, entry] } },
  };
}

const NO_PORTS = { from_port: null, to_port: null };

/** A number before all others, so that no denial comes first. */
function firstFree({ entries }: NetworkAcl, egress: boolean): number | null {
  const taken = entries.filter((entry) => entry.egress === egress).map(({ number }) => number);
  const lowest = Math.min(32_767, ...taken) - 1;
  return lowest >= 1 ? lowest : null;
}

/** By the core network where both ends are attached to it, else by a peering that is there already. */
function route(estate: Estate, by: Hop, ends: Ends, reply: boolean): Suggestion | null {
  const before = get(estate, "route_tables", by.resource);
  const [own, other] = reply ? [ends.to, ends.from] : [ends.from, ends.to];
  const [destination] = other.vpcBlocks;
  if (!before || destination === undefined || other.vpc === null || own.vpc === null) return null;
  const target = targetOf(estate, own.vpc, other.vpc);
  if (target === null) return null;
  const after = { ...before, routes: [...before.routes, { destination, target }] };
  return {
    text: `add to the route table \`${before.id}\` a route: ${destination} to ${target.type} \`${target.id}\``,
    change: { part: "route_tables", id: before.id, before, after },
  };
}

function targetOf(estate: Estate, own: string, other: string) {
  const networks = (vpc: string): string[] =>
    isKnown(estate, "attachments")
      ? list(estate, "attachments").flatMap((each) => (each.resource === vpc ? [each.core_network] : []))
      : [];
  const shared = networks(own).find((id) => networks(other).includes(id));
  if (shared !== undefined) return { type: "core-network" as const, id: shared };
  if (!isKnown(estate, "peerings")) return null;
  const peering = list(estate, "peerings").find(
    ({ requester_vpc, accepter_vpc, state }) =>
      state === "active" &&
      [requester_vpc, accepter_vpc].includes(own) &&
      [requester_vpc, accepter_vpc].includes(other),
  );
  return peering ? { type: "peering" as const, id: peering.id } : null;
}

function share(estate: Estate, by: Hop, ends: Ends): Suggestion | null {
  const [segment, other] = [ends.from.segments[0], ends.to.segments[0]];
  const before = isKnown(estate, "core_networks") ? get(estate, "core_networks", by.resource) : undefined;
  const names = segmentNames(estate);
  const [a, b] = [segment && names.policyName(segment), other && names.policyName(other)];
  if (!before || !a || !b || a === b) return null;
  const action = { action: "share", mode: "attachment-route", segment: a, "share-with": [b] };
  const actions = before.policy["segment-actions"] ?? [];
  if (actions.some((each) => JSON.stringify(each) === JSON.stringify(action))) return null;
  const policy = { ...before.policy, "segment-actions": [...actions, action] };
  return {
    text: `share the segments \`${segment}\` and \`${other}\` in the core network \`${before.id}\``,
    change: {
      part: "core_networks",
      id: before.id,
      before,
      after: { ...before, policy, policy_version: before.policy_version + 1 },
    },
  };
}
