import { type Cidr, type PrefixList, parseCidr, type RouteTable, type Vpc } from "@trias/estate";
import { meets, type Span, spansOf, within } from "./spans.ts";
import type { View } from "./view.ts";

/** How a route came into its table: of equal prefixes the lower rank counts (R1). */
const STATIC = 0;
const LISTED = 1;
const PROPAGATED = 2;

export interface Route extends Span {
  readonly prefix: number;
  /** As the table has it: a block, or the prefix list that holds the block. */
  readonly destination: string;
  readonly target: RouteTable["routes"][number]["target"];
  readonly rank: number;
  readonly state: "active" | "blackhole" | "filtered";
  /** In words. */
  readonly text: string;
}

interface Compiled {
  /** Longest prefix first, then by rank. */
  readonly routes: readonly Route[];
  /** Prefix lists that the estate does not have. */
  readonly missing: readonly string[];
  readonly lists: ReadonlyMap<string, PrefixList>;
  readonly propagated: number;
}

const compiled = new WeakMap<RouteTable, Compiled>();

function compile(view: View, table: RouteTable): Compiled {
  const lists = view.part("prefix_lists");
  const cached = compiled.get(table);
  if (cached && (cached.lists === lists || !table.routes.some(({ destination }) => destination.startsWith("pl-"))))
    return cached;
  const missing: string[] = [];
  const routes = table.routes.flatMap(({ destination, target, origin, state }): Route[] => {
    const rank = origin === "propagated" ? PROPAGATED : STATIC;
    const stateOf = target.type === "blackhole" ? "blackhole" : (state ?? "active");
    if (!destination.startsWith("pl-")) return [routeOf(destination, { destination, target, rank, state: stateOf })];
    const list = lists.get(destination);
    if (!list) missing.push(destination);
    return (list?.entries ?? []).map(({ cidr }) =>
      routeOf(cidr, { destination, target, rank: LISTED, state: stateOf }),
    );
  });
  routes.sort((a, b) => b.prefix - a.prefix || a.rank - b.rank);
  const value = { routes, missing, lists, propagated: routes.filter(({ rank }) => rank === PROPAGATED).length };
  compiled.set(table, value);
  return value;
}

function routeOf(block: string, rest: Pick<Route, "destination" | "target" | "rank" | "state">): Route {
  const { family, first, last, prefix } = parseCidr(block, { hostBits: "clear" });
  const text = `${rest.destination} to ${rest.target.type} \`${rest.target.id}\``;
  return { family, first, last, prefix, ...rest, text };
}

/** The routes of a table with the entries of its prefix lists, longest prefix first. */
export function routesOf(view: View, table: RouteTable): readonly Route[] {
  return compile(view, table).routes;
}

const blocks = new WeakMap<Vpc, readonly Cidr[]>();

/** The blocks of a VPC, each of which has a local route in all of its tables (R4). */
export function localBlocks(vpc: Vpc): readonly Cidr[] {
  const known = blocks.get(vpc);
  if (known) return known;
  const found = spansOf([...vpc.cidrs, ...vpc.ipv6_cidrs]);
  blocks.set(vpc, found);
  return found;
}

/** What a table says about a span; `unsure` where something that the estate does not hold may say otherwise. */
export type Lookup =
  | { readonly kind: "local"; readonly unsure: null }
  | { readonly kind: "route"; readonly route: Route; readonly unsure: string | null }
  | { readonly kind: "none"; readonly unsure: string | null };

export function isDecided(found: Lookup): boolean {
  return found.unsure === null && !(found.kind === "route" && found.route.state === "filtered");
}

/** Quota of propagated routes of a table; beyond it some are missing (R84). */
const PROPAGATED_LIMIT = 100;

/**
 * The route for all of a span, which has to be cut at the table's routes and the VPC's blocks: longest prefix, then static over
 * list over propagated (R1). `local` beats what is propagated however long (R2), and a list's entry inside the VPC (R6); a
 * static one that is longer beats `local` (R3).
 */
export function lookup(view: View, vpc: Vpc, table: RouteTable, span: Span): Lookup {
  const { routes, missing, propagated } = compile(view, table);
  const local = localBlocks(vpc).find((block) => within(span, block));
  const at = routes.findIndex(
    (each) => within(span, each) && (!local || (each.prefix >= local.prefix && each.rank === STATIC)),
  );
  const route = routes[at];
  if (!route) {
    if (local) return { kind: "local", unsure: null };
    if (missing.length > 0) return { kind: "none", unsure: missingText(table, missing) };
    const over = propagated > PROPAGATED_LIMIT ? `\`${table.id}\` has more propagated routes than AWS keeps` : null;
    return { kind: "none", unsure: over };
  }
  if (route.target.type === "local") return { kind: "local", unsure: null };
  if (local && route.prefix < local.prefix) return { kind: "local", unsure: null };
  if (hasRival(routes, at, span))
    return { kind: "route", route, unsure: `\`${table.id}\` has several equal routes for it, of which AWS takes any` };
  if (!local && missing.length > 0) return { kind: "route", route, unsure: missingText(table, missing) };
  return { kind: "route", route, unsure: null };
}

/** Whether an equal route leads elsewhere: equal ones stand side by side. */
function hasRival(routes: readonly Route[], at: number, span: Span): boolean {
  const route = routes[at];
  for (let i = at + 1; route && i < routes.length; i += 1) {
    const other = routes[i] as Route;
    if (other.prefix !== route.prefix || other.rank !== route.rank) return false;
    if (other.target.id !== route.target.id && within(span, other)) return true;
  }
  return false;
}

function missingText(table: RouteTable, missing: readonly string[]): string {
  return `\`${table.id}\` routes by the prefix list \`${missing[0]}\`, which is not in the estate`;
}

/** The borders at which `lookup` can change inside a span. */
export function lookupCuts(view: View, vpc: Vpc, table: RouteTable, span: Span): readonly Span[] {
  const partial = (block: Span): boolean => meets(span, block) && !within(span, block);
  return [...localBlocks(vpc), ...compile(view, table).routes].filter(partial);
}
