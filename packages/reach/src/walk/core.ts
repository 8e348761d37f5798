import type { Candidate, TableName } from "@trias/cloud-wan";
import { lookUpBy, type ResourceOf } from "@trias/estate";
import { type Core, coresOf } from "../core/core.ts";
import { endOf, lookUpCore, tableAt } from "../core/routes.ts";
import { isPrivateSpan, PRIVATE_SPANS } from "../spans.ts";
import { byInspection, intoAttachedVpc } from "./core-vpc.ts";
import type { Flight } from "./flight.ts";
import { passList } from "./guard.ts";
import type { Step } from "./step.ts";
import type { Subnet, Vpc } from "./words.ts";

type Attachment = ResourceOf<"attachments">;
const attachmentsOf = lookUpBy<Attachment>(({ resource }) => [resource]);

/** Into a core network by the VPC's attachment: as with a Transit Gateway, in the sender's zone (R55, R64). */
export function enterCore(flight: Flight, coreId: string, vpc: Vpc, subnet: Subnet | null): Step | null {
  const { view } = flight;
  const core = coresOf(view).get(coreId);
  const own = attachmentsOf(view.part("attachments"), vpc.id).filter(({ core_network }) => core_network === coreId);
  if (!core || view.unknown("attachments")) {
    flight.lose(core ? "the attachments of the core network are unknown" : `\`${coreId}\` is not in the estate`);
    return null;
  }
  const placed = own.flatMap((attachment) => {
    const at = tableOf(core, attachment);
    return at === null ? [] : [{ attachment, at }];
  });
  const [entry] = placed;
  if (!entry) {
    const [first] = own;
    const placement = first && core.simulation?.network.placements.get(first.id);
    const why = placement && placement.state !== "placed" ? `: ${placement.message}` : "";
    if (placement?.state === "unknown") flight.lose(`where \`${first?.id}\` is is not decided${why}`);
    else
      flight.block({
        at: "core network",
        resource: coreId,
        rule: `\`${vpc.id}\` is in no segment${why}`,
        code: "unplaced",
      });
    return null;
  }
  const { attachment, at } = entry;
  if (attachment.ipv6 === false && flight.target.family === 6) {
    flight.block({ at: "attachment", resource: attachment.id, rule: "it does not carry IPv6" });
    return null;
  }
  if (!passGate(flight, attachment, subnet)) return null;
  flight.zone = subnet?.zone ?? null;
  if (!tellsWho(core, attachment)) flight.identityLost ??= "the core network does not tell who sent it";
  return crossCore(flight, core, at);
}

/** Its zone has to have one of the attachment's subnets, whose network ACL judges by source (R30, R55). */
function passGate(flight: Flight, own: Attachment, subnet: Subnet | null): boolean {
  const listed = own.subnets?.flatMap((id) => flight.view.part("subnets").get(id) ?? []) ?? [];
  if (!subnet || !own.subnets || listed.length !== own.subnets.length || listed.length === 0) return true;
  const gate = listed.find(({ zone }) => zone === subnet.zone);
  if (!gate) {
    const rule = `it has no subnet in ${subnet.zone}`;
    flight.block({ at: "attachment", resource: own.id, rule, code: "TGW_ATTACH_VPC_AZ_RESTRICTION" });
    return false;
  }
  passList(flight, gate, "ingress");
  return !flight.blocked;
}

/** The table that packets of an attachment meet: that of its segment, or of its network function group. */
function tableOf(core: Core, { id, segment, region }: Attachment): TableName | null {
  if (!core.simulation) return segment === null ? null : { kind: "segment", segment, edge: region };
  const placement = core.simulation.network.placements.get(id);
  if (placement?.state !== "placed") return null;
  const edge = placement.edges.includes(region) ? region : (placement.edges[0] ?? region);
  return placement.segment === null
    ? { kind: "function-group", group: placement.function_group, edge }
    : { kind: "segment", segment: placement.segment, edge };
}

/** References to groups need both the core network's setting and the attachment's (R22). */
function tellsWho(core: Core, { security_group_referencing }: Attachment): boolean {
  const configuration = core.simulation?.network.policy.configuration;
  return configuration?.["security-group-referencing-support"] === true && security_group_referencing === true;
}

