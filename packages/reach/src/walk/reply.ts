import { replyAtNode } from "./balancer.ts";
import type { Flight } from "./flight.ts";
import { isInside, passList } from "./guard.ts";
import { leave } from "./leave.ts";
import type { Step } from "./step.ts";
import type { Subnet } from "./words.ts";

/**
 * A reply out of a subnet. Behind a load balancer that has kept the client's address it goes back through the node that the request
 * came by, whatever the route table says (R47); the lists of both subnets see it.
 */
export function replyFrom(flight: Flight, subnet: Subnet): Step | null {
  const session = flight.sessions.at(-1);
  const balancer = session?.kind === "balancer" ? flight.view.part("load_balancers").get(session.device) : undefined;
  const node = session?.subnet === undefined ? undefined : flight.view.part("subnets").get(session.subnet);
  if (!session?.clientKept || !balancer || !node) return leave(flight, subnet, "outside");
  flight.place("subnet", subnet.id);
  if (subnet.id !== node.id) {
    if (!isInside(flight, subnet, "target")) passList(flight, subnet, "egress");
    flight.place("VPC", node.vpc);
    flight.place("subnet", node.id);
    passList(flight, node, "ingress");
  }
  if (flight.blocked) return null;
  flight.place("load balancer node", balancer.id);
  return replyAtNode(flight, balancer, node);
}
