import type { CoreNetworkPolicy, Placement } from "@trias/cloud-wan";
import { canonicalJson } from "@trias/core";
import type { Core } from "./core.ts";
import { answered, takeOverTables } from "./routes.ts";

/**
 * Whether what a segment reaches from an edge may differ between two states of a core network. Its tables are made of its own part
 * of the policy and of what its own and the segments related to it announce; what comes back, of the others' tables.
 */
export function affectedSegments(old: Core, core: Core): (segment: string, edge: string) => boolean {
  const changed = changedSegments(old, core);
  if (changed === null) return () => true;
  if (sameNumbers(old, core)) takeOverTables(old, core, (segment) => !changed.has(segment));
  return (segment, edge) => {
    if (changed.has(segment)) return true;
    return [...changed].some((other) =>
      (core.members.get(other) ?? []).some(
        (member) => answered(old, segment, edge, member) !== answered(core, segment, edge, member),
      ),
    );
  };
}

/** The segments whose own tables may differ; null where that of any may. */
function changedSegments(old: Core, core: Core): ReadonlySet<string> | null {
  const [then, now] = [old.simulation?.network, core.simulation?.network];
  if (!then || !now) return null;
  const moved = movedMembers(old, core);
  if (moved === null) return null;
  const parts = partsOf(then.policy, now.policy);
  return new Set(
    [...core.segments.keys()].filter((name) => parts(name) || related(core, name).some((each) => moved.has(each))),
  );
}

/** Whether what a route of the old policy is explained by, such as `segment-actions[3]`, is the same in the new one. */
function sameNumbers(old: Core, core: Core): boolean {
  const [then, now] = [old.simulation?.network.policy, core.simulation?.network.policy];
  if (!then || !now) return false;
  if (then === now) return true;
  const kept = now.segmentActions.slice(0, then.segmentActions.length);
  return (
    canonicalJson(kept) === canonicalJson(then.segmentActions) &&
    canonicalJson(now.attachmentRules) === canonicalJson(then.attachmentRules)
  );
}

/** The segments whose attachments differ; null where network function groups, which serve all, do. */
function movedMembers(old: Core, core: Core): ReadonlySet<string> | null {
  const [then, now] = [old.simulation?.network, core.simulation?.network];
  if (!then || !now) return null;
  const moved = new Set<string>();
  for (const id of new Set([...then.attachments.keys(), ...now.attachments.keys()])) {
    const [had, has] = [then.placements.get(id), now.placements.get(id)];
    if (then.attachments.get(id) === now.attachments.get(id) && placeKey(had) === placeKey(has)) continue;
    for (const placement of [had, has]) {
      if (placement?.state !== "placed") continue;
      if (placement.segment === null) return null;
      moved.add(placement.segment);
    }
  }
  return moved;
}

function placeKey(placement: Placement | undefined): string {
  if (placement?.state !== "placed") return "";
  return `${placement.segment} ${placement.function_group} ${placement.edges.join(" ")}`;
}

/** A segment and all whose announcements are in its tables. */
function related(core: Core, segment: string): readonly string[] {
  const network = core.simulation?.network;
  if (!network) return [segment];
  const shared = network.sharesOf(segment).map(({ from }) => from);
  const inspected = network.policy.segments.flatMap(({ name }) =>
    network.insertion.between(segment, name).length > 0 ? [name] : [],
  );
  const fixed = network.policy.segmentActions.flatMap((action) => {
    if (action.action !== "create-route" || action.segment !== segment) return [];
    return action.destinations.flatMap((id) => core.memberOf.get(id)?.segment ?? []);
  });
  return [segment, ...shared, ...inspected, ...fixed];
}

/** Whether the policy says something else for a segment. */
function partsOf(then: CoreNetworkPolicy, now: CoreNetworkPolicy): (segment: string) => boolean {
  if (then === now) return () => false;
  const common = (policy: CoreNetworkPolicy) =>
    canonicalJson({
      configuration: policy.configuration,
      groups: policy.functionGroups,
      policies: policy.routingPolicies,
      labels: policy.attachmentRoutingRules,
      edges: policy.segmentActions.filter(({ action }) => action === "associate-routing-policy"),
    });
  if (common(then) !== common(now)) return () => true;
  return (segment) => ownPart(then, segment) !== ownPart(now, segment);
}

/** All that a policy says of one segment; what is said of every segment counts for each. */
function ownPart(policy: CoreNetworkPolicy, segment: string): string {
  const concerns = (action: CoreNetworkPolicy["segmentActions"][number]): boolean =>
    action.segment === segment || names(action, segment);
  const filters = policy.segments.filter(
    (each) => each.name === segment || each["deny-filter"]?.includes(segment) || each["allow-filter"] !== undefined,
  );
  const wide = policy.segmentActions.some((action) => names(action, "*") && concerns(action));
  return canonicalJson({
    segments: wide ? policy.segments : filters,
    actions: policy.segmentActions.filter(concerns),
  });
}

function names(action: CoreNetworkPolicy["segmentActions"][number], segment: string): boolean {
  switch (action.action) {
    case "share": {
      const target = action["share-with"];
      if (target === "*" || !Array.isArray(target)) return true;
      return target.includes(segment);
    }
    case "send-via": {
      const target = action["when-sent-to"]?.segments;
      return target === "*" || (target?.includes(segment) ?? false);
    }
    default:
      return false;
  }
}
