import type { RouteTable } from "@trias/estate";
import { type Estate, need, parseCidr } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { nothingToDo, putPolicy, segmentNamed, withActions } from "./core-network-policy.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

type Target = RouteTable["routes"][number]["target"];

/** A route in the table of a VPC. Without a target it is taken away. */
export function buildTableRoute(estate: Estate, table: string, destination: string, target: Target | null): BuiltPlan {
  const block = parseCidr(destination).text;
  const draft = startDraft(estate);
  if (target === null) {
    draft.step("delete_route", table, { destination: spelled(need(estate, "route_tables", table), block) });
    return draft.done(`take the route to ${block} out of \`${table}\``);
  }
  draft.step("create_route", table, { destination: block, target });
  return draft.done(`route ${block} to the ${target.type} \`${target.id}\` in \`${table}\``);
}

/** The route's destination as the table writes it. */
function spelled({ id, routes }: RouteTable, block: string): string {
  const found = routes.find((route) => parsed(route.destination) === block);
  if (found) return found.destination;
  throw new PlanError("absent", `the route table \`${id}\` has no route to ${block}`, {
    at: `route_tables.${id}`,
    fix: "name a destination exactly as the table lists it",
    remedy: "ask",
  });
}

function parsed(destination: string): string {
  try {
    return parseCidr(destination).text;
  } catch {
    return destination;
  }
}

/** A static route of a segment, to one attachment or to `blackhole`. Without a target it is taken away. */
export function buildSegmentRoute(estate: Estate, name: string, destination: string, target: string | null): BuiltPlan {
  const segment = segmentNamed(estate, name);
  const { policy } = need(estate, "core_networks", segment.coreNetwork);
  const block = parseCidr(destination).text;
  const actions = policy["segment-actions"] ?? [];
  const routes = (action: (typeof actions)[number]): unknown[] | null =>
    action.action === "create-route" &&
    action["segment"] === segment.policy &&
    Array.isArray(action["destination-cidr-blocks"])
      ? action["destination-cidr-blocks"]
      : null;
  const has = actions.some((action) => routes(action)?.some((cidr) => parsed(String(cidr)) === block));
  const draft = startDraft(estate);
  if (target === null) {
    if (!has) throw nothingToDo(`\`${segment.estate}\` has no static route to ${block}`, "destination");
    const rest = actions.flatMap((action) => {
      const blocks = routes(action)?.filter((cidr) => parsed(String(cidr)) !== block);
      if (blocks === undefined || blocks.length === routes(action)?.length) return [action];
      return blocks.length === 0 ? [] : [{ ...action, "destination-cidr-blocks": blocks }];
    });
    putPolicy(draft, segment.coreNetwork, withActions(policy, rest));
    return draft.done(`take the static route to ${block} out of \`${segment.estate}\``);
  }
  if (has) {
    throw new PlanError("already_exists", `\`${segment.estate}\` has a static route to ${block}`, {
      at: "destination",
      fix: "take that one away first, or leave it",
      remedy: "ask",
    });
  }
  const action = {
    action: "create-route",
    segment: segment.policy,
    "destination-cidr-blocks": [block],
    destinations: [target],
  };
  putPolicy(draft, segment.coreNetwork, withActions(policy, [...actions, action]));
  return draft.done(`route ${block} to \`${target}\` in \`${segment.estate}\``);
}
