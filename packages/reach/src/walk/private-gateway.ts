import { lookUpBy, parseCidr, type ResourceOf } from "@trias/estate";
import { localBlocks } from "../route-table.ts";
import type { Span } from "../spans.ts";
import type { View } from "../view.ts";
import { byEdgeTable } from "./enter.ts";
import type { Flight } from "./flight.ts";
import { showVpc } from "./local.ts";
import { noTarget } from "./no-target.ts";
import type { Step } from "./step.ts";
import type { TargetStep } from "./target-step.ts";

type Connection = ResourceOf<"vpn_connections">;
const connectionsOf = lookUpBy<Connection>(({ gateway }) => (gateway === null ? [] : [gateway]));
const linksOf = lookUpBy<ResourceOf<"direct_connect_gateways">>(({ associations }) =>
  associations.map(({ gateway }) => gateway),
);

/** Prefixes that a gateway of ours hears of over VPN and Direct Connect; `unheard` says whose announcements nobody has asked for. */
export interface Heard {
  readonly prefixes: readonly Span[];
  readonly unheard: string | null;
}

export function heardOver(connection: Connection): Heard {
  if (connection.state !== "available") return { prefixes: [], unheard: null };
  const prefixes = [...connection.routes, ...(connection.learnt ?? [])].map((text) =>
    parseCidr(text, { hostBits: "clear" }),
  );
  return { prefixes, unheard: connection.static_only || connection.learnt ? null : connection.id };
}

export function heardByGateway(view: View, gateway: string): Heard {
  const heard = connectionsOf(view.part("vpn_connections"), gateway).map(heardOver);
  for (const link of linksOf(view.part("direct_connect_gateways"), gateway)) {
    const up = link.associations.some((each) => each.gateway === gateway && each.state === "associated");
    if (!up) continue;
    const prefixes = (link.learnt ?? []).map((text) => parseCidr(text, { hostBits: "clear" }));
    heard.push({ prefixes, unheard: link.learnt ? null : link.id });
  }
  return {
    prefixes: heard.flatMap(({ prefixes }) => prefixes),
    unheard: heard.find(({ unheard }) => unheard !== null)?.unheard ?? null,
  };
}

/** Out by a virtual private gateway: to prefixes that it has heard of, and from addresses of its VPC (R61). */
export function privateGateway(flight: Flight, { target, vpc, table, rule }: TargetStep): Step | null {
  const { view } = flight;
  const hop = { at: "virtual private gateway", resource: target.id };
  const found = view.part("vpn_gateways").get(target.id);
  if (!found && !view.unknown("vpn_gateways")) return noTarget(flight, { target, table, rule }, "vpn_gateways");
  flight.place(hop.at, target.id);
  if (!found) flight.assume(`\`${target.id}\` is attached to \`${vpc.id}\`: virtual private gateways are unknown`);
  if (found && found.vpc !== vpc.id) {
    flight.block({ ...hop, rule: `it is not attached to \`${vpc.id}\``, code: "BAD_STATE_ATTACHMENT" });
    return null;
  }
  if (!localBlocks(vpc).some((block) => flight.holds(block, "source"))) {
    const why = `the source is not an address of \`${vpc.id}\``;
    flight.block({ ...hop, rule: why, code: "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS" });
    return null;
  }
  const { prefixes, unheard } = heardByGateway(view, target.id);
  const known = prefixes.some((block) => flight.holds(block, "target")) || propagatedBy(flight, target.id, table);
  if (known) return { kind: "site", by: target.id };
  const unknown = (["vpn_gateways", "vpn_connections", "direct_connect_gateways"] as const).find((part) =>
    view.unknown(part),
  );
  if (unknown !== undefined) flight.assume(`\`${target.id}\` has heard of the address: ${unknown} are unknown`);
  else if (unheard !== null) flight.assume(`\`${unheard}\` announces the address: what it hears is not in the estate`);
  else {
    flight.block({ ...hop, rule: "it has heard of no such prefix", code: "NO_ROUTE_TO_DESTINATION" });
    return null;
  }
  return { kind: "site", by: target.id };
}

/** A propagated route is proof that the gateway has heard of its prefix. */
function propagatedBy(flight: Flight, gateway: string, table: string): boolean {
  const routes = flight.view.part("route_tables").get(table)?.routes ?? [];
  return routes.some(
    ({ destination, target, origin }) =>
      target.id === gateway &&
      origin === "propagated" &&
      flight.holds(parseCidr(destination, { hostBits: "clear" }), "target"),
  );
}

/** In by a virtual private gateway: to an address of its VPC (R61), or where the gateway's own table leads (R8). */
export function fromPrivateGateway(flight: Flight, gateway: string): Step | null {
  const { view } = flight;
  const hop = { at: "virtual private gateway", resource: gateway };
  flight.place(hop.at, gateway);
  const found = view.part("vpn_gateways").get(gateway);
  const vpc = found?.vpc == null ? undefined : view.part("vpcs").get(found.vpc);
  if (!vpc) {
    if (found?.vpc === null) flight.block({ ...hop, rule: "it is attached to no VPC", code: "BAD_STATE_ATTACHMENT" });
    else flight.lose(`\`${gateway}\` carries it on: its VPC is not in the estate`);
    return null;
  }
  if (!localBlocks(vpc).some((block) => flight.holds(block, "target"))) {
    const rule = `the address is not one of \`${vpc.id}\``;
    flight.block({ ...hop, rule, code: "VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" });
    return null;
  }
  flight.identityLost = "it comes from outside of the VPC";
  showVpc(flight, vpc);
  return byEdgeTable(flight, vpc, gateway) ?? { kind: "local", vpc, inside: null };
}
