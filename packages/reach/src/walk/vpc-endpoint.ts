import { lookUpBy, type ResourceOf } from "@trias/estate";
import { ALL_SERVICES, NO_SERVICES, servicesOf } from "../services.ts";
import { firewallOf, inspect } from "./firewall.ts";
import type { Flight } from "./flight.ts";
import { passList } from "./guard.ts";
import { noTarget } from "./no-target.ts";
import type { Step } from "./step.ts";
import type { TargetStep } from "./target-step.ts";
import type { GatewayEndpoint } from "./words.ts";

/** TCP and pings are what a gateway endpoint carries (R41). */
const GATEWAY_SERVICES = { ...NO_SERVICES, tcp: ALL_SERVICES.tcp, icmp: servicesOf("icmp", 8, null).icmp };
const byZone = lookUpBy<ResourceOf<"firewalls">>(({ endpoints }) => (endpoints ?? []).map(({ endpoint }) => endpoint));

/** At an endpoint that a route leads to: a service's gateway, or an appliance's. */
export function endpoint(flight: Flight, step: TargetStep): Step | null {
  const { view } = flight;
  const { target, vpc, table, rule } = step;
  const found = view.part("endpoints").get(target.id);
  if (!found) {
    // A firewall names its endpoints itself.
    const firewall = byZone(view.part("firewalls"), target.id).at(0);
    const home = firewall?.endpoints?.find((each) => each.endpoint === target.id)?.subnet;
    if (firewall && home !== undefined) return appliance(flight, step, target.id, home);
    return noTarget(flight, { target, table, rule }, "endpoints");
  }
  if (found.state !== undefined && found.state.toLowerCase() !== "available") {
    flight.place("endpoint", found.id);
    flight.block({ at: "endpoint", resource: found.id, rule: `it is ${found.state}`, code: "BAD_STATE" });
    return null;
  }
  switch (found.type) {
    case "Gateway":
      return service(flight, found, vpc.id);
    case "GatewayLoadBalancer":
      return appliance(flight, step, found.id, found.subnets[0] ?? "");
    default:
      flight.place("endpoint", found.id);
      flight.lose(`\`${found.id}\` of the type ${found.type} carries it on`);
      return null;
  }
}

/** The service behind a gateway endpoint, for its own VPC only; its policy judges requests, not packets (R41). */
function service(flight: Flight, found: GatewayEndpoint, vpc: string): null {
  const hop = { at: "gateway endpoint", resource: found.id };
  flight.place(hop.at, found.id);
  if (found.vpc !== vpc || (flight.origin.vpc !== null && flight.origin.vpc !== found.vpc)) {
    const rule = `it serves \`${found.vpc}\` alone`;
    flight.block({ ...hop, rule, code: "VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION" });
    return null;
  }
  const rule = `subject to its policy, to ${found.service}`;
  flight.pass({ ...hop, rule, code: "VPCE_GATEWAY_PROTOCOL_RESTRICTION" }, GATEWAY_SERVICES);
  if (flight.blocked) return null;
  if (!flight.goal.internet && !flight.goal.anyone) {
    flight.block({ ...hop, rule: `it leads to ${found.service}, not to \`${flight.goal.at}\`` });
    return null;
  }
  const { source, target, possible, certain } = flight;
  const state = { source, target };
  flight.sessions.push({ kind: "closed", device: found.id, was: { ...state, possible, certain }, is: state });
  flight.arrive({ kind: "internet" });
  return null;
}

/** Through the appliance behind an endpoint and back to the endpoint's subnet, whose table leads on (R44, R76). */
function appliance(flight: Flight, { subnet, target }: TargetStep, id: string, homeId: string): Step | null {
  const { view } = flight;
  const home = view.part("subnets").get(homeId);
  if (!home) {
    flight.place("gateway load balancer endpoint", id);
    flight.lose(`\`${target.id}\` carries it on: its subnet is not in the estate`);
    return null;
  }
  if (home.id !== subnet?.id) passList(flight, home, "ingress");
  if (flight.blocked) return null;
  flight.place("gateway load balancer endpoint", id);
  flight.identityLost = `\`${id}\` is passed on the way`;
  const firewall = firewallOf(view, id);
  if (firewall === null) {
    flight.assume(`the appliance behind \`${id}\` lets it pass`);
    flight.inspected.push(id);
  } else inspect(flight, firewall, id);
  return flight.blocked ? null : { kind: "leave", subnet: home, show: "outside" };
}
