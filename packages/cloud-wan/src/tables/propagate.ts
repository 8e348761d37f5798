import { type Applied, applyRoutingPolicies, doubting, type NumberedPolicy } from "../routing/apply.ts";
import type { RoutePath } from "../routing/path.ts";
import type { SharedInto } from "../routing/shares.ts";
import type { CoreNetwork, FilteredRoute } from "./network.ts";

export interface Arrived {
  readonly paths: readonly RoutePath[];
  readonly filtered: readonly FilteredRoute[];
}

/** What of a segment's announcements reaches its own table at an edge, across pairs of edges. */
export function withinSegment(network: CoreNetwork, segment: string, edge: string): Arrived {
  return arrive(network, segment, edge, (path) => acrossEdges(network, path, segment, edge));
}

/** What of another segment's announcements reaches a segment's table at an edge through a share. */
export function throughShare(network: CoreNetwork, share: SharedInto, edge: string): Arrived {
  const scope = { edge, filterOnly: false, summarizes: false, lists: network.lists };
  const policies: readonly NumberedPolicy[] = [
    ...network.scopes.named(share.outbound, "outbound"),
    ...network.scopes.named(share.inbound, "inbound"),
  ];
  return arrive(network, share.from, edge, (path) => {
    const there = acrossEdges(network, path, share.to, edge);
    if (there.path === null) return there;
    const shared = applyRoutingPolicies(policies, there.path, scope);
    if (shared.path === null) return shared;
    const named = {
      ...shared.path,
      rules: [...path.rules, ...share.rules, ...shared.path.rules.slice(path.rules.length)],
    };
    return { path: share.doubts.reduce(doubting, named) };
  });
}

/** What of a segment's announcements a network function group learns: no routing policy acts there (R71). */
export function intoGroup(network: CoreNetwork, segment: string, edge: string): readonly RoutePath[] {
  return reaching(network, segment, edge).map((path) => (path.edge === edge ? path : network.crossed(path)));
}

/** An edge hears all of its own attachments, and from every other edge the best of theirs. */
function reaching(network: CoreNetwork, segment: string, edge: string): readonly RoutePath[] {
  const told = network.toldBy(segment);
  return network.pathsOf(segment).filter((path) => path.edge === edge || told.has(path));
}

function arrive(network: CoreNetwork, segment: string, edge: string, step: (path: RoutePath) => Applied): Arrived {
  const paths: RoutePath[] = [];
  const filtered: FilteredRoute[] = [];
  for (const path of reaching(network, segment, edge)) {
    const applied = step(path);
    if (applied.path) paths.push(applied.path);
    else {
      const { prefix, attachment, edge: at } = path;
      filtered.push({ prefix: prefix.text, attachment, edge: at, rule: applied.droppedBy });
    }
  }
  return { paths, filtered };
}

/**
 * From the edge where a route came in to another. Edges are fully meshed and a route is not handed on by a third one, so that
 * a pair's policies can't be walked around.
 */
function acrossEdges(network: CoreNetwork, path: RoutePath, into: string, edge: string): Applied {
  if (path.edge === edge) return { path };
  const applied = cross(network, path, path.segment, edge);
  if (applied.path === null || into === path.segment) return applied;
  const other = cross(network, path, into, edge);
  const plain = network.crossed(path);
  if (other.path !== null && same(other.path, plain)) return applied;
  const doubt = `AWS does not say whether the edge policies of \`${into}\` act on what \`${path.segment}\` shares with it`;
  return { path: doubting(applied.path, doubt) };
}

function cross(network: CoreNetwork, path: RoutePath, segment: string, edge: string): Applied {
  const { leaving, entering } = network.scopes.ofEdges(segment, path.edge, edge);
  const scope = { filterOnly: false, summarizes: false, lists: network.lists };
  // A local preference that is set on the way to an edge is meant for that edge.
  const left = applyRoutingPolicies(leaving, path, { ...scope, edge });
  if (left.path === null) return left;
  return applyRoutingPolicies(entering, network.crossed(left.path), { ...scope, edge });
}

function same(a: RoutePath, b: RoutePath): boolean {
  const told = ({ asPath, med, localPreference, communities, doubts }: RoutePath) =>
    JSON.stringify([asPath, med, localPreference, communities, doubts]);
  return told(a) === told(b);
}
