import { parseCidr } from "@trias/estate";
import type { RoutePath } from "../routing/path.ts";
import type { Candidate } from "./candidate.ts";
import { inspectedBetween, inspectedOnTheWayOut } from "./inspected.ts";
import type { CoreNetwork, FilteredRoute } from "./network.ts";
import { throughShare, withinSegment } from "./propagate.ts";
import { RouteTable } from "./table.ts";

const DEFAULTS = ["0.0.0.0/0", "::/0"];

/** The table of a segment at one of its edges. */
export function segmentTable(network: CoreNetwork, segment: string, edge: string): RouteTable {
  const filtered: FilteredRoute[] = [...network.filteredAt(segment)];
  const candidates = [
    ...ownRoutes(network, segment, edge, filtered),
    ...sharedRoutes(network, segment, edge, filtered),
    ...inspectedRoutes(network, segment, edge),
    ...staticRoutes(network, segment, edge),
    ...waysOut(network, segment, edge),
  ];
  const ecmp = network.policy.configuration["vpn-ecmp-support"] !== false;
  return new RouteTable({ kind: "segment", segment, edge }, candidates, filtered, ecmp);
}

/** An isolated segment learns of its own attachments only what Transit Gateway route tables announce (R65). */
function ownRoutes(network: CoreNetwork, segment: string, edge: string, filtered: FilteredRoute[]): Candidate[] {
  const arrived = withinSegment(network, segment, edge);
  filtered.push(...arrived.filtered);
  if (!network.isIsolated(segment)) return arrived.paths.map(direct);
  // Where `send-via` inspects inside the segment, its route stands in place of the direct one.
  if (network.insertion.between(segment, segment).length > 0) return [];
  return arrived.paths.filter(({ type }) => type === "transit-gateway-route-table").map(direct);
}

function sharedRoutes(network: CoreNetwork, segment: string, edge: string, filtered: FilteredRoute[]): Candidate[] {
  return network.sharesOf(segment).flatMap((share) => {
    const arrived = throughShare(network, share, edge);
    filtered.push(...network.filteredAt(share.from), ...arrived.filtered);
    return arrived.paths.map(direct);
  });
}

function direct(path: RoutePath): Candidate {
  const target = { kind: "attachment", attachment: path.attachment, edge: path.edge } as const;
  return { prefix: path.prefix, type: "propagated", target, path, rules: path.rules, doubts: path.doubts };
}

/** `send-via`: the other segment's routes, each by way of the group's attachments (R69, R70). */
function inspectedRoutes(network: CoreNetwork, segment: string, edge: string): Candidate[] {
  return network.policy.segments.flatMap(({ name: other }) => {
    // Without isolation the direct route is there, and traffic takes it past the firewall.
    if (other === segment && !network.isIsolated(segment)) return [];
    return network.insertion.between(segment, other).flatMap(({ action, path: rule }) => {
      const paths = withinSegment(network, other, edge).paths;
      return paths.flatMap((path) =>
        action.via["network-function-groups"].flatMap((group) => {
          const inspected = inspectedBetween(action, edge, path.edge, network.serving(group));
          const rules = [...path.rules, `${rule}.${inspected.rule}`];
          return steered(group, inspected.options, inspected.reason, false).map(
            (target): Candidate => ({
              prefix: path.prefix,
              type: "propagated",
              target,
              path,
              rules,
              doubts: path.doubts,
            }),
          );
        }),
      );
    });
  });
}

/** `create-route`: an edge without an attachment of its own takes another's (R67). */
function staticRoutes(network: CoreNetwork, segment: string, edge: string): Candidate[] {
  return network.policy.segmentActions.flatMap((action, i) => {
    if (action.action !== "create-route" || action.segment !== segment) return [];
    const targets = staticTargets(network, action.destinations, edge);
    return action["destination-cidr-blocks"].flatMap((block) =>
      targets.map(
        (target): Candidate => ({
          prefix: parseCidr(block),
          type: "static",
          target,
          path: null,
          rules: [`segment-actions[${i}]`],
          doubts: [],
        }),
      ),
    );
  });
}

function staticTargets(network: CoreNetwork, destinations: readonly string[], edge: string): Candidate["target"][] {
  if (destinations.includes("blackhole")) return [{ kind: "blackhole", reason: "a static route to `blackhole`" }];
  const usable = destinations.flatMap((id) => {
    const placement = network.placements.get(id);
    return placement?.state === "placed" ? placement.edges.map((at) => ({ id, at })) : [];
  });
  if (usable.length === 0) {
    return [{ kind: "blackhole", reason: `none of ${destinations.join(", ")} is an attachment that is placed` }];
  }
  const local = usable.filter(({ at }) => at === edge);
  return (local.length > 0 ? local : usable).map(({ id, at }) => ({ kind: "attachment", attachment: id, edge: at }));
}

/** `send-to`: both default routes lead into the group (R68). */
function waysOut(network: CoreNetwork, segment: string, edge: string): Candidate[] {
  return network.insertion.out(segment).flatMap(({ action, path: rule }) =>
    action.via["network-function-groups"].flatMap((group) => {
      const inspected = inspectedOnTheWayOut(action, edge, network.serving(group));
      return steered(group, inspected.options, inspected.reason, true).flatMap((target) =>
        DEFAULTS.map(
          (block): Candidate => ({
            prefix: parseCidr(block),
            type: "static",
            target,
            path: null,
            rules: [`${rule}.${inspected.rule}`],
            doubts: [],
          }),
        ),
      );
    }),
  );
}

function steered(
  group: string,
  options: readonly (readonly string[])[],
  reason: string,
  out: boolean,
): Candidate["target"][] {
  if (options.length === 0) return [{ kind: "blackhole", reason: `group \`${group}\`: ${reason}` }];
  return options.map((edges) =>
    edges.length === 0
      ? { kind: "blackhole", reason: `group \`${group}\`: ${reason}` }
      : { kind: "inspection", group, edges, out },
  );
}
