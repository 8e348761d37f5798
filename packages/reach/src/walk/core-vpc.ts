import type { Candidate, TableName } from "@trias/cloud-wan";
import type { ResourceOf } from "@trias/estate";
import type { Core } from "../core/core.ts";
import { inspectionOf } from "../core/inspection.ts";
import { localBlocks } from "../route-table.ts";
import { ALL_SERVICES, NO_SERVICES } from "../services.ts";
import { within } from "../spans.ts";
import type { Flight } from "./flight.ts";
import { showVpc } from "./local.ts";
import type { Step } from "./step.ts";
import { subnetOfAttachment } from "./zone.ts";

type Attachment = ResourceOf<"attachments">;
type Inspected = Extract<Candidate["target"], { kind: "inspection" }>;

/** Out of the core network into a VPC, in one of the attachment's subnets, whose table and network ACL carry it on (R30, R56). */
export function intoAttachedVpc(flight: Flight, attachment: Attachment): Step | null {
  const { view, goal } = flight;
  const vpc = view.part("vpcs").get(attachment.resource);
  if (!vpc) {
    flight.lose(`\`${attachment.resource}\` carries it on: it is not in the estate`);
    return null;
  }
  if (attachment.ipv6 === false && flight.target.family === 6) {
    flight.block({ at: "attachment", resource: attachment.id, rule: "it does not carry IPv6" });
    return null;
  }
  showVpc(flight, vpc);
  const subnets = attachment.subnets?.flatMap((id) => view.part("subnets").get(id) ?? []) ?? [];
  const subnet = subnetOfAttachment(flight, attachment.id, subnets, attachment.appliance_mode);
  if (subnet) return { kind: "leave", subnet, show: "hidden" };
  const own = goal.vpc === vpc.id || localBlocks(vpc).some((block) => flight.holds(block, "target"));
  if (own) return { kind: "local", vpc, inside: null };
  flight.lose(`a subnet of \`${attachment.id}\` leads it on: the estate does not list them`);
  return null;
}

/**
 * Service insertion (R68–R70): into the VPC of a network function group's attachment, where routes, firewall and network ACLs judge
 * like everywhere, and which sends it back into the group's table, or out by its own gateways.
 */
export function byInspection(flight: Flight, core: Core, at: TableName, { group, edges, out }: Inspected): Step | null {
  const edge = edges[0] ?? at.edge;
  const functions = core.simulation?.network.functions(group, edge) ?? [];
  const id = functions[flight.choose(functions.length, "all")] ?? "";
  const attachment = flight.view.part("attachments").get(id);
  if (!attachment) {
    flight.block({ at: "core network", resource: core.id, rule: `\`${group}\` has no attachment at ${edge}` });
    return null;
  }
  flight.identityLost = `it passes the network function group \`${group}\``;
  const vpc = attachment.type === "vpc" ? flight.view.part("vpcs").get(attachment.resource) : undefined;
  if (vpc && (attachment.subnets?.length ?? 0) > 0) return intoAttachedVpc(flight, attachment);
  return inSum(flight, core, { kind: "function-group", group, edge }, attachment, out);
}

/** Through an inspection VPC whose inside the estate does not hold: by its firewalls' block lists alone. */
function inSum(flight: Flight, core: Core, back: TableName, attachment: Attachment, out: boolean): Step | null {
  const { view } = flight;
  flight.place("inspection VPC", attachment.resource);
  const { verdict, exit } = inspectionOf(view, attachment.network_function_group ?? "", attachment.resource);
  const [firewall] = verdict.firewalls;
  for (const end of ["source", "target"] as const) flight.cutAt(verdict.blocked, end);
  const dropped = verdict.blocked.some((block) => within(flight.source, block) || within(flight.target, block));
  const rule = dropped ? "its block list names the address" : "no rule drops it";
  if (firewall !== undefined) {
    const hop = { at: "firewall", resource: firewall, rule, code: "FIREWALL_RULES_RESTRICTION" };
    flight.pass(hop, dropped ? NO_SERVICES : ALL_SERVICES);
  }
  if (flight.blocked) return null;
  flight.inspected.push(attachment.id);
  flight.assume(`\`${attachment.resource}\` sends it on: the estate does not list the subnets of \`${attachment.id}\``);
  if (!out) return { kind: "core-table", core, at: back };
  if (flight.goal.internet && !exit && view.part("vpcs").has(attachment.resource)) {
    flight.block({ at: "inspection VPC", resource: attachment.resource, rule: "it has no way to the internet" });
    return null;
  }
  const whither = flight.goal.internet ? "to the internet and the reply back" : "back into the core network";
  flight.lose(`\`${attachment.resource}\` leads it ${whither}`);
  return null;
}
