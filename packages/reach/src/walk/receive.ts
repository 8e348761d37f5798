import { whyDown } from "../places.ts";
import { ALL_SERVICES } from "../services.ts";
import { within } from "../spans.ts";
import { toBalancer } from "./balancer.ts";
import type { Flight } from "./flight.ts";
import { atNat } from "./nat.ts";
import type { Recipient } from "./recipient.ts";
import { passGroups } from "./security.ts";
import { sameSpan } from "./session.ts";
import type { Step } from "./step.ts";
import type { Interface, Subnet } from "./words.ts";

/** At whoever has the address. */
export function receive(flight: Flight, recipient: Recipient, subnet: Subnet | null): Step | null {
  switch (recipient.kind) {
    case "nat":
      return atNat(flight, recipient.nat, subnet);
    case "balancer":
      return toBalancer(flight, recipient, subnet);
    case "class":
      flight.arrive(subnet ? { kind: "subnet", subnet, inside: subnet.id } : { kind: "asked" });
      return null;
    case "endpoint":
      return atEndpoint(flight, recipient, subnet);
  }
}

const NAMES = {
  interfaces: "interface",
  load_balancers: "load balancer",
  databases: "database",
  endpoints: "endpoint",
} as const;

function atEndpoint(
  flight: Flight,
  { endpoint, interface: own }: Recipient & { kind: "endpoint" },
  subnet: Subnet | null,
): Step | null {
  const { view, goal } = flight;
  flight.place(NAMES[endpoint.part], endpoint.id);
  const down = whyDown(view, endpoint);
  if (down !== null) {
    flight.block({ at: "instance", resource: endpoint.id, rule: down, code: "BAD_STATE" });
    return null;
  }
  if (own?.type === "lambda" && !flight.reply) {
    flight.block({ at: "interface", resource: endpoint.id, rule: "a function's interface takes nothing from outside" });
    return null;
  }
  if (own?.deny_internet_gateway === true && flight.origin.internet && !flight.reply) {
    const rule = "it takes nothing from internet gateways";
    flight.block({ at: "interface", resource: endpoint.id, rule, code: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED" });
    return null;
  }
  if (own && isService(own) && !flight.reply) return atService(flight, own);
  passGroups(flight, endpoint, "ingress");
  if (!flight.reply && endpoint.listens !== ALL_SERVICES)
    flight.pass({ at: "listener", resource: endpoint.id }, endpoint.listens);
  if (flight.blocked) return null;
  if (isMeant(flight, endpoint.id, own?.subnet ?? null, endpoint.vpc))
    flight.arrive(subnet ? { kind: "subnet", subnet, inside: endpoint.id } : { kind: "asked" });
  else {
    const rule = `the address is that of \`${endpoint.id}\`, not of \`${goal.at}\``;
    flight.block({ at: NAMES[endpoint.part], resource: endpoint.id, rule });
  }
  return null;
}

/** Interfaces of AWS's own that stand behind no security group (R24). */
function isService({ type = "interface", groups }: Interface): boolean {
  return (
    groups.length === 0 && (type.includes("load_balancer") || type === "nat_gateway" || type === "transit_gateway")
  );
}

/** What they serve is not in the estate: a load balancer may have a listener, the others answer nobody. */
function atService(flight: Flight, { id, type = "interface" }: Interface): null {
  if (type === "network_load_balancer")
    flight.lose(`the load balancer behind \`${id}\` listens: it is not in the estate`);
  else
    flight.block({ at: "interface", resource: id, rule: `an interface of the type ${type} takes nothing of its own` });
  return null;
}

function isMeant(flight: Flight, id: string, subnet: string | null, vpc: string): boolean {
  const { goal, target } = flight;
  if (goal.anyone || flight.delegated || goal.endpoint?.id === id) return true;
  if (goal.endpoint || goal.internet) return false;
  const there = goal.subnet ? goal.subnet.id === subnet : goal.vpc === vpc;
  return there && goal.spans.some((span) => within(target, span) || sameSpan(target, span));
}
