import { type CoreAttachment, parseAttachments } from "@trias/cloud-wan";

type Loose = Readonly<Record<string, unknown>>;

/** Short names that sources use for the types of attachments. */
const TYPES: Readonly<Record<string, string>> = {
  vpn: "site-to-site-vpn",
  dxgw: "direct-connect-gateway",
  "direct-connect": "direct-connect-gateway",
  tgw: "transit-gateway-route-table",
  "transit-gateway": "transit-gateway-route-table",
};

/** An attachment of a case file with its routes by every name that a case may pick them by. */
export interface CaseAttachment {
  readonly attachment: CoreAttachment;
  readonly routeNames: ReadonlyMap<string, string>;
}

/** Reads attachments in the words of the case files: how routes are written differs between sources. `edges` are the core network's. */
export function readAttachments(given: readonly unknown[], edges: readonly string[]): readonly CaseAttachment[] {
  const loose = given.map(asLoose);
  const parsed = parseAttachments(loose.map((each) => attachmentOf(each, edges)));
  return parsed.map((attachment, i) => ({ attachment, routeNames: namesOf(routesOf(loose[i]?.["routes"])) }));
}

function attachmentOf(given: Loose, edges: readonly string[]): unknown {
  const listed = [given["edge_locations"], given["regions"], given["edges"], given["region"]].find(Array.isArray);
  // A Direct Connect gateway may stand without a region: it is then at every edge.
  const known = typeof given["region"] === "string" && /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(given["region"]);
  const at = listed ?? (known ? undefined : edges);
  const type = String(given["type"]);
  return {
    ...given,
    type: TYPES[type] ?? type,
    ...(at === undefined ? {} : { region: at[0], edge_locations: at }),
    routes: routesOf(given["routes"]).map(routeOf),
  };
}

/** Routes as a list of objects; a list of blocks, or an object from names to routes, is taken too. */
function routesOf(value: unknown): readonly Loose[] {
  const list = Array.isArray(value)
    ? value
    : Object.entries(asLoose(value)).map(([name, route]) => ({
        name,
        ...(typeof route === "string" ? { prefix: route } : asLoose(route)),
      }));
  return list.flatMap((each: unknown) => {
    if (typeof each === "string") return [{ prefix: each }];
    const route = asLoose(each);
    const prefix = first(route, ["prefix", "cidr", "destination", "prefixes", "cidrs"]);
    return Array.isArray(prefix) ? prefix.map((one: unknown) => ({ ...route, prefix: one })) : [{ ...route, prefix }];
  });
}

function routeOf(given: Loose): unknown {
  const asPath = first(given, ["as_path", "aspath", "asPath"]);
  const communities = first(given, ["communities", "community"]);
  const edges = first(given, ["edge_locations", "edges", "edge", "region"]);
  const med = first(given, ["med"]);
  return {
    prefix: given["prefix"],
    ...(asPath === undefined
      ? {}
      : { as_path: typeof asPath === "string" ? asPath.split(/[\s,]+/).filter(Boolean) : asPath }),
    ...(communities === undefined ? {} : { communities: Array.isArray(communities) ? communities : [communities] }),
    ...(edges === undefined ? {} : { edge_locations: Array.isArray(edges) ? edges : [edges] }),
    ...(med === undefined ? {} : { med }),
  };
}

/** By its place in the list, its prefix, and every text that it carries. */
function namesOf(routes: readonly Loose[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const [i, route] of routes.entries()) {
    const prefix = String(route["prefix"]);
    for (const name of [prefix, String(i), ...Object.values(route).filter((value) => typeof value === "string")]) {
      if (!names.has(name)) names.set(name, prefix);
    }
  }
  return names;
}

function first(given: Loose, keys: readonly string[]): unknown {
  return keys.map((key) => given[key]).find((value) => value !== undefined && value !== null);
}

function asLoose(value: unknown): Loose {
  return typeof value === "object" && value !== null ? (value as Loose) : {};
}
