import {
  type Cidr,
  type CoreNetwork,
  contains,
  type Estate,
  get,
  isPublic,
  parseCidr,
  type ResourceChange,
  type RouteTable,
  type SegmentName,
  tryParseCidr,
} from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import { same, strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import { type Action, actionsBeyond, actionsOf, type Fate, outsidePolicy, STAYS } from "../policy-change.ts";
import { segmentTerritory, type Territory, vpcTerritory } from "../territory.ts";
import { routePlace, segmentTarget, tableTarget } from "./place.ts";

interface Wanted {
  readonly destination: Cidr;
  readonly add: boolean;
  readonly target: string | null;
  readonly before: Estate;
}

export function changeRouteScope(intent: Intent, before: Estate): Scope {
  const place = routePlace(intent, before);
  const destination = tryParseCidr(textOf(intent, "destination") ?? "");
  const effect = intent.parameters["effect"];
  if (place === null || destination === null || (effect !== "add" && effect !== "remove")) {
    return permitsNothing("nothing, until place and destination are known", "the request names no one route");
  }
  const wanted = { destination, add: effect === "add", target: textOf(intent, "target"), before };
  return place.kind === "table" ? tableScope(wanted, place.table) : segmentScope(wanted, place.segment);
}

function tableScope(wanted: Wanted, table: RouteTable): Scope {
  const own = vpcTerritory(wanted.before, table.vpc);
  return {
    summary: `the one route to ${wanted.destination.text} in \`${table.id}\``,
    change: (change) => tableChange(wanted, table, change),
    ...flows(wanted, own),
  };
}

function tableChange(
  { destination, add, target, before }: Wanted,
  table: RouteTable,
  change: ResourceChange,
): string | null {
  if (change.part !== "route_tables" || change.id !== table.id) return `\`${change.id}\` is not \`${table.id}\``;
  if (change.before === null || change.after === null) return `\`${table.id}\` is neither made nor deleted`;
  const stray = strayKey(change.before, change.after, ["routes"]);
  if (stray !== null) return `\`${stray}\` of \`${table.id}\` changes`;
  const [old, now] = [change.before.routes, change.after.routes];
  const added = now.filter((route) => !old.some((each) => same(each, route)));
  const gone = old.filter((route) => !now.some((each) => same(each, route)));
  const other = [...added, ...gone].find((route) => tryParseCidr(route.destination)?.text !== destination.text);
  if (other !== undefined) return `the route to ${other.destination} changes, and ${destination.text} was named`;
  if (!add) return added.length === 0 ? null : `a route to ${destination.text} is added, and its removal was asked for`;
  if (gone.length > 0) return `the route to ${destination.text} is turned elsewhere, and one was to be added`;
  const expected = target === null ? null : tableTarget(target, before);
  const wrong = added.find((route) => !same(route.target, expected));
  return wrong === undefined ? null : `${destination.text} would lead to \`${wrong.target.id}\``;
}

function segmentScope(wanted: Wanted, segment: SegmentName): Scope {
  return {
    summary: `the one static route to ${wanted.destination.text} in \`${segment.estate}\``,
    change: (change) =>
      change.part === "core_networks" && change.id === segment.coreNetwork
        ? policyChange(wanted, segment, change.before, change.after)
        : `\`${change.id}\` of \`${change.part}\` is no static route of \`${segment.estate}\``,
    ...flows(wanted, segmentTerritory(wanted.before, segment.policy)),
  };
}

function policyChange(
  wanted: Wanted,
  segment: SegmentName,
  before: CoreNetwork | null,
  after: CoreNetwork | null,
): string | null {
  const outside = outsidePolicy(before, after, ["segment-actions"]);
  if (outside !== null || before === null || after === null) return outside;
  const added = actionsBeyond(actionsOf(before), actionsOf(after), (action) =>
    wanted.add ? STAYS : removalFate(wanted, segment, action),
  );
  if (typeof added === "string") return added;
  const target = wanted.target === null ? null : segmentTarget(wanted.target, wanted.before);
  const expected = {
    action: "create-route",
    segment: segment.policy,
    "destination-cidr-blocks": [wanted.destination.text],
    destinations: [target],
  };
  const stray = added.find((action) => !wanted.add || target === null || !same(action, expected));
  return stray === undefined && added.length <= 1
    ? null
    : `the policy gets more than the route to ${wanted.destination.text}`;
}

function removalFate({ destination }: Wanted, segment: SegmentName, action: Action): Fate {
  const blocks = action["destination-cidr-blocks"];
  if (action.action !== "create-route" || action["segment"] !== segment.policy || !Array.isArray(blocks)) return STAYS;
  const rest = blocks.filter((cidr) => tryParseCidr(String(cidr))?.text !== destination.text);
  if (rest.length === blocks.length) return STAYS;
  return rest.length === 0
    ? { goes: true, becomes: null }
    : { goes: false, becomes: { ...action, "destination-cidr-blocks": rest } };
}

/** Flows between the place of the route and where its destination lies; a blackhole may close, and its removal open. */
function flows({ destination, before }: Wanted, own: Territory): Pick<Scope, "opened" | "closed"> {
  const between = ({ from, to }: Flow): string | null => {
    const meets =
      (own.holds(from) && led(before, destination, to)) || (own.holds(to) && led(before, destination, from));
    return meets ? null : `the flow from \`${from}\` to \`${to}\` is none by a route to ${destination.text}`;
  };
  return { opened: between, closed: between };
}

/** Whether a place lies where the destination leads. */
function led(estate: Estate, destination: Cidr, place: string): boolean {
  if (place === "internet") return destination.prefix === 0 || isPublic(destination);
  const range = tryParseCidr(place);
  if (range !== null) return contains(destination, range);
  const vpcs = [...knownVpcs(estate)];
  const own = vpcs.filter((id) => vpcTerritory(estate, id).holds(place));
  const within = (id: string) => blocksOf(estate, id).some((block) => contains(destination, block));
  if (own.length > 0) return own.every((id) => blocksOf(estate, id).every((block) => contains(destination, block)));
  // A difference tells a segment's name where the members at one of its edges are concerned.
  return vpcs.some((id) => inSegment(estate, place, id) && within(id));
}

function blocksOf(estate: Estate, vpc: string): Cidr[] {
  return (get(estate, "vpcs", vpc)?.cidrs ?? []).map((cidr) => parseCidr(cidr));
}

function inSegment(estate: Estate, place: string, vpc: string): boolean {
  const policyName = [...knownNetworks(estate)].flatMap(({ policy, segment_names }) =>
    policy.segments.map(({ name }) => name).filter((name) => name === place || segment_names[name] === place),
  )[0];
  return policyName !== undefined && segmentTerritory(estate, policyName).holds(vpc);
}

function knownVpcs({ parts: { vpcs } }: Estate): Iterable<string> {
  return vpcs.status === "known" ? vpcs.resources.keys() : [];
}

function knownNetworks({ parts: { core_networks: networks } }: Estate): Iterable<CoreNetwork> {
  return networks.status === "known" ? networks.resources.values() : [];
}
