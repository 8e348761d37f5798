import { lookUpBy, type ResourceOf } from "@trias/estate";
import type { Core } from "../core.ts";
import { type CoreHit, coreCuts, coreLookup } from "../core-routes.ts";
import { attachedSegments } from "../peers.ts";
import { ALL_SERVICES, NO_SERVICES } from "../services.ts";
import { PRIVATE_SPANS, within } from "../spans.ts";
import type { Flight } from "./flight.ts";
import { passList } from "./guard.ts";
import { showVpc } from "./local.ts";
import type { Step } from "./step.ts";
import type { Subnet, Vpc } from "./words.ts";

type Attachment = ResourceOf<"attachments">;
const attachmentsOf = lookUpBy<Attachment>(({ resource }) => [resource]);

/** Into a core network by the VPC's attachment: as with a Transit Gateway, in the sender's zone (R55, R64). */
export function enterCore(flight: Flight, coreId: string, vpc: Vpc, subnet: Subnet | null): Step | null {
  const { view } = flight;
  const entries = attachedSegments(view, coreId, vpc.id);
  const [entry] = entries;
  if (!entry) {
    if (view.unknown("core_networks") || view.unknown("attachments")) flight.lose("the core network is unknown");
    else
      flight.block({ at: "core network", resource: coreId, rule: `\`${vpc.id}\` is in no segment`, code: "unplaced" });
    return null;
  }
  const own = attachmentsOf(view.part("attachments"), vpc.id).find(({ core_network }) => core_network === coreId);
  const listed = own?.subnets?.flatMap((id) => view.part("subnets").get(id) ?? []) ?? [];
  if (subnet && own?.subnets && listed.length === own.subnets.length && listed.length > 0) {
    const gate = listed.find(({ zone }) => zone === subnet.zone);
    if (!gate) {
      const rule = `it has no subnet in ${subnet.zone}`;
      flight.block({ at: "attachment", resource: own.id, rule, code: "TGW_ATTACH_VPC_AZ_RESTRICTION" });
      return null;
    }
    passList(flight, gate, "ingress");
    if (flight.blocked) return null;
  }
  flight.zone = subnet?.zone ?? null;
  return crossCore(flight, entry.core, entry.segment, entry.region);
}

/** Across a core network: from a segment at an edge to whoever the policy lets it reach. */
export function crossCore(flight: Flight, core: Core, segment: string, region: string): Step | null {
  const { view, goal } = flight;
  flight.identityLost = "the core network does not tell who sent it";
  for (const what of core.unmodelled) flight.assume(what);
  // A single address needs no cut.
  if (flight.target.first !== flight.target.last) {
    flight.cutAt(coreCuts(core, segment, region), "target");
    if (goal.internet) flight.cutAt(PRIVATE_SPANS, "target");
  }
  const hit = coreLookup(core, segment, region, flight.target);
  const name = core.segments.get(segment) ?? segment;
  const hop = { at: `core network, segment ${name}`, resource: core.id, rule: hit.rule };
  if (hit.kind === "dropped") {
    // What a segment brings is read from its VPCs.
    if (view.unknown("vpcs")) flight.lose("VPCs are unknown, and one of them may have the address");
    else flight.block(hop);
    return null;
  }
  flight.note(hop);
  inspect(flight, hit);
  if (hit.certainty === "may") flight.assume(hit.rule);
  if (flight.blocked) return null;
  return hit.kind === "internet" ? toInternet(flight, core, hit) : toMember(flight, core, hit);
}

function inspect(flight: Flight, { through }: CoreHit & { kind: "member" | "internet" }): void {
  if (!through) return;
  const firewall = through.verdict.firewalls[0];
  if (firewall === undefined) {
    flight.note({ at: "inspection VPC", resource: through.vpc, rule: "there is no firewall in it" });
    return;
  }
  flight.cutAt(through.verdict.blocked, "source");
  const dropped = through.verdict.blocked.some((blocked) => within(flight.source, blocked));
  const rule = dropped ? "the block list names the source" : "no rule drops it";
  const certain = dropped ? NO_SERVICES : ALL_SERVICES;
  flight.pass({ at: "firewall", resource: firewall, rule, code: "FIREWALL_RULES_RESTRICTION" }, certain);
  for (const what of through.verdict.unmodelled.slice(0, 3)) flight.assume(`the firewall lets it pass: ${what}`);
}

function toInternet(flight: Flight, core: Core, hit: CoreHit & { kind: "internet" }): null {
  if (!flight.goal.internet) {
    const rule = `${hit.rule}, which does not lead to \`${flight.goal.at}\``;
    flight.block({ at: "core network", resource: core.id, rule });
    return null;
  }
  const { source, target, possible, certain } = flight;
  const state = { source, target };
  if (!flight.reply)
    flight.sessions.push({ kind: "closed", device: core.id, was: { ...state, possible, certain }, is: state });
  flight.arrive({ kind: "internet" });
  return null;
}

function toMember(flight: Flight, core: Core, { member, rule }: CoreHit & { kind: "member" }): Step | null {
  const { view, goal } = flight;
  if (member.place === member.attachment) {
    const same = goal.entry?.member.attachment === member.attachment;
    const meant = same || goal.site !== null || goal.anyone;
    if (meant) flight.arrive(same ? { kind: "asked" } : { kind: "site", by: member.attachment });
    else {
      const why = `${rule}, which does not lead to \`${goal.at}\``;
      flight.block({ at: "core network", resource: core.id, rule: why });
    }
    return null;
  }
  const vpc = view.part("vpcs").get(member.place);
  if (!vpc) {
    flight.lose(`\`${member.place}\` has the address: it is not in the estate`);
    return null;
  }
  if (goal.vpc !== vpc.id && !goal.anyone) {
    const why = `${rule}, which does not lead to \`${goal.at}\``;
    flight.block({ at: "core network", resource: core.id, rule: why });
    return null;
  }
  showVpc(flight, vpc);
  const own = view.part("attachments").get(member.attachment);
  const listed = own?.subnets?.flatMap((id) => view.part("subnets").get(id) ?? []) ?? [];
  const subnet =
    listed.find(({ zone }) => zone === flight.zone) ??
    listed[listed.length > 1 ? flight.choose(listed.length, "all") : 0];
  return subnet ? { kind: "leave", subnet, show: "hidden" } : { kind: "local", vpc, inside: null };
}
