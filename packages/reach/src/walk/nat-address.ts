import { parseCidr } from "@trias/estate";
import type { Span } from "../spans.ts";
import type { Flight } from "./flight.ts";
import { interfaceAt, recipientOf } from "./recipient.ts";
import { sameSpan } from "./session.ts";
import type { NatGateway, Vpc } from "./words.ts";

/** The private address of a NAT gateway; where the estate does not list it, one of its subnet that stands for it. */
export function privateAddress(flight: Flight, nat: NatGateway): Span {
  if (nat.private_ip !== undefined) return parseCidr(nat.private_ip);
  const own = nat.interface === undefined ? undefined : flight.view.part("interfaces").get(nat.interface);
  if (own) return parseCidr(own.private_ip);
  const block = flight.view.part("subnets").get(nat.subnet)?.cidr;
  const { family, first } = parseCidr(block ?? "169.254.0.0/16", { hostBits: "clear" });
  return { family, first: first + 4n, last: first + 4n };
}

/** The NAT gateway of the VPC that the source is of now. */
export function natAt(flight: Flight, vpc: Vpc): NatGateway | null {
  const last = flight.sessions.at(-1);
  if (last?.kind === "nat" && sameSpan(last.is.source, flight.source)) {
    const nat = flight.view.part("nat_gateways").get(last.device);
    const home = nat?.regional?.vpc ?? (nat && flight.view.part("subnets").get(nat.subnet)?.vpc);
    return nat && home === vpc.id ? nat : null;
  }
  const found = interfaceAt(flight.view, vpc.id, flight.source);
  const recipient = found && recipientOf(flight.view, found);
  return recipient?.kind === "nat" ? recipient.nat : null;
}
