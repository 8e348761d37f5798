import type { Flight } from "./flight.ts";
import type { Subnet } from "./words.ts";

/**
 * The subnet of an attachment in which packets come out: in the sender's zone where there is one, in appliance mode in one zone
 * for both ways of a flow, which the attachment remembers (R58). Undefined where none is listed.
 */
export function subnetOfAttachment(
  flight: Flight,
  attachment: string,
  subnets: readonly Subnet[],
  applianceMode: boolean,
): Subnet | undefined {
  if (!applianceMode) return subnets.find(({ zone }) => zone === flight.zone) ?? chosen(flight, subnets);
  const before = flight.sessions.find(({ kind, device }) => kind === "zone" && device === attachment);
  const kept = before && subnets.find(({ id }) => id === before.subnet);
  if (kept) return kept;
  const subnet = chosen(flight, subnets);
  if (!subnet || subnets.length === 1) return subnet;
  const { source, target, possible, certain } = flight;
  const state = { source, target };
  // First, since whoever translates addresses looks at the last one.
  flight.sessions.unshift({
    kind: "zone",
    device: attachment,
    was: { ...state, possible, certain },
    is: state,
    subnet: subnet.id,
  });
  return subnet;
}

function chosen(flight: Flight, subnets: readonly Subnet[]): Subnet | undefined {
  return subnets[subnets.length > 1 ? flight.choose(subnets.length, "all") : 0];
}
