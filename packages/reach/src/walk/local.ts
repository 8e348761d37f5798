import { lookUpBy } from "@trias/estate";
import { blocksOfSubnet } from "../places.ts";
import type { Flight } from "./flight.ts";
import { isInside, passList } from "./guard.ts";
import { recipientIn, unlistedIn } from "./recipient.ts";
import type { Step } from "./step.ts";
import type { Subnet, Vpc } from "./words.ts";

const subnetsOf = lookUpBy<Subnet>(({ vpc }) => [vpc]);

/** Inside a VPC to whoever has the address (R12); into another subnet by that subnet's network ACL (R29). */
export function local(flight: Flight, vpc: Vpc, inside: Subnet | null): Step | null {
  if (!inside) showVpc(flight, vpc);
  const found = recipientIn(flight, vpc);
  if (!found) {
    nobody(flight, vpc, inside);
    return null;
  }
  const { recipient, subnet } = found;
  if (subnet && subnet.id !== inside?.id) {
    // An address may stand outside of its subnet's block only in a broken snapshot: then it is where its subnet is.
    flight.place("subnet", subnet.id);
    if (!isInside(flight, subnet, "source") || fromAfar(flight, vpc)) passList(flight, subnet, "ingress");
  } else if (!subnet && recipient.kind === "endpoint") {
    flight.assume(`the subnet of \`${recipient.endpoint.id}\` lets it in: it is not in the estate`);
  }
  if (flight.blocked) return null;
  return { kind: "recipient", recipient, subnet };
}

/** A source that only looks like one of the subnet, as with overlapping VPCs: it came in from outside. */
function fromAfar(flight: Flight, vpc: Vpc): boolean {
  return flight.origin.vpc !== vpc.id;
}

/** A VPC is named once where packets come into it and go on in it. */
export function showVpc(flight: Flight, vpc: Vpc): void {
  if (flight.lastPlace === vpc.id) return;
  flight.place("VPC", vpc.id);
}

function nobody(flight: Flight, vpc: Vpc, inside: Subnet | null): void {
  const { view, target } = flight;
  const subnets = subnetsOf(view.part("subnets"), vpc.id);
  flight.cutAt(subnets.flatMap(blocksOfSubnet), "target");
  const subnet = subnets.find((each) => isInside(flight, each, "target"));
  if (subnet && subnet.id !== inside?.id) flight.place("subnet", subnet.id);
  if (view.unknown("interfaces") || (view.unknown("subnets") && !subnet)) {
    flight.lose(`the address is somebody's in \`${vpc.id}\`: the estate does not know its interfaces`);
    return;
  }
  if (target.first !== target.last) {
    flight.block({ at: "VPC", resource: vpc.id, rule: `these addresses are not \`${flight.goal.at}\`` });
    return;
  }
  const unlisted = subnet ? unlistedIn(view, subnet) : null;
  if (unlisted !== null && flight.goal.anyone) {
    flight.lose(`the address may be that of \`${unlisted}\`, whose addresses the estate does not list`);
    return;
  }
  const rule = subnet ? "no interface has the address" : "no subnet holds the address";
  const at = subnet ? { at: "subnet", resource: subnet.id } : { at: "VPC", resource: vpc.id };
  flight.block({ ...at, rule, code: "UNKNOWN_DESTINATION" });
}
