import type { Estate } from "@trias/estate";
import type { Flow } from "@trias/protocol";
import { affectedEndpoints, changesBetween } from "./affected.ts";
import type { FlowDifference } from "./answer.ts";
import { coreGains } from "./core/gains.ts";
import { endpointGains } from "./endpoint-diff.ts";
import { ENDPOINT_PARTS, type EndpointRef } from "./endpoints.ts";
import { distinct } from "./labels.ts";
import { transitGains } from "./transit-diff.ts";
import { type View, viewOf } from "./view.ts";

/** The newly possible and newly impossible flows; looks at nothing that the change of resources can't have influenced. */
export function diffEstates(before: Estate, after: Estate): FlowDifference {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return { opened: [], closed: [] };
  const [then, now] = [viewOf(before), viewOf(after)];
  return differenceOf(then, now, affectedEndpoints(then, now, changes));
}

/** The same by looking at every endpoint of both estates: what the incremental answer has to equal. */
export function diffEverything(before: Estate, after: Estate): FlowDifference {
  const [then, now] = [viewOf(before), viewOf(after)];
  const all = new Map<string, EndpointRef>();
  for (const view of [then, now]) {
    for (const part of ENDPOINT_PARTS) for (const id of view.part(part).keys()) all.set(`${part} ${id}`, { part, id });
  }
  return differenceOf(then, now, [...all.values()]);
}

function differenceOf(then: View, now: View, endpoints: readonly EndpointRef[]): FlowDifference {
  return {
    opened: distinct([...routeGains(then, now), ...endpointGains(then, now, endpoints)]),
    closed: distinct([...routeGains(now, then), ...endpointGains(now, then, endpoints)]),
  };
}

/** By routes between VPCs alone, whatever stands around the endpoints. */
function routeGains(before: View, after: View): Flow[] {
  return [...coreGains(before, after), ...transitGains(before, after)];
}
