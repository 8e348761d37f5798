import { type Core, coresOf, type Member } from "../core/core.ts";
import { ownSpans } from "../groups.ts";
import { within } from "../spans.ts";
import { crossCore, enterCore } from "./core.ts";
import { fromInternet } from "./enter.ts";
import { type Departure, type End, Flight } from "./flight.ts";
import { leave } from "./leave.ts";
import { isLinkLocal, linkLocal } from "./link-local.ts";
import { local } from "./local.ts";
import { throughNat } from "./nat.ts";
import { fromPrivateGateway } from "./private-gateway.ts";
import { receive } from "./receive.ts";
import { replyFrom } from "./reply.ts";
import { passGroups } from "./security.ts";
import { atSite } from "./site.ts";
import type { Step } from "./step.ts";
import { follow } from "./target.ts";
import { fromAttachment, throughTransit } from "./transit.ts";
import { outOfTunnel } from "./tunnel.ts";

/** More than any way that ends has. */
const MAX_STEPS = 128;
/** From where on it is looked whether the way goes round. */
const LONG = 12;

/** Follows packets from where they begin until they arrive, are stopped, or are lost sight of. A way that goes round ends (blocked). */
export function walk(departure: Departure, from: End | null): Flight {
  const flight = new Flight(departure);
  let step = from ? beginAt(flight, from) : begin(flight);
  const been = new Set<string>();
  for (let steps = 0; step !== null && !flight.done; steps += 1) {
    // Most ways end long before.
    const key = steps < LONG ? "" : `${keyOf(step)} ${flight.source.first} ${flight.target.first}`;
    if (been.has(key) || steps > MAX_STEPS) {
      const resource = flight.lastPlace;
      flight.block({ at: "route", resource, rule: "the routes lead round in a circle", code: "CYCLIC_PATH_DETECTED" });
      break;
    }
    if (steps >= LONG) been.add(key);
    step = next(flight, step);
  }
  return flight;
}

function keyOf(step: Step): string {
  switch (step.kind) {
    case "leave":
      return `leave ${step.subnet.id} ${step.show}`;
    case "local":
      return `local ${step.vpc.id} ${step.inside?.id}`;
    case "recipient":
      return `recipient ${step.subnet?.id}`;
    case "target":
      return `target ${step.table} ${step.target.id} ${step.subnet?.id}`;
    case "nat":
      return `nat ${step.nat.id}`;
    case "transit":
      return `transit ${step.attachment.id} ${step.attachment.transit_gateway}`;
    case "core":
      return `core ${step.core} ${step.vpc.id}`;
    case "core-table":
      return `core ${step.core.id} ${Object.values(step.at).join(" ")}`;
    case "tunnel":
    case "site":
      return `${step.kind} ${step.by}`;
    case "internet":
      return step.kind;
  }
}

function next(flight: Flight, step: Step): Step | null {
  switch (step.kind) {
    case "leave":
      return leave(flight, step.subnet, step.show);
    case "local":
      return local(flight, step.vpc, step.inside);
    case "recipient":
      return receive(flight, step.recipient, step.subnet);
    case "target":
      return follow(flight, step);
    case "internet":
      return fromInternet(flight);
    case "nat":
      return throughNat(flight, step.nat, step.vpc, step.subnet);
    case "transit":
      return throughTransit(flight, step.attachment);
    case "core":
      return enterCore(flight, step.core, step.vpc, step.subnet);
    case "core-table":
      return crossCore(flight, step.core, step.at);
    case "site": {
      const inside = outOfTunnel(flight, step.by);
      return inside ? inside.step : atSite(flight, step.by);
    }
    case "tunnel":
      return fromSite(flight, step.by);
  }
}

/** A request begins where the question says. */
function begin(flight: Flight): Step | null {
  const { origin, goal } = flight;
  if (origin.internet) return { kind: "internet" };
  if (origin.endpoint) return fromEndpoint(flight);
  if (origin.subnet) return { kind: "leave", subnet: origin.subnet, show: "outside" };
  if (origin.site !== null) return fromSite(flight, origin.site);
  if (origin.entry) {
    const vpc = origin.vpc === null ? undefined : flight.view.part("vpcs").get(origin.vpc);
    if (vpc && goal.vpc === vpc.id) return { kind: "local", vpc, inside: null };
    return fromMember(flight, origin.entry.core, origin.entry.member);
  }
  flight.lose(`packets of \`${origin.at}\` enter the network`);
  return null;
}

/** Out of an interface: only with its own address (R13), and past its groups. */
function fromEndpoint(flight: Flight): Step | null {
  const { origin, view } = flight;
  const { endpoint, subnet } = origin;
  if (!endpoint) return null;
  if (origin.down !== null) {
    flight.block({ at: "instance", resource: origin.at, rule: origin.down, code: "BAD_STATE" });
    return null;
  }
  flight.place(
    endpoint.part === "interfaces" ? "interface" : endpoint.part.replaceAll("_", " ").slice(0, -1),
    endpoint.id,
  );
  const own = endpoint.part === "interfaces" ? view.part("interfaces").get(endpoint.id) : undefined;
  if (own?.type === "vpc_endpoint") {
    flight.block({ at: "interface", resource: endpoint.id, rule: "an endpoint begins nothing, it only answers" });
    return null;
  }
  if (own && !ownSpans(own).some((address) => within(flight.source, address))) {
    if (own.source_dest_check !== false) {
      const rule = "the address is not its own, and its source/destination check is on";
      flight.block({ at: "interface", resource: endpoint.id, rule, code: "ENI_ADDRESS_RESTRICTION" });
      return null;
    }
    flight.assume(`\`${endpoint.id}\` sends with an address that is not its own`);
  }
  const vpc = view.part("vpcs").get(endpoint.vpc);
  // Groups are not asked about the host's own services (R25).
  if (isLinkLocal(flight, vpc)) return linkLocal(flight, vpc);
  passGroups(flight, endpoint, "egress");
  if (subnet) return { kind: "leave", subnet, show: "outside" };
  flight.lose(`the subnet of \`${endpoint.id}\` lets it out: it is not in the estate`);
  return null;
}

function fromSite(flight: Flight, by: string): Step | null {
  const { view } = flight;
  if (view.part("vpn_gateways").has(by)) return fromPrivateGateway(flight, by);
  const attachment = view.part("transit_gateway_attachments").get(by);
  if (attachment) return fromAttachment(flight, attachment);
  const core = coresOf(view).get(view.part("attachments").get(by)?.core_network ?? "");
  const member = core?.memberOf.get(by);
  if (core && member) return fromMember(flight, core, member);
  flight.lose(`packets of \`${flight.origin.at}\` enter the network`);
  return null;
}

/** Out of the network behind an attachment, at the edge that it is at. */
function fromMember(flight: Flight, core: Core, { segment, region }: Member): Step {
  flight.identityLost = "it comes from outside";
  return { kind: "core-table", core, at: { kind: "segment", segment, edge: region } };
}

/** A reply begins where the request ended. */
function beginAt(flight: Flight, end: End): Step | null {
  switch (end.kind) {
    case "internet":
      return { kind: "internet" };
    case "site":
      return fromSite(flight, end.by);
    case "host":
      flight.arrive(end);
      return null;
    case "subnet":
      if (end.inside !== end.subnet.id) flight.place("interface", end.inside);
      return replyFrom(flight, end.subnet);
    case "asked":
      return flight.origin.endpoint === null ? begin(flight) : fromEndpoint(flight);
  }
}
