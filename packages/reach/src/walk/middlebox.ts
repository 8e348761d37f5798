import { endpointOf } from "../endpoints.ts";
import { whyDown } from "../places.ts";
import type { Flight } from "./flight.ts";
import { passList } from "./guard.ts";
import { noTarget } from "./no-target.ts";
import { recipientOf } from "./recipient.ts";
import { passGroups } from "./security.ts";
import type { Step } from "./step.ts";
import type { TargetStep } from "./target-step.ts";
import { intoTunnel } from "./tunnel.ts";

/** To an interface that a route names: who forwards what is not its own has its source/destination check off (R13). */
export function middlebox(flight: Flight, { target, subnet, table, rule }: TargetStep): Step | null {
  const { view } = flight;
  const found = view.part("interfaces").get(target.id) ?? ofInstance(flight, target.id);
  if (!found) {
    return noTarget(flight, { target, table, rule }, "interfaces");
  }
  const home = view.part("subnets").get(found.subnet);
  const recipient = recipientOf(view, found);
  if (recipient.kind === "nat") {
    const vpc = view.part("vpcs").get(found.vpc);
    if (vpc) return { kind: "nat", nat: recipient.nat, vpc, subnet };
  }
  const endpoint = endpointOf(view, "interfaces", found.id);
  if (home && home.id !== subnet?.id) passList(flight, home, "ingress");
  if (flight.blocked) return null;
  flight.place("interface", found.id);
  const hop = { at: "interface", resource: found.id };
  const down = endpoint ? whyDown(view, endpoint) : null;
  if (down !== null) {
    flight.block({ ...hop, rule: down, code: "BAD_STATE" });
    return null;
  }
  if (found.source_dest_check !== false) {
    const why = "its source/destination check drops what is neither from it nor for it";
    flight.block({ ...hop, rule: why, code: "ENI_SOURCE_DEST_CHECK_RESTRICTION" });
    return null;
  }
  if (endpoint) passGroups(flight, endpoint, "ingress");
  const tunnel = flight.blocked ? null : intoTunnel(flight, found);
  if (tunnel) return tunnel.step;
  flight.assume(`\`${found.instance ?? found.id}\` forwards it: what its system does is not in the estate`);
  flight.identityLost = `\`${found.id}\` forwards it`;
  if (endpoint) passGroups(flight, endpoint, "egress");
  if (flight.blocked || !home) return null;
  return { kind: "leave", subnet: home, show: "outside" };
}

/** A route may name an instance: its first interface is meant. */
function ofInstance({ view }: Flight, id: string) {
  const first = view.part("instances").get(id)?.interfaces[0];
  return first === undefined ? undefined : view.part("interfaces").get(first);
}
