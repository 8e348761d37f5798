import { contains, parseCidr } from "@trias/estate";
import { refuses } from "../routing/shares.ts";
import type { CoreNetwork, FilteredRoute } from "../tables/network.ts";
import { throughShare, withinSegment } from "../tables/propagate.ts";
import type { TableName } from "../tables/table.ts";
import type { Goal } from "./destination.ts";

/** What keeps a route to the goal out of a table, with the path of what decides it; an absence has none. */
export function whyNoRoute(network: CoreNetwork, at: TableName, goal: Goal): { rule: string; reason: string } {
  if (at.kind === "function-group") {
    return {
      rule: "",
      reason: `network function group \`${at.group}\` has no route to ${goal.block.text} at ${at.edge}`,
    };
  }
  const filtered = droppedOnTheWay(network, at.segment, at.edge).find(({ prefix }) =>
    contains(parseCidr(prefix), goal.block),
  );
  if (filtered) {
    const reason = `filtered: ${filtered.prefix} of \`${filtered.attachment}\` is dropped before segment \`${at.segment}\` at ${at.edge}`;
    return { rule: filtered.rule, reason };
  }
  const target =
    goal.destination.kind === "attachment" ? network.placements.get(goal.destination.attachment) : undefined;
  const other = target?.state === "placed" ? target.segment : null;
  if (other === at.segment && network.isIsolated(at.segment)) {
    const index = network.policy.segments.findIndex(({ name }) => name === at.segment);
    return {
      rule: `segments[${index}].isolate-attachments`,
      reason: `isolated: attachments of \`${at.segment}\` do not learn each other's routes`,
    };
  }
  if (other !== null && other !== at.segment) {
    const filter = refuses(network.policy, at.segment, other);
    if (filter !== null) return { rule: filter, reason: `\`${at.segment}\` refuses the routes of \`${other}\`` };
    return { rule: "", reason: `no-share: nothing shares \`${at.segment}\` and \`${other}\`` };
  }
  return { rule: "", reason: `segment \`${at.segment}\` has no route to ${goal.block.text} at ${at.edge}` };
}

function droppedOnTheWay(network: CoreNetwork, segment: string, edge: string): readonly FilteredRoute[] {
  return [
    ...network.filteredAt(segment),
    ...withinSegment(network, segment, edge).filtered,
    ...network
      .sharesOf(segment)
      .flatMap((share) => [...network.filteredAt(share.from), ...throughShare(network, share, edge).filtered]),
  ];
}
