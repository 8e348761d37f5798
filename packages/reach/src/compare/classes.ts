import { list, parseCidr } from "@trias/estate";
import { ENDPOINT_PARTS, type Endpoint, endpointOf } from "../endpoints.ts";
import { type Span, spansOf, within } from "../spans.ts";
import type { View } from "../view.ts";

/** Endpoints that nothing in the estate tells apart: one answers for all. */
export interface EndpointClass {
  readonly id: string;
  readonly size: number;
  readonly endpoint: Endpoint;
}

/**
 * The endpoints of two estates by what decides about their packets: subnet, groups and kind, and each rule or route that names a block
 * narrower than their subnet. An endpoint that only one of them has stands for itself.
 */
export function classesOf(views: readonly View[]): EndpointClass[] {
  const narrow = views.map(narrowBlocks);
  const keys = new Map<string, string[]>();
  const endpoints = new Map<string, Endpoint>();
  views.forEach((view, i) => {
    for (const part of ENDPOINT_PARTS) {
      for (const id of view.part(part).keys()) {
        const endpoint = endpointOf(view, part, id);
        if (!endpoint) continue;
        endpoints.set(id, endpoint);
        const key = keys.get(id) ?? views.map(() => "");
        key[i] = keyOf(view, endpoint, narrow[i] ?? []);
        keys.set(id, key);
      }
    }
  });
  const groups = Map.groupBy(endpoints, ([id]) => (keys.get(id) ?? []).join("\n"));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    return first ? [{ id: first[0], size: members.length, endpoint: first[1] }] : [];
  });
}

function keyOf(view: View, endpoint: Endpoint, narrow: readonly Span[]): string {
  const { part, id, vpc, subnets, groups, privateIp, publicIp, listens } = endpoint;
  // What is not one interface among many is looked at by itself.
  if (part !== "interfaces" || privateIp === null) return `${part} ${id}`;
  const own = view.part("interfaces").get(id);
  if (!own || publicIp || own.secondary || own.ipv6 || own.prefixes || (own.type ?? "interface") !== "interface")
    return `${part} ${id}`;
  const address = parseCidr(privateIp);
  const named = narrow.flatMap((block, i) => (within(address, block) ? [i] : []));
  const state = own.instance === null ? "" : view.part("instances").get(own.instance)?.state;
  return JSON.stringify([vpc, subnets, groups, listens, own.source_dest_check ?? true, own.state, state, named]);
}

/** Blocks that rules, entries, lists and routes name and that are narrower than some subnet. */
function narrowBlocks(view: View): Span[] {
  const widest = Math.min(32, ...[...view.part("subnets").values()].map(({ cidr }) => parseCidr(cidr).prefix));
  const texts = new Set<string>();
  const add = (text: string): void => {
    const prefix = Number(text.split("/")[1] ?? (text.includes(":") ? 128 : 32));
    if (text.includes(":") ? prefix > 64 : prefix > widest) texts.add(text);
  };
  for (const { ingress, egress } of view.part("security_groups").values()) {
    for (const { cidrs } of [...ingress, ...egress]) for (const each of cidrs) add(each);
  }
  for (const { entries } of view.part("network_acls").values()) for (const { cidr } of entries) add(cidr);
  for (const { entries } of view.part("prefix_lists").values()) for (const { cidr } of entries) add(cidr);
  for (const { routes } of [
    ...view.part("route_tables").values(),
    ...view.part("transit_gateway_route_tables").values(),
  ]) {
    for (const { destination } of routes) if (!destination.startsWith("pl-")) add(destination);
  }
  return spansOf([...texts]);
}

/** Ends besides endpoints: the internet, and the sites that are attached. */
export function outsideOf(views: readonly View[]): string[] {
  const sites = views.flatMap((view) =>
    view.unknown("attachments")
      ? []
      : list(view.estate, "attachments").flatMap(({ id, type }) => (type === "vpc" ? [] : [id])),
  );
  return [...new Set(["internet", ...sites])];
}
