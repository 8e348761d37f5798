import { parseCidr } from "@trias/estate";
import { endpointOf, listenerServices } from "../endpoints.ts";
import { CLIENT_PORTS, withClients, withPort } from "../packets.ts";
import { intersect, isEmpty, NO_SERVICES, type Services, unite } from "../services.ts";
import type { Span } from "../spans.ts";
import type { End, Flight } from "./flight.ts";
import type { Recipient } from "./recipient.ts";
import { passGroups } from "./security.ts";
import { sameSpan } from "./session.ts";
import type { Step } from "./step.ts";
import { type Balanced, targetsOf } from "./targets.ts";
import type { Balancer, Subnet } from "./words.ts";

/**
 * At a node of a load balancer: its groups where it has any (R46), its listener, then a target of the listener's groups. Only a
 * network load balancer passes the connection on; an application load balancer ends it and begins another (R50).
 */
export function toBalancer(
  flight: Flight,
  { balancer, node, subnet: nodeSubnet }: Recipient & { kind: "balancer" },
  subnet: Subnet | null,
): Step | null {
  const { view } = flight;
  const hop = { at: "load balancer", resource: balancer.id };
  flight.place("load balancer node", node?.id ?? balancer.id);
  if (flight.reply) return replyAtNode(flight, balancer, subnet);
  const endpoint = endpointOf(view, "load_balancers", balancer.id);
  if (endpoint) passGroups(flight, endpoint, "ingress");
  if (flight.blocked) return null;
  const listening = balancer.listeners.map((listener) => ({
    listener,
    services: listenerServices(listener.protocol, listener.port),
  }));
  const all = listening.reduce<Services>((sum, { services }) => unite(sum, services), NO_SERVICES);
  flight.pass({ at: "listener", resource: balancer.id, code: "ELBV2_LISTENER_PORT_RESTRICTION" }, all);
  if (flight.blocked) return null;
  const asked = flight.goal.endpoint?.id === balancer.id || isNode(flight, node?.id) || flight.goal.anyone;
  if (balancer.type !== "network") {
    if (asked) flight.arrive(endOf(balancer, subnet));
    else flight.block({ ...hop, rule: `it ends the connection; to \`${flight.goal.at}\` it begins another` });
    return null;
  }
  const fitting = listening.filter(({ services }) => !isEmpty(intersect(services, flight.possible.services)));
  const one = fitting[fitting.length > 1 ? flight.choose(fitting.length, "any") : 0];
  if (!one) return null;
  flight.pass(
    { at: "listener", resource: balancer.id, rule: `${one.listener.protocol} ${one.listener.port}` },
    one.services,
  );
  const zone = subnet?.zone ?? view.part("subnets").get(nodeSubnet)?.zone ?? null;
  const found = targetsOf(view, balancer, one.listener, zone);
  if (asked) flight.delegated = true;
  if (found.kind === "unknown") {
    // Its listeners are all that the estate has of it.
    if (asked && found.why === null) flight.arrive(endOf(balancer, subnet));
    else flight.lose(found.why ?? `\`${balancer.id}\` has a target: the estate does not list them`);
    return null;
  }
  // A target that is the client itself does not answer itself where it sees its own address.
  const targets = found.targets.filter(({ clientKept, address }) => !clientKept || !sameSpan(address, flight.source));
  const target = targets[targets.length > 1 ? flight.choose(targets.length, "any") : 0];
  if (!target) {
    flight.block({ ...hop, rule: found.none, code: "ELBV2_NO_TARGETS_IN_AZ" });
    return null;
  }
  forward(flight, balancer, nodeSubnet, node ? parseCidr(node.private_ip) : null, target);
  if (!subnet) {
    flight.lose(`the subnet \`${nodeSubnet}\` leads it on: it is not in the estate`);
    return null;
  }
  return { kind: "leave", subnet, show: "always" };
}

function endOf({ id }: Balancer, subnet: Subnet | null): End {
  return subnet ? { kind: "subnet", subnet, inside: id } : { kind: "asked" };
}

function isNode({ goal }: Flight, node: string | undefined): boolean {
  return node !== undefined && goal.endpoint?.id === node;
}

/** To a target, with the client's address as source or the node's own (R47). */
function forward(flight: Flight, balancer: Balancer, subnet: string, node: Span | null, target: Balanced): void {
  const { source, possible, certain } = flight;
  const kept = target.clientKept;
  const own = kept || node === null ? source : node;
  flight.sessions.push({
    kind: "balancer",
    device: balancer.id,
    was: { source, target: flight.target, possible, certain },
    is: { source: own, target: target.address },
    subnet,
    // Without a listed address of the node its replies are taken back in the same manner.
    clientKept: kept || node === null,
  });
  flight.note({
    at: "target group",
    resource: target.group,
    rule: `to \`${target.id}\`${target.port === null ? "" : ` port ${target.port}`}`,
  });
  flight.source = own;
  flight.target = target.address;
  flight.identityLost = `\`${balancer.id}\` is passed on the way`;
  flight.viaGroups = balancer.groups;
  flight.possible = withPort(possible, target.port);
  flight.certain = withPort(certain, target.port);
  if (!kept) {
    const clients = { tcp: CLIENT_PORTS, udp: CLIENT_PORTS };
    flight.possible = withClients(flight.possible, clients);
    flight.certain = isEmpty(certain.services) ? certain : withClients(flight.certain, clients);
  }
}

/** A reply at the node: back to the client as it asked. */
export function replyAtNode(flight: Flight, balancer: Balancer, subnet: Subnet | null): Step | null {
  const at = flight.sessions.findLastIndex(({ kind, device }) => kind === "balancer" && device === balancer.id);
  const session = flight.sessions[at];
  if (!session) {
    flight.block({ at: "load balancer", resource: balancer.id, rule: "it does not know the flow" });
    return null;
  }
  flight.sessions.splice(at);
  flight.source = session.was.target;
  flight.target = session.was.source;
  const { possible, certain } = flight;
  const lost = (now: Services): boolean => isEmpty(now);
  flight.possible = lost(possible.services) ? possible : session.was.possible;
  flight.certain = lost(certain.services) ? certain : session.was.certain;
  return subnet ? { kind: "leave", subnet, show: "always" } : null;
}
