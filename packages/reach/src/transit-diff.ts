import type { Flow } from "@trias/protocol";
import { flowsBetween } from "./labels.ts";
import { ALL_SERVICES } from "./services.ts";
import { blocksOf } from "./spans.ts";
import { perParts, type View } from "./view.ts";
import { heardByGateway } from "./walk/private-gateway.ts";
import { compileTransit } from "./walk/transit-table.ts";

/** What leads from where by gateways that stand between VPCs and sites: by `<from> <block> <ways>`. */
type Leads = ReadonlyMap<string, { readonly from: string; readonly block: string; readonly blackhole: boolean }>;

const leadsOf = perParts(
  [
    "transit_gateway_attachments",
    "transit_gateway_route_tables",
    "vpn_gateways",
    "vpn_connections",
    "direct_connect_gateways",
    "vpcs",
    "prefix_lists",
  ],
  (view): Leads => {
    const leads = new Map<string, { from: string; block: string; blackhole: boolean }>();
    const add = (from: string, block: string, ways: string, blackhole: boolean): void => {
      leads.set(`${from} ${block} ${ways}`, { from, block, blackhole });
    };
    for (const { id, type, resource, state, route_table } of view.part("transit_gateway_attachments").values()) {
      const table = route_table === null ? undefined : view.part("transit_gateway_route_tables").get(route_table);
      if (!table || state !== "available") continue;
      const from = type === "vpc" ? resource : id;
      const { routes, unheard } = compileTransit({ view }, table);
      for (const { text, attachments, blackhole } of routes) add(from, text, attachments.join(), blackhole);
      // Whoever announces what nobody has asked for may announce anything.
      for (const silent of unheard) add(from, silent, "unheard", false);
    }
    for (const { id, vpc } of view.part("vpn_gateways").values()) {
      if (vpc === null) continue;
      const { prefixes, unheard } = heardByGateway(view, id);
      for (const prefix of prefixes) for (const block of blocksOf(prefix)) add(vpc, block, id, false);
      if (unheard !== null) add(vpc, unheard, "unheard", false);
    }
    return leads;
  },
);

/**
 * What `after` makes possible by routes of Transit Gateways, VPN and Direct Connect alone, as `core/gains` has it for the core
 * network: a route that is new or leads elsewhere, and a block that a blackhole stopped and stops no longer.
 */
export function transitGains(before: View, after: View): Flow[] {
  const [then, now] = [leadsOf(before), leadsOf(after)];
  if (then === now) return [];
  const flows: Flow[] = [];
  for (const [key, { from, block, blackhole }] of now) {
    if (!blackhole && !then.has(key)) flows.push(...flowsBetween([from], [block], ALL_SERVICES));
  }
  for (const [key, { from, block, blackhole }] of then) {
    if (blackhole && !now.has(key)) flows.push(...flowsBetween([from], [block], ALL_SERVICES));
  }
  return flows;
}
