import { type Cidr, parseCidr } from "@trias/estate";
import type { AttachmentType, CoreAttachment, LearnedRoute } from "../place/attachment.ts";

/** An autonomous system number; `edge` where AWS picked an edge's from `asn-ranges`, `unknown` where a policy put in what it doesn't name. */
export type Asn = number | "edge" | "unknown";

/** A prefix as one attachment announces it, on its way through the core network. */
export interface RoutePath {
  readonly prefix: Cidr;
  readonly attachment: string;
  readonly type: AttachmentType;
  /** Edge at which it came in. */
  readonly edge: string;
  /** Segment of the attachment. */
  readonly segment: string;
  /** Nearest first; null where the snapshot does not say. */
  readonly asPath: readonly Asn[] | null;
  readonly med: number | null;
  readonly localPreference: number;
  /** Edge that set the local preference, null where nobody did. */
  readonly preferredAt: string | null;
  readonly communities: readonly string[];
  /** Paths into the document of all that let it come this far or changed it, the last one last. */
  readonly rules: readonly string[];
  /** Why it may not be there at all; empty where it is. */
  readonly doubts: readonly string[];
}

export const DEFAULT_LOCAL_PREFERENCE = 100;

/** What an attachment announces at one of its edges, before any policy. */
export function announced(attachment: CoreAttachment, segment: string, edge: string, rule: string): RoutePath[] {
  const base = {
    attachment: attachment.id,
    type: attachment.type,
    edge,
    segment,
    localPreference: DEFAULT_LOCAL_PREFERENCE,
    preferredAt: null,
    rules: [rule],
    doubts: [],
  };
  const own = [...attachment.cidrs4, ...attachment.cidrs6].map(
    (text): RoutePath => ({
      ...base,
      prefix: parseCidr(text),
      // A VPC has no autonomous system; of what else announces, the snapshot does not name it.
      asPath: attachment.type === "vpc" ? [] : null,
      med: null,
      communities: [],
    }),
  );
  const listed = new Set(attachment.routes.map(({ prefix }) => prefix));
  return [
    ...own.filter(({ prefix }) => !listed.has(prefix.text)),
    ...attachment.routes.filter((route) => isAt(route, edge)).map((route) => learned(attachment, route, base)),
  ];
}

function isAt(route: LearnedRoute, edge: string): boolean {
  return route.edge_locations === undefined || route.edge_locations.includes(edge);
}

function learned(
  { type }: CoreAttachment,
  route: LearnedRoute,
  base: Omit<RoutePath, "prefix" | "asPath" | "med" | "communities">,
): RoutePath {
  return {
    ...base,
    prefix: parseCidr(route.prefix),
    asPath: route.as_path ?? null,
    med: route.med ?? null,
    // A Direct Connect gateway strips communities between the virtual interface and the core network.
    communities: type === "direct-connect-gateway" ? [] : (route.communities ?? []),
  };
}
