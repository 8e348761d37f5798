import type { Flight } from "./flight.ts";
import { outboundGateway } from "./internet.ts";
import { showVpc } from "./local.ts";
import { middlebox } from "./middlebox.ts";
import { noTarget } from "./no-target.ts";
import { peering } from "./peering.ts";
import { privateGateway } from "./private-gateway.ts";
import type { Step } from "./step.ts";
import type { TargetStep } from "./target-step.ts";
import { enterTransit } from "./transit.ts";
import { endpoint } from "./vpc-endpoint.ts";

/** At the target of a route. What this version does not know may lead anywhere. */
export function follow(flight: Flight, step: TargetStep): Step | null {
  const { target, vpc, subnet, table, rule } = step;
  const hop = { at: "route table", resource: table, rule };
  switch (target.type) {
    case "local":
      return { kind: "local", vpc, inside: null };
    case "blackhole":
      flight.block({ ...hop, code: "BAD_STATE_ROUTE" });
      return null;
    case "transit-gateway":
      flight.note(hop);
      return enterTransit(flight, step);
    case "unknown":
      flight.note(hop);
      flight.lose(`\`${target.id}\` carries it on: what that is, is not known`);
      return null;
    default:
      break;
  }
  flight.note(hop);
  showVpc(flight, vpc);
  switch (target.type) {
    case "internet-gateway":
    case "egress-only-internet-gateway":
      return outboundGateway(flight, step);
    case "nat-gateway": {
      const nat = flight.view.part("nat_gateways").get(target.id);
      if (nat) return { kind: "nat", nat, vpc, subnet };
      return noTarget(flight, step, "nat_gateways");
    }
    case "peering":
      return peering(flight, step);
    case "virtual-private-gateway":
      return privateGateway(flight, step);
    case "vpc-endpoint":
      return endpoint(flight, step);
    case "interface":
      return middlebox(flight, step);
    case "core-network":
      return { kind: "core", core: target.id, vpc, subnet };
  }
}
