import { lookUpBy, parseCidr, type ResourceOf } from "@trias/estate";
import { endpointOf } from "../endpoints.ts";
import { whyDown } from "../places.ts";
import type { Flight } from "./flight.ts";
import { heardOver } from "./private-gateway.ts";
import { interfaceOfPublic, publicPairs } from "./recipient.ts";
import { passGroups } from "./security.ts";
import type { Step } from "./step.ts";
import type { Interface, TransitAttachment } from "./words.ts";

/**
 * A VPN whose other end is an instance of the estate itself: what is a site to the gateway is a network that can be followed on. An
 * instance that ends a VPN forwards what comes out of it, where its source/destination check lets it.
 */
type Connection = ResourceOf<"vpn_connections">;
const byGateway = lookUpBy<Connection>(({ gateway }) => (gateway === null ? [] : [gateway]));
const byRemote = lookUpBy<Connection>(({ remote }) => (remote === null ? [] : [remote]));
const attachmentOf = lookUpBy<TransitAttachment>(({ resource }) => [resource]);

/** Out of the tunnels of a gateway or a VPN attachment, where one ends inside the estate; null where all lead out of it. */
export function outOfTunnel(flight: Flight, by: string): { readonly step: Step | null } | null {
  const { view } = flight;
  const attached = view.part("transit_gateway_attachments").get(by);
  const own = attached ? view.part("vpn_connections").get(attached.resource) : undefined;
  const connections = attached ? (own ? [own] : []) : byGateway(view.part("vpn_connections"), by);
  for (const connection of connections) {
    const ends = connection.remote === null ? undefined : interfaceOfPublic(view, parseCidr(connection.remote));
    if (!ends) continue;
    const { prefixes, unheard } = heardOver(connection);
    if (!prefixes.some((block) => flight.holds(block, "target")) && unheard === null) continue;
    return { step: outOf(flight, ends, connection) };
  }
  return null;
}

function outOf(flight: Flight, ends: Interface, connection: Connection): Step | null {
  const { view } = flight;
  flight.note({
    at: "VPN connection",
    resource: connection.id,
    rule: `its other end is \`${ends.instance ?? ends.id}\``,
  });
  const home = view.part("subnets").get(ends.subnet);
  if (!forwards(flight, ends)) return null;
  const endpoint = endpointOf(view, "interfaces", ends.id);
  if (endpoint) passGroups(flight, endpoint, "egress");
  flight.identityLost = `\`${ends.id}\` forwards it`;
  return home && !flight.blocked ? { kind: "leave", subnet: home, show: "outside" } : null;
}

function forwards(flight: Flight, ends: Interface): boolean {
  const { view } = flight;
  flight.place("interface", ends.id);
  const endpoint = endpointOf(view, "interfaces", ends.id);
  const down = endpoint ? whyDown(view, endpoint) : null;
  const why =
    down ?? (ends.source_dest_check === false ? null : "its source/destination check drops what is not its own");
  if (why === null) return true;
  const code = down === null ? "ENI_SOURCE_DEST_CHECK_RESTRICTION" : "BAD_STATE";
  flight.block({ at: "interface", resource: ends.id, rule: why, code });
  return false;
}

/** From an instance that ends a VPN into the gateway at the other end, where that leads to the target; null where it ends none. */
export function intoTunnel(flight: Flight, from: Interface): { readonly step: Step | null } | null {
  const { view } = flight;
  const connections = publicPairs(from).flatMap(([text]) => byRemote(view.part("vpn_connections"), text));
  for (const connection of connections) {
    if (connection.state !== "available" || connection.gateway === null) continue;
    const hop = { at: "VPN connection", resource: connection.id };
    if (view.part("vpn_gateways").has(connection.gateway)) {
      const vpc = view.part("vpn_gateways").get(connection.gateway)?.vpc;
      const blocks = view.part("vpcs").get(vpc ?? "")?.cidrs ?? [];
      if (!blocks.some((block) => flight.holds(parseCidr(block, { hostBits: "clear" }), "target"))) continue;
      flight.note(hop);
      return { step: { kind: "tunnel", by: connection.gateway } };
    }
    const attachment = attachmentOf(view.part("transit_gateway_attachments"), connection.id).at(0);
    if (!attachment) continue;
    flight.note(hop);
    return { step: { kind: "tunnel", by: attachment.id } };
  }
  return null;
}
