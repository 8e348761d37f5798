import {
  type Estate,
  get,
  isKnown,
  ROUTE_TARGET_PARTS,
  type RouteTable,
  type RouteTarget,
  type SegmentName,
  segmentNames,
} from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { attachmentsNamed, idsNamed, textOf } from "../named.ts";

export type RoutePlace =
  | { readonly kind: "table"; readonly table: RouteTable }
  | { readonly kind: "segment"; readonly segment: SegmentName };

/** Where the route stands: in one table of a VPC, else in a segment; null where the request names neither, or nothing that is there. */
export function routePlace(intent: Intent, estate: Estate): RoutePlace | null {
  const [table, segment] = [textOf(intent, "route_table"), textOf(intent, "segment")];
  if (table !== null) {
    const [id, ...more] = idsNamed(estate, ["route_tables"], table);
    const found = id === undefined || more.length > 0 ? undefined : get(estate, "route_tables", id);
    return found ? { kind: "table", table: found } : null;
  }
  const found = segment === null ? null : segmentNames(estate).resolve(segment);
  return found === null ? null : { kind: "segment", segment: found };
}

/** What the route of a table leads to, by the id of a gateway, an endpoint, a peering, an interface or the core network. */
export function tableTarget(text: string, estate: Estate): { readonly type: RouteTarget; readonly id: string } | null {
  for (const [type, part] of Object.entries(ROUTE_TARGET_PARTS)) {
    if (part === null || !isKnown(estate, part)) continue;
    if (get(estate, part, text) !== undefined) return { type: type as RouteTarget, id: text };
  }
  return null;
}

/** `blackhole`, or the one attachment that the text means. */
export function segmentTarget(text: string, estate: Estate): string | null {
  if (text.toLowerCase() === "blackhole") return "blackhole";
  const [attachment, ...more] = attachmentsNamed(estate, text);
  return attachment === undefined || more.length > 0 ? null : attachment.id;
}
