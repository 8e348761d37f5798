import { lookup, lookupCuts } from "../route-table.ts";
import type { Span } from "../spans.ts";
import type { Flight } from "./flight.ts";
import { isInside, passList } from "./guard.ts";
import { isLinkLocal, linkLocal } from "./link-local.ts";
import type { Step } from "./step.ts";
import type { Subnet, Vpc } from "./words.ts";

/** Out of a subnet: its network ACL, then its route table (R1–R7). Inside it neither is asked (R9). */
export function leave(flight: Flight, subnet: Subnet, show: "outside" | "always" | "hidden"): Step | null {
  const vpc = flight.view.part("vpcs").get(subnet.vpc);
  if (isLinkLocal(flight, vpc)) return linkLocal(flight, vpc);
  if (isInside(flight, subnet, "target")) {
    if (!vpc) {
      flight.lose(`somebody in \`${subnet.id}\` has the address: \`${subnet.vpc}\` is not in the estate`);
      return null;
    }
    if (show !== "outside") flight.place("subnet", subnet.id);
    return { kind: "local", vpc, inside: subnet };
  }
  if (show !== "hidden") flight.place("subnet", subnet.id);
  passList(flight, subnet, "egress");
  if (flight.blocked) return null;
  if (!vpc) {
    flight.lose(`the VPC \`${subnet.vpc}\` routes it on: it is not in the estate`);
    return null;
  }
  return route(flight, vpc, subnet, subnet.route_table);
}

/** By a route table to wherever it sends the target; `subnet` is null where the table is a gateway's own. */
export function route(flight: Flight, vpc: Vpc, subnet: Subnet | null, tableId: string): Step | null {
  const table = flight.view.part("route_tables").get(tableId);
  if (!table) {
    flight.lose(`the route table \`${tableId}\` has a route for it: it is not in the estate`);
    return null;
  }
  if (!flight.isSingle("target")) cutTarget(flight, lookupCuts(flight.view, vpc, table, flight.target));
  const found = lookup(flight.view, vpc, table, flight.target);
  const hop = { at: "route table", resource: table.id };
  if (found.kind === "local") {
    flight.note({ ...hop, rule: "local" });
    return { kind: "local", vpc, inside: null };
  }
  if (found.kind === "none") {
    if (found.unsure !== null) flight.lose(found.unsure);
    else flight.block({ ...hop, rule: "no route leads there", code: "NO_ROUTE_TO_DESTINATION" });
    return null;
  }
  const { target, state, text: rule } = found.route;
  if (state === "blackhole") {
    flight.block({ ...hop, rule: `${rule}, a blackhole`, code: "BAD_STATE_ROUTE" });
    return null;
  }
  // Another route may count: what this one would come to decides nothing.
  if (found.unsure !== null || state === "filtered") {
    flight.lose(found.unsure ?? `\`${table.id}\`: a route in the state \`filtered\` carries it`);
    return null;
  }
  return { kind: "target", target, vpc, subnet, table: table.id, rule };
}

function cutTarget(flight: Flight, cuts: readonly Span[]): void {
  flight.cutAt(cuts, "target");
}
