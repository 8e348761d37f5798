import type { Packet, Place } from "../answer.ts";
import { ENDPOINT_PARTS, endpointOf } from "../endpoints.ts";
import type { View } from "../view.ts";

/**
 * One packet for each kind that the rules at either end tell apart, in any of the estates: a port of every stretch between two borders, ICMP,
 * and whatever else is named by number.
 */
export function packetsBetween(views: readonly View[], from: Place, to: Place): Packet[] {
  const borders = { tcp: new Set([0]), udp: new Set([0]) };
  const others = new Set<string>(["icmp"]);
  const add = (protocol: string, low: number | null, high: number | null): void => {
    const name = { "6": "tcp", "17": "udp", tcp: "tcp", udp: "udp" }[protocol];
    if (name === "tcp" || name === "udp") {
      borders[name].add(low ?? 0);
      if (high !== null && high < 65_535) borders[name].add(high + 1);
    } else if (/^\d{1,3}$/.test(protocol) && protocol !== "1" && protocol !== "58") others.add(protocol);
  };
  for (const view of views) {
    for (const place of [from, to]) {
      for (const { protocol, from_port, to_port } of rulesAt(view, place)) add(protocol, from_port, to_port);
      for (const port of listenersAt(view, place)) {
        add("tcp", port, port);
        add("udp", port, port);
      }
    }
  }
  const ports = (protocol: "tcp" | "udp"): Packet[] => [...borders[protocol]].map((port) => ({ protocol, port }));
  return [...ports("tcp"), ...ports("udp"), ...[...others].map((protocol) => ({ protocol, port: null }))];
}

interface Rule {
  readonly protocol: string;
  readonly from_port: number | null;
  readonly to_port: number | null;
}

function rulesAt(view: View, place: Place): Rule[] {
  return ENDPOINT_PARTS.flatMap((part) => {
    const endpoint = endpointOf(view, part, place);
    if (!endpoint) return [];
    const groups = (endpoint.groups ?? []).flatMap((id) => view.part("security_groups").get(id) ?? []);
    const lists = endpoint.subnets.flatMap(
      (id) => view.part("network_acls").get(view.part("subnets").get(id)?.network_acl ?? "") ?? [],
    );
    return [
      ...groups.flatMap(({ ingress, egress }) => [...ingress, ...egress]),
      ...lists.flatMap(({ entries }) => entries),
    ];
  });
}

function listenersAt(view: View, place: Place): number[] {
  const balancer = view.part("load_balancers").get(place);
  const database = view.part("databases").get(place);
  return [...(balancer?.listeners.map(({ port }) => port) ?? []), ...(database ? [database.port] : [])];
}
