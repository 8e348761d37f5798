import { type NetworkAcl, parseCidr, type Subnet } from "@trias/estate";
import { aclAllows, decidingEntry } from "./acl.ts";
import { type Core, type CoreHit, coreCuts, coreLookup, coresOf } from "./core.ts";
import { admissions, admitted } from "./groups.ts";
import type { Direction } from "./local.ts";
import type { Path } from "./path.ts";
import { attachedSegments } from "./peers.ts";
import type { Side } from "./places.ts";
import { type Via, viaOf } from "./routes.ts";
import { ALL_SERVICES, NO_SERVICES, type Services, withReply } from "./services.ts";
import { isPrivateSpan, type Span, within } from "./spans.ts";
import type { View } from "./view.ts";

/** One way of a question between two single pieces of address space. */
export interface Journey {
  readonly view: View;
  readonly path: Path;
  readonly from: Side;
  readonly to: Side;
  readonly source: Span;
  readonly target: Span;
  /** A reply: security groups remember the flow and let it pass; lists and routes do not. */
  readonly reply: boolean;
}

export function travel(journey: Journey): void {
  const { path, from, to } = journey;
  for (const side of [from, to])
    if (side.down !== null) path.block({ at: "instance", resource: side.at, rule: side.down });
  if (path.blocked) return;
  leave(journey);
  if (!path.blocked) cross(journey);
  if (!path.blocked) arrive(journey);
}

function leave(journey: Journey): void {
  const { from, target } = journey;
  if (from.endpoint && !journey.reply) groupsPass(journey, from, journey.to, target, "egress");
  if (from.subnet) listPass(journey, from.subnet, target, "egress");
}

function arrive(journey: Journey): void {
  const { to, source } = journey;
  if (to.subnet) listPass(journey, to.subnet, source, "ingress");
  if (to.endpoint && !journey.reply) groupsPass(journey, to, journey.from, source, "ingress");
}

function groupsPass({ view, path }: Journey, { endpoint }: Side, other: Side, span: Span, direction: Direction): void {
  if (endpoint === null || endpoint.groups === null) return;
  const rules = admissions(view, endpoint.groups, endpoint.vpc, direction, other.endpoint);
  const { certain, possible } = admitted(rules, span);
  const packets = path.possible;
  const listens = direction === "ingress" ? endpoint.listens : ALL_SERVICES;
  const deciding = rules.find(({ span: held, services }) => within(span, held) && !disjoint(services, packets));
  const rule = deciding?.rule ?? `no ${direction} rule admits it`;
  path.pass({ at: "security group", resource: endpoint.groups.join(", "), rule }, possible, certain);
  if (listens !== ALL_SERVICES) path.pass({ at: "listener", resource: endpoint.id }, listens, listens);
  if (!path.blocked && deciding && !deciding.certain) path.assume(deciding.rule);
}

function disjoint(a: Services, b: Services): boolean {
  const { possible } = withReply(a, ALL_SERVICES);
  return (["tcp", "udp", "icmp", "other"] as const).every((name) =>
    possible[name].every(([low, high]) => b[name].every(([from, to]) => high < from || to < low)),
  );
}

function listPass({ view, path, reply }: Journey, subnet: Subnet, span: Span, direction: Direction): void {
  const own = [subnet.cidr, subnet.ipv6_cidr].some(
    (text) => text !== null && within(span, parseCidr(text, { hostBits: "clear" })),
  );
  if (own) return;
  const acl = view.part("network_acls").get(subnet.network_acl);
  if (!acl) {
    path.assume(`the network ACL \`${subnet.network_acl}\` of \`${subnet.id}\` lets it pass: it is not in the estate`);
    return;
  }
  const allowed = aclAllows(acl, direction, span);
  const rule = entryText(acl, direction, span, path.possible, reply);
  const hop = { at: "network ACL", resource: acl.id, rule };
  if (!reply) {
    path.pass(hop, allowed, allowed);
    return;
  }
  const { certain, possible } = withReply(path.possible, allowed);
  path.pass(hop, possible, certain);
}

function entryText(acl: NetworkAcl, direction: Direction, span: Span, packets: Services, reply: boolean): string {
  if (reply) return `${direction} of replies to client ports 1024-65535`;
  const number = decidingEntry(acl, direction, span, packets);
  return number === null ? `no ${direction} entry allows it` : `${direction} entry ${number}`;
}

/** From the subnet, segment or internet to the VPC, site or internet of the other end. */
function cross(journey: Journey): void {
  const { view, path, from, to, target } = journey;
  if (from.internet) {
    enterFromInternet(journey);
    return;
  }
  if (from.subnet) {
    const via = viaOf(view, from.subnet, target);
    follow(journey, from.subnet, via);
    return;
  }
  if (from.entry) {
    if (to.vpc !== null && to.vpc === from.vpc) return;
    const { core, member } = from.entry;
    crossCore(journey, [{ core, segment: member.segment, region: member.region }]);
    return;
  }
  path.assume(`packets of \`${from.at}\` enter the network`);
}

