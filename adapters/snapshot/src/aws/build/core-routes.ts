import { type ResourceOf, tryParseCidr } from "@trias/estate";
import { CORE_ROUTES, CORE_ROUTING_INFORMATION } from "../calls/cloud-wan.ts";
import type { BuildContext } from "./context.ts";

type Learnt = NonNullable<ResourceOf<"attachments">["routes"]>[number];

/**
 * What each attachment brings into the core network: with BGP attributes from `list-core-network-routing-information`, whose
 * answers by segment and edge repeat each other, else the propagated routes of `get-network-routes`.
 */
export function learntRoutes(context: BuildContext): ReadonlyMap<string, Learnt[]> {
  const found = new Map<string, Map<string, Learnt>>();
  const put = (attachment: string, route: Learnt): void => {
    const routes = found.get(attachment) ?? new Map<string, Learnt>();
    found.set(attachment, routes);
    // The nearest edge sees the shortest path: what others add to it is AWS's own.
    const before = routes.get(route.prefix);
    if (before === undefined || pathLength(route) < pathLength(before)) routes.set(route.prefix, route);
  };
  for (const read of context.of(CORE_ROUTING_INFORMATION)) {
    const { value } = read;
    const attachment = value.NextHop?.CoreNetworkAttachmentId;
    if (!attachment) continue;
    if (tryParseCidr(value.Prefix) === null) {
      context.remark(read, "value_unknown", `\`${value.Prefix.slice(0, 60)}\` is no block of addresses`);
      continue;
    }
    put(attachment, {
      prefix: value.Prefix,
      ...(value.AsPath ? { as_path: value.AsPath.map(String) } : {}),
      ...numbered("med", value.Med),
      ...numbered("local_preference", value.LocalPreference),
      ...(value.Communities ? { communities: value.Communities } : {}),
    });
  }
  const informed = new Set(found.keys());
  for (const { value } of context.of(CORE_ROUTES)) {
    if (value.Type?.toUpperCase() !== "PROPAGATED" || !value.DestinationCidrBlock) continue;
    if (value.State && value.State.toUpperCase() !== "ACTIVE") continue;
    if (tryParseCidr(value.DestinationCidrBlock) === null) continue;
    for (const { CoreNetworkAttachmentId: attachment } of value.Destinations ?? []) {
      if (attachment && !informed.has(attachment)) put(attachment, { prefix: value.DestinationCidrBlock });
    }
  }
  return new Map([...found].map(([attachment, routes]) => [attachment, [...routes.values()]]));
}

function pathLength(route: Learnt): number {
  return route.as_path?.length ?? Number.POSITIVE_INFINITY;
}

/** AWS writes these numbers as strings. */
function numbered<K extends "med" | "local_preference">(
  key: K,
  value: string | number | null | undefined,
): { [P in K]?: number } {
  const number = value === null || value === undefined || value === "" ? Number.NaN : Number(value);
  return (Number.isSafeInteger(number) && number >= 0 ? { [key]: number } : {}) as { [P in K]?: number };
}
