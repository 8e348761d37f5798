import { lookUpBy, parseCidr, type ResourceOf, type RouteTable, tryParseCidr } from "@trias/estate";
import { localBlocks } from "../route-table.ts";
import type { Span } from "../spans.ts";
import type { Flight } from "./flight.ts";
import { isShut, isUnrouted } from "./internet.ts";
import { showVpc } from "./local.ts";
import { entersNatSubnet, homeOf } from "./nat.ts";
import { privateAddress } from "./nat-address.ts";
import { interfaceOfPublic, natOfPublic, publicPairs } from "./recipient.ts";
import { sameSpan } from "./session.ts";
import type { Step } from "./step.ts";
import type { NatGateway, Subnet, Vpc } from "./words.ts";

const gatewayOf = lookUpBy<ResourceOf<"internet_gateways">>(({ vpc }) => (vpc === null ? [] : [vpc]));
const edgeTables = lookUpBy<RouteTable>(({ gateways }) => gateways ?? []);

/** From the internet to whoever has the public address. */
export function fromInternet(flight: Flight): Step | null {
  const { view, goal } = flight;
  const closed = flight.sessions.at(-1);
  if (flight.reply && closed?.kind === "closed") return backTheSameWay(flight);
  // What has no listed address is meant by name.
  if (goal.endpoint && goal.endpoint.privateIp === null && goal.vpc !== null && flight.origin.internet)
    return unlistedGoal(flight, goal.vpc);
  if (isUnrouted(flight)) return null;
  if (flight.target.family === 6) return fromInternet6(flight);
  const nat = natOfPublic(view, flight.target);
  const own = nat ? undefined : interfaceOfPublic(view, flight.target);
  const vpc = nat ? vpcOfNat(flight, nat) : own && view.part("vpcs").get(own.vpc);
  if (nat && vpc) {
    flight.target = privateAddress(flight, nat);
    return enter(flight, vpc, homeOf(flight, nat), nat);
  }
  if (own && vpc) {
    const pair = publicPairs(own).find(([address]) =>
      sameSpan(parseCidr(address, { hostBits: "clear" }), flight.target),
    );
    const was = { source: flight.source, target: flight.target, possible: flight.possible, certain: flight.certain };
    flight.target = parseCidr(pair?.[1] ?? own.private_ip);
    if (!flight.reply)
      flight.sessions.push({
        kind: "public",
        device: vpc.id,
        was,
        is: { source: flight.source, target: flight.target },
      });
    return enter(flight, vpc, view.part("subnets").get(own.subnet) ?? null, null);
  }
  if (nat || own) {
    flight.lose(`\`${nat?.id ?? own?.id}\` has the address: its VPC is not in the estate`);
    return null;
  }
  return outThere(flight);
}

/** Parts without which an address can't be said to be nobody's in the estate. */
const OWNERS = ["interfaces", "vpcs"] as const;

function outThere(flight: Flight): null {
  const { goal, view } = flight;
  const missing = OWNERS.find((part) => view.unknown(part));
  if (goal.internet) flight.arrive({ kind: "internet" });
  else if (missing !== undefined) flight.lose(`the address is somebody's in the estate: ${missing} are unknown`);
  else if (goal.anyone) flight.arrive({ kind: "internet" });
  else {
    const rule = `the address is not that of \`${goal.at}\``;
    flight.block({ at: "internet", resource: "internet", rule, code: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" });
  }
  return null;
}

function vpcOfNat({ view }: Flight, nat: NatGateway): Vpc | undefined {
  const id = nat.regional?.vpc ?? view.part("subnets").get(nat.subnet)?.vpc;
  return id === undefined ? undefined : view.part("vpcs").get(id);
}

/** IPv6 addresses are the same inside and outside (R15). */
function fromInternet6(flight: Flight): Step | null {
  for (const vpc of flight.view.part("vpcs").values()) {
    if (vpc.ipv6_cidrs.length === 0) continue;
    const blocks: readonly Span[] = localBlocks(vpc);
    if (blocks.some((block) => flight.holds(block, "target"))) return enter(flight, vpc, null, null);
  }
  return outThere(flight);
}

/** In by the VPC's gateway: to the address, unless the gateway's own table leads elsewhere (R8). Needs no route of the subnet (R33). */
function enter(flight: Flight, vpc: Vpc, subnet: Subnet | null, nat: NatGateway | null): Step | null {
  const { view } = flight;
  const gateway = gatewayOf(view.part("internet_gateways"), vpc.id).at(0);
  const at = "internet gateway";
  const outbound = flight.reply ? flight.sessions.findLast(({ kind }) => kind === "outbound") : undefined;
  if (outbound) flight.place("egress-only internet gateway", outbound.device);
  else if (gateway) flight.place(at, gateway.id);
  else if (view.unknown("internet_gateways")) flight.assume("internet gateways are unknown");
  else {
    const rule = "its VPC has no internet gateway";
    flight.block({ at, resource: vpc.id, rule, code: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" });
    return null;
  }
  if (isShut(vpc, subnet, flight.reply ? "outbound" : "direct")) {
    const code = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED";
    flight.block({ at, resource: gateway?.id ?? vpc.id, rule: "Block Public Access is on", code });
    return null;
  }
  showVpc(flight, vpc);
  if (nat) {
    const home = homeOf(flight, nat);
    if (home) entersNatSubnet(flight, home);
    return flight.blocked ? null : { kind: "recipient", recipient: { kind: "nat", nat }, subnet: home };
  }
  return (gateway && byEdgeTable(flight, vpc, gateway.id)) ?? { kind: "local", vpc, inside: null };
}

/** What a gateway's own table says of packets that come in by it; undefined where it has none, or says `local`. */
export function byEdgeTable(flight: Flight, vpc: Vpc, gateway: string): Step | undefined {
  for (const table of edgeTables(flight.view.part("route_tables"), gateway)) {
    let best: RouteTable["routes"][number] | undefined;
    let longest = -1;
    for (const each of table.routes) {
      const block = tryParseCidr(each.destination, { hostBits: "clear" });
      if (block && flight.holds(block, "target") && block.prefix > longest) {
        best = each;
        longest = block.prefix;
      }
    }
    if (!best || best.target.type === "local") continue;
    const rule = `${best.destination} to ${best.target.type} \`${best.target.id}\``;
    return { kind: "target", target: best.target, vpc, subnet: null, table: table.id, rule };
  }
  return undefined;
}

/** An end whose addresses the estate does not list, such as a load balancer without nodes: it has one or not. */
function unlistedGoal(flight: Flight, vpcId: string): Step | null {
  const { goal, view } = flight;
  const vpc = view.part("vpcs").get(vpcId);
  if (flight.target.family === 4 && !goal.endpoint?.publicIp) {
    const code = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
    flight.block({ at: "internet", resource: goal.at, rule: "it has no public address", code });
    return null;
  }
  if (vpc) return enter(flight, vpc, goal.subnet, null);
  flight.lose(`the VPC \`${vpcId}\` lets it in: it is not in the estate`);
  return null;
}

/** A reply by a way that isn't followed inside: it gets as far as it came from. */
function backTheSameWay(flight: Flight): Step | null {
  const closed = flight.sessions.pop();
  flight.note({ at: "internet", resource: "internet", rule: "the reply comes back as the request went" });
  const { goal, view } = flight;
  if (closed) flight.target = closed.was.source;
  const vpc = goal.vpc === null ? undefined : view.part("vpcs").get(goal.vpc);
  if (vpc) return { kind: "local", vpc, inside: null };
  flight.arrive({ kind: "asked" });
  return null;
}