function enterFromInternet({ view, path, to, source, reply }: Journey): void {
  if (to.internet) return;
  if (reply) {
    path.through({ at: "internet", resource: "internet", rule: "the reply comes back as the request went" });
    return;
  }
  if (!to.endpoint || !to.subnet) {
    path.block({ at: "internet", resource: to.at, rule: "no public address" });
    return;
  }
  if (source.family === 4 && !to.endpoint.publicIp) {
    path.block({ at: "internet", resource: to.at, rule: "it has no public address" });
    return;
  }
  // Inbound needs no route of its own; the gateway has to be attached for a public address to mean anything.
  const gateway = [...view.part("internet_gateways").values()].find(({ vpc }) => vpc === to.vpc);
  if (gateway) path.through({ at: "internet gateway", resource: gateway.id });
  else if (view.unknown("internet_gateways")) path.assume("internet gateways are unknown");
  else path.block({ at: "internet gateway", resource: to.vpc ?? to.at, rule: "its VPC has no internet gateway" });
}

function follow(journey: Journey, subnet: Subnet, via: Via): void {
  const { view, path, from, to } = journey;
  const table = { at: "route table", resource: subnet.route_table };
  switch (via.kind) {
    case "local":
      path.through({ ...table, rule: "local" });
      if (to.vpc !== from.vpc) path.block({ ...table, rule: `the address is local to \`${from.vpc}\`` });
      return;
    case "none":
      path.block({ ...table, rule: via.reason });
      return;
    case "open":
      path.assume(via.reason);
      return;
    case "internet":
    case "nat":
      leaveForInternet(journey, table, via);
      return;
    case "peering":
      path.through({ at: "peering", resource: via.peering });
      if (to.vpc !== via.vpc) path.block({ at: "peering", resource: via.peering, rule: "the address is not there" });
      return;
    case "core": {
      path.through({ ...table, rule: `to the core network \`${via.core}\`` });
      const entries = attachedSegments(view, via.core, subnet.vpc);
      if (entries.length > 0) crossCore(journey, entries);
      else if (view.unknown("core_networks") || view.unknown("attachments")) path.assume("the core network is unknown");
      else path.block({ at: "core network", resource: via.core, rule: `\`${subnet.vpc}\` is in no segment` });
      return;
    }
  }
}

function leaveForInternet(
  { path, from, to, source, target, reply }: Journey,
  table: { at: string; resource: string },
  via: Via & { kind: "internet" | "nat" },
): void {
  path.through({ ...table, rule: `to ${via.kind === "nat" ? "NAT" : "internet"} gateway \`${via.gateway}\`` });
  if (!to.internet || isPrivateSpan(target)) {
    path.block({ ...table, rule: `\`${via.gateway}\` does not lead to \`${to.at}\`` });
  } else if (via.kind === "nat" && reply) {
    path.block({ at: "NAT gateway", resource: via.gateway, rule: "a reply can't leave by it" });
  } else if (via.kind === "internet" && from.endpoint && !from.endpoint.publicIp && source.family === 4) {
    path.block({ at: "internet gateway", resource: via.gateway, rule: `\`${from.at}\` has no public address` });
  } else path.through({ at: `${via.kind === "nat" ? "NAT" : "internet"} gateway`, resource: via.gateway });
}

function crossCore(journey: Journey, entries: readonly { core: Core; segment: string; region: string }[]): void {
  const { view, path, target, to } = journey;
  const [entry] = entries;
  if (!entry) return;
  const { core, segment, region } = entry;
  for (const what of core.unmodelled) path.assume(`${what}`);
  const hit = coreLookup(core, segment, region, target);
  const hop = {
    at: `core network, segment ${core.segments.get(segment) ?? segment}`,
    resource: core.id,
    rule: hit.rule,
  };
  if (hit.kind === "dropped") {
    // What a segment brings is read from its VPCs.
    if (view.unknown("vpcs")) path.assume("VPCs are unknown, and one of them may have the address");
    else path.block(hop);
    return;
  }
  path.through(hop);
  inspect(journey, hit);
  if (hit.certainty === "may") path.assume(hit.rule);
  if (hit.kind === "internet" ? !to.internet : !isAt(hit, to)) {
    path.block({ ...hop, rule: `${hit.rule}, which does not lead to \`${to.at}\`` });
  }
}

function isAt(hit: CoreHit & { kind: "member" }, to: Side): boolean {
  return hit.member.place === to.vpc || hit.member.attachment === to.entry?.member.attachment;
}

function inspect({ path, source }: Journey, hit: CoreHit & { kind: "member" | "internet" }): void {
  const { through } = hit;
  if (!through) return;
  const firewall = through.verdict.firewalls[0];
  if (firewall === undefined) {
    path.through({ at: "inspection VPC", resource: through.vpc, rule: "there is no firewall in it" });
    return;
  }
  const dropped = through.verdict.blocked.some((blocked) => within(source, blocked));
  const hop = { at: "firewall", resource: firewall };
  path.pass(
    { ...hop, rule: dropped ? "the block list names the source" : "no rule drops it" },
    dropped ? NO_SERVICES : ALL_SERVICES,
    ALL_SERVICES,
  );
  for (const rule of through.verdict.unmodelled.slice(0, 3)) path.assume(`the firewall lets it pass: ${rule}`);
}

/** The spans at which the core network's part of a journey can change. */
export function journeyCuts(view: View, side: Side): readonly Span[] {
  const cores = [...coresOf(view).values()];
  return cores.flatMap((core) => {
    const segments = [...core.members].filter(([, members]) =>
      members.some(({ place }) => place === side.vpc || place === side.at),
    );
    return segments.flatMap(([segment, members]) =>
      [...new Set(members.map(({ region }) => region))].flatMap((region) => coreCuts(core, segment, region)),
    );
  });
}
