import { lookUpBy, parseCidr } from "@trias/estate";
import { localBlocks } from "../route-table.ts";
import type { Span } from "../spans.ts";
import { isPrivateSpan, within } from "../spans.ts";
import type { Flight } from "./flight.ts";
import { heardOver } from "./private-gateway.ts";
import type { TransitAttachment, TransitTable } from "./words.ts";

/** A route of a Transit Gateway's table with the attachments that it leads to, of which any may be taken. */
interface TransitRoute extends Span {
  readonly prefix: number;
  readonly text: string;
  /** Of equal prefixes the lower counts: static before all, then by what is attached (R54). */
  readonly rank: number;
  readonly attachments: readonly string[];
  readonly blackhole: boolean;
}

type Viewing = Pick<Flight, "view">;

interface Compiled {
  readonly routes: readonly TransitRoute[];
  /** Who may have announced more than the estate holds. */
  readonly unheard: readonly string[];
  readonly parts: readonly unknown[];
}

/** VPC before Direct Connect before Connect before VPN before peering. */
const BY_TYPE = ["vpc", "direct-connect-gateway", "connect", "vpn", "vpn-concentrator", "peering"];

const byId = lookUpBy<TransitAttachment>(({ id }) => {
  const [plain = id] = id.split("@");
  return plain === id ? [id] : [id, plain];
});

/** An attachment by its id; both ends of a peering go by one, of which the gateway's own is meant. */
export function attachmentNamed({ view }: Viewing, id: string, gateway: string): TransitAttachment | undefined {
  const found = byId(view.part("transit_gateway_attachments"), id);
  return found.find(({ transit_gateway }) => transit_gateway === gateway) ?? found[0];
}

const compiled = new WeakMap<TransitTable, Compiled>();

/** The routes of a table, what attachments announce included, longest prefix first. */
export function compileTransit(flight: Viewing, table: TransitTable): Compiled {
  const { view } = flight;
  const parts = [
    view.part("transit_gateway_attachments"),
    view.part("vpcs"),
    view.part("vpn_connections"),
    view.part("direct_connect_gateways"),
    view.part("prefix_lists"),
  ];
  const cached = compiled.get(table);
  if (cached?.parts.every((part, i) => part === parts[i])) return cached;
  const routes: TransitRoute[] = [];
  const unheard: string[] = [];
  const rankOf = (id: string): number => {
    const at = BY_TYPE.indexOf(attachmentNamed(flight, id, table.transit_gateway)?.type ?? "");
    return 2 + (at < 0 ? BY_TYPE.length : at);
  };
  const add = (text: string, rank: number, attachments: readonly string[], blackhole: boolean): void => {
    const { family, first, last, prefix } = parseCidr(text, { hostBits: "clear" });
    routes.push({ family, first, last, prefix, text, rank, attachments, blackhole });
  };
  for (const { destination, attachments, origin, state } of table.routes) {
    const blackhole = state === "blackhole" || attachments.length === 0;
    const own = origin === "static" ? 0 : Math.min(...attachments.map(rankOf));
    if (!destination.startsWith("pl-")) {
      add(destination, own, attachments, blackhole);
      continue;
    }
    const list = view.part("prefix_lists").get(destination);
    if (!list) unheard.push(destination);
    for (const { cidr } of list?.entries ?? []) add(cidr, 1, attachments, blackhole);
  }
  if (!table.complete) for (const id of table.propagations) propagate(flight, table, id, rankOf(id), add, unheard);
  routes.sort((a, b) => b.prefix - a.prefix || a.rank - b.rank);
  const value = { routes, unheard, parts };
  compiled.set(table, value);
  return value;
}

/** What an attachment puts into a table: a VPC its blocks, the others what they hear. */
function propagate(
  flight: Viewing,
  table: TransitTable,
  id: string,
  rank: number,
  add: (text: string, rank: number, attachments: readonly string[], blackhole: boolean) => void,
  unheard: string[],
): void {
  const { view } = flight;
  const attachment = attachmentNamed(flight, id, table.transit_gateway);
  if (!attachment) {
    unheard.push(id);
    return;
  }
  if (attachment.state !== "available") return;
  switch (attachment.type) {
    case "vpc": {
      const vpc = view.part("vpcs").get(attachment.resource);
      if (vpc) for (const { text } of localBlocks(vpc)) add(text, rank, [id], false);
      else unheard.push(attachment.resource);
      return;
    }
    case "vpn": {
      const connection = view.part("vpn_connections").get(attachment.resource);
      if (!connection) {
        unheard.push(attachment.resource);
        return;
      }
      for (const text of [...connection.routes, ...(connection.learnt ?? [])]) add(text, rank, [id], false);
      const silent = heardOver(connection).unheard;
      if (silent !== null) unheard.push(silent);
      return;
    }
    case "direct-connect-gateway": {
      const link = view.part("direct_connect_gateways").get(attachment.resource);
      for (const text of link?.learnt ?? []) add(text, rank, [id], false);
      if (!link?.learnt) unheard.push(attachment.resource);
      return;
    }
    case "peering":
      // Over a peering nothing is announced: its routes are static (R59).
      return;
    default:
      unheard.push(id);
  }
}

export type TransitLookup =
  | { readonly kind: "route"; readonly route: TransitRoute; readonly unsure: string | null }
  | { readonly kind: "none"; readonly unsure: string | null };

/**
 * Longest prefix, then static over propagated, then by type (R54). Who announces what nobody has asked for may have a route where
 * there is none, or a longer one for an address that only a wide route inside the company covers; a VPC's own block is decided.
 */
export function lookupTransit(flight: Flight, table: TransitTable): TransitLookup {
  const { routes, unheard } = compileTransit(flight, table);
  flight.cutAt(routes, "target");
  const holding = routes.filter((each) => within(flight.target, each));
  const [route] = holding;
  const silent = unheard[0];
  const why = silent === undefined ? null : `what \`${silent}\` announces is not in the estate`;
  if (!route) return { kind: "none", unsure: why };
  const equal = holding.filter(
    (each) =>
      each.prefix === route.prefix && each.rank === route.rank && each.attachments.join() !== route.attachments.join(),
  );
  if (equal.length > 0 && route.rank > 0) {
    const vpcs = `\`${table.id}\` has equal routes by ${[route, ...equal].flatMap(({ attachments }) => attachments).join(", ")}`;
    return { kind: "route", route, unsure: vpcs };
  }
  const fromVpc = route.rank === 2;
  const decided = fromVpc || !isPrivateSpan(flight.target);
  return { kind: "route", route, unsure: decided ? null : why };
}
