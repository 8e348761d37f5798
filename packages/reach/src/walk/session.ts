import type { Packets } from "../packets.ts";
import type { Span } from "../spans.ts";

/** What a device on the way keeps of a flow, so that the reply finds its way back through it. */
export interface Session {
  readonly kind:
    | "nat"
    | "balancer"
    /** An internet gateway's own address for a private one: the same for everybody, both ways. */
    | "public"
    /** An egress-only gateway: no address is changed, but only replies come in. */
    | "outbound"
    /** The zone that an attachment in appliance mode keeps a flow in. */
    | "zone"
    /** A way whose inside is not followed: the reply comes back as the request went. */
    | "closed";
  readonly device: string;
  readonly was: { readonly source: Span; readonly target: Span; readonly possible: Packets; readonly certain: Packets };
  readonly is: { readonly source: Span; readonly target: Span };
  /** Of a load balancer: the subnet of the node (of an attachment, where packets come out), and whether targets see the client's address. */
  readonly subnet?: string;
  readonly clientKept?: boolean;
}

export function sameSpan(a: Span, b: Span): boolean {
  return a.family === b.family && a.first === b.first && a.last === b.last;
}
