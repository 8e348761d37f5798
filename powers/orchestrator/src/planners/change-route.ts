import { routePlace, segmentTarget, tableTarget } from "@trias/intents";
import { buildSegmentRoute, buildTableRoute } from "@trias/plan";
import { OrchestratorError } from "../errors.ts";
import { textOf, textOrNone } from "./parameters.ts";
import type { Planner } from "./planner.ts";

export const changeRoute: Planner = (intent, { estate }) => {
  const place = routePlace(intent, estate);
  if (place === null) {
    const name = textOrNone(intent, "route_table") ?? textOrNone(intent, "segment") ?? "";
    throw notFound("no one route table or segment", name, "route_table");
  }
  const destination = textOf(intent, "destination");
  const add = textOf(intent, "effect") === "add";
  const target = add ? textOf(intent, "target") : null;
  if (place.kind === "table") {
    const led = target === null ? null : tableTarget(target, estate);
    if (add && led === null) throw notFound("nothing that a route can lead to", target ?? "", "target");
    return buildTableRoute(estate, place.table.id, destination, led);
  }
  const led = target === null ? null : segmentTarget(target, estate);
  if (add && led === null) throw notFound("no one attachment", target ?? "", "target");
  return buildSegmentRoute(estate, place.segment.estate, destination, led);
};

function notFound(what: string, name: string, at: string): OrchestratorError {
  return new OrchestratorError("impossible", `not found: ${what} is called \`${name.slice(0, 100)}\``, {
    at,
    fix: "name it as the estate does",
    remedy: "ask",
  });
}