/** Across a core network by one of its route tables, to whatever the simulation of its policy leads to. */
export function crossCore(flight: Flight, core: Core, at: TableName): Step | null {
  const table = tableAt(core, at);
  if (!table) {
    flight.lose(core.unread[0] ?? "the policy of the core network can't be read");
    for (const what of core.unread.slice(1)) flight.assume(what);
    return null;
  }
  // A single address needs no cut.
  if (flight.target.first !== flight.target.last) {
    flight.cutAt(table.blocks, "target");
    if (flight.goal.internet) flight.cutAt(PRIVATE_SPANS, "target");
  }
  const { found } = lookUpCore(table, flight.target);
  const { candidate, assumption } = found[flight.choose(found.length, "all")] ?? { candidate: null, assumption: null };
  const name = at.kind === "segment" ? `segment ${core.segments.get(at.segment) ?? at.segment}` : `group ${at.group}`;
  const hop = { at: `core network, ${name}`, resource: core.id };
  const silent = unheard(flight, core, at, candidate);
  if (candidate === null) {
    if (silent === null) flight.block({ ...hop, rule: noRoute(core, at) });
    else flight.lose(silent);
    return null;
  }
  if (silent !== null) {
    flight.lose(silent);
    return null;
  }
  const rule = `${candidate.prefix.text} at ${at.edge}: ${ruleText(core, candidate)}`;
  if (candidate.target.kind === "blackhole") {
    const whose = at.kind === "segment" ? `segment \`${at.segment}\`` : `group \`${at.group}\``;
    const by = `${candidate.rules.at(-1) ?? "it"}: ${candidate.target.reason}`;
    flight.block({
      ...hop,
      rule: `${whose} has no longer route there than ${candidate.prefix.text}, which ends by ${by}`,
    });
    return null;
  }
  flight.note({ ...hop, rule });
  if (assumption !== null) flight.assume(assumption);
  for (const doubt of candidate.doubts.slice(0, 3)) flight.assume(doubt);
  return onward(flight, core, at, candidate, rule);
}

function onward(flight: Flight, core: Core, at: TableName, candidate: Candidate, rule: string): Step | null {
  const { target } = candidate;
  if (target.kind === "inspection") return byInspection(flight, core, at, target);
  const attachment = target.kind === "attachment" ? flight.view.part("attachments").get(target.attachment) : undefined;
  if (!attachment) {
    flight.lose(`\`${endOf(candidate)}\` carries it on: it is not in the estate`);
    return null;
  }
  const same = target.kind === "attachment" && target.edge === at.edge && at.kind === "segment";
  if (!same || !tellsWho(core, attachment)) flight.identityLost ??= "the core network does not tell who sent it";
  if (attachment.type === "vpc") return intoAttachedVpc(flight, attachment);
  outOfCore(flight, core, attachment, rule);
  return null;
}

/** Out to a site by VPN, Connect or Direct Connect, or to a Transit Gateway. */
function outOfCore(flight: Flight, core: Core, { id, type }: Attachment, rule: string): void {
  const { goal } = flight;
  const same = goal.entry?.member.attachment === id;
  if (same || goal.site === id || goal.site === "" || goal.anyone) {
    flight.arrive(same ? { kind: "asked" } : { kind: "site", by: id });
  } else if (type === "transit-gateway-route-table") {
    flight.lose(
      `the Transit Gateway behind \`${id}\` carries it on: its peering with the core network is not in the estate`,
    );
  } else
    flight.block({ at: "core network", resource: core.id, rule: `${rule}, which does not lead to \`${goal.at}\`` });
}

/** Who may have announced a route for it that the estate does not hold; null where nobody, or where a VPC's own block decides. */
function unheard(flight: Flight, core: Core, at: TableName, candidate: Candidate | null): string | null {
  if (candidate !== null && (candidate.path?.type === "vpc" || !isPrivateSpan(flight.target))) return null;
  if (candidate === null && flight.view.unknown("vpcs"))
    return "VPCs are unknown, and one of them may have the address";
  const network = core.simulation?.network;
  if (!network || core.silent.size === 0) return null;
  for (const [segment, why] of core.silent) {
    if (at.kind === "function-group") {
      if (network.insertion.users(at.group).segments.has(segment)) return why;
      continue;
    }
    const own = segment === at.segment && !network.isIsolated(segment);
    const shared = network.sharesOf(at.segment).some(({ from }) => from === segment);
    if (own || shared || network.insertion.between(at.segment, segment).length > 0) return why;
  }
  return null;
}

function noRoute(core: Core, at: TableName): string {
  if (at.kind === "function-group") return `no segment that uses \`${at.group}\` has a route there`;
  const isolated = core.simulation?.network.isIsolated(at.segment) === true ? ", and it is isolated" : "";
  return `segment \`${at.segment}\` has no route there at ${at.edge}: no share and no static route${isolated}`;
}

/** What of the policy decides, in words. */
function ruleText(core: Core, { rules, target, path }: Candidate): string {
  const rule = rules.at(-1) ?? "";
  const end = target.kind === "attachment" ? ` to \`${target.attachment}\`` : "";
  const via = target.kind === "inspection" ? ` via \`${target.group}\` at ${target.edges.join(" and ")}` : "";
  const index = /^segment-actions\[(\d+)\]/.exec(rule)?.[1];
  const action = index === undefined ? undefined : core.simulation?.network.policy.segmentActions[Number(index)];
  if (action?.action === "share" && path) return `${rule}: share \`${action.segment}\` with \`${path.segment}\`${end}`;
  return action ? `${rule}: ${action.action} of \`${action.segment}\`${via}${end}` : `${rule}${via}${end}`;
}
