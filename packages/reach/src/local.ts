import { type NetworkAcl, parseCidr, type Subnet } from "@trias/estate";
import { aclAllows, aclCuts } from "./acl.ts";
import { type Endpoint, families } from "./endpoints.ts";
import type { Admission } from "./group-rules.ts";
import { admissions, admitted } from "./groups.ts";
import { routeCuts, type Via, viaOf } from "./routes.ts";
import { ALL_SERVICES, intersect, isEmpty, NO_SERVICES, type Services, unite, withReply } from "./services.ts";
import { type Family, isPrivateSpan, PRIVATE_SPANS, type Span, wholeFamily, within } from "./spans.ts";
import type { View } from "./view.ts";

export type Direction = "ingress" | "egress";

/** What stands around an endpoint in one of its subnets: groups, list, table. Nothing of the core network. */
export interface Surroundings {
  readonly view: View;
  readonly endpoint: Endpoint;
  readonly subnet: Subnet | null;
  readonly direction: Direction;
  readonly rules: readonly Admission[];
  readonly acl: NetworkAcl | null;
  readonly own: readonly Span[];
  readonly families: readonly Family[];
}

export function surroundings(view: View, endpoint: Endpoint, subnetId: string, direction: Direction): Surroundings {
  const subnet = view.part("subnets").get(subnetId) ?? null;
  const rules =
    endpoint.groups === null
      ? ([4, 6] as const).map((family) => ({
          span: wholeFamily(family),
          services: ALL_SERVICES,
          certain: true,
          rule: "no security group",
        }))
      : admissions(view, endpoint.groups, endpoint.vpc, direction);
  const own = subnet ? [subnet.cidr, ...(subnet.ipv6_cidr === null ? [] : [subnet.ipv6_cidr])] : [];
  return {
    view,
    endpoint,
    subnet,
    direction,
    rules,
    acl: subnet ? (view.part("network_acls").get(subnet.network_acl) ?? null) : null,
    own: own.map((text) => parseCidr(text, { hostBits: "clear" })),
    families: subnet ? families(subnet) : [4, 6],
  };
}

/** The spans at which `localOf` can change. */
export function localCuts({ view, subnet, rules, acl, own }: Surroundings): readonly Span[] {
  return [
    ...rules.map(({ span }) => span),
    ...(acl ? aclCuts(acl) : []),
    ...(subnet ? routeCuts(view, subnet) : []),
    ...own,
    ...PRIVATE_SPANS,
  ];
}

/** Which packets pass between an endpoint and a span as far as the endpoint's own groups, list and table go, and by which way. */
export interface Local {
  readonly via: Via;
  /** Equal for equal ways. */
  readonly viaKey: string;
  readonly certain: Services;
  readonly possible: Services;
}

export const NO_LOCAL: Local = {
  via: { kind: "none", reason: "nothing passes" },
  viaKey: "none",
  certain: NO_SERVICES,
  possible: NO_SERVICES,
};

/** The span has to be cut at `localCuts`. */
export function localOf(around: Surroundings, span: Span): Local {
  const rules = admitted(around.rules, span);
  if (isEmpty(rules.possible)) return NO_LOCAL;
  const via = wayOf(around, span);
  if (via.kind === "none") return NO_LOCAL;
  const listed = listOf(around, span);
  const possible = intersect(intersect(rules.possible, around.endpoint.listens), listed.possible);
  const certain = intersect(intersect(rules.certain, around.endpoint.listens), listed.certain);
  return {
    via,
    viaKey: keyOf(via),
    certain: via.kind === "open" ? NO_SERVICES : certain,
    possible: unite(possible, certain),
  };
}

function keyOf(via: Via): string {
  switch (via.kind) {
    case "core":
      return `core ${via.core}`;
    case "internet":
    case "nat":
      return `${via.kind} ${via.gateway}`;
    case "peering":
      return `peering ${via.peering}`;
    case "open":
      return `open ${via.reason}`;
    default:
      return via.kind;
  }
}

/** The way between the endpoint and the span, where it carries this direction at all. */
export function wayOf({ view, subnet, endpoint, direction }: Surroundings, span: Span): Via {
  if (!subnet) return { kind: "open", reason: `a subnet of \`${endpoint.id}\` is not in the estate` };
  const via = viaOf(view, subnet, span);
  switch (via.kind) {
    case "internet":
      if (isPrivateSpan(span)) return { kind: "none", reason: "a private address is not on the internet" };
      // The estate does not list IPv6 addresses: in a subnet that has them, every endpoint is taken to have one.
      if (span.family === 4 && !endpoint.publicIp)
        return { kind: "none", reason: `\`${endpoint.id}\` has no public address` };
      return via;
    case "nat":
      if (direction === "ingress")
        return { kind: "none", reason: `\`${via.gateway}\` lets nothing begin from outside` };
      return isPrivateSpan(span) ? { kind: "none", reason: `\`${via.gateway}\` leads to the internet only` } : via;
    default:
      return via;
  }
}

/** What the subnet's network ACL lets pass, replies included; inside the subnet it isn't asked. */
function listOf({ acl, own, direction }: Surroundings, span: Span): { certain: Services; possible: Services } {
  if (own.some((block) => within(span, block))) return { certain: ALL_SERVICES, possible: ALL_SERVICES };
  if (!acl) return { certain: NO_SERVICES, possible: ALL_SERVICES };
  const back = direction === "ingress" ? "egress" : "ingress";
  return withReply(aclAllows(acl, direction, span), aclAllows(acl, back, span));
}
