import type { NetworkAcl } from "@trias/estate";
import { parseCidr } from "@trias/estate";
import { ALL_SERVICES, intersect, NO_SERVICES, type Services, servicesOf, subtract, unite } from "./services.ts";
import { type Span, within } from "./spans.ts";

interface Entry {
  readonly block: Span;
  readonly services: Services;
  readonly allow: boolean;
  readonly number: number;
}

interface Compiled {
  readonly ingress: readonly Entry[];
  readonly egress: readonly Entry[];
}

const compiled = new WeakMap<NetworkAcl, Compiled>();

function compile(acl: NetworkAcl): Compiled {
  const cached = compiled.get(acl);
  if (cached) return cached;
  const entries = acl.entries.toSorted((a, b) => a.number - b.number);
  const of = (egress: boolean): Entry[] =>
    entries
      .filter((entry) => entry.egress === egress)
      .map(({ cidr, protocol, from_port, to_port, action, number }) => ({
        block: parseCidr(cidr, { hostBits: "clear" }),
        services: servicesOf(protocol, from_port, to_port),
        allow: action === "allow",
        number,
      }));
  const value = { ingress: of(false), egress: of(true) };
  compiled.set(acl, value);
  return value;
}

export function aclCuts(acl: NetworkAcl): readonly Span[] {
  const { ingress, egress } = compile(acl);
  return [...ingress, ...egress].map(({ block }) => block);
}

/** What a network ACL lets through to or from a span: per packet the entry with the lowest number decides, none denies. */
export function aclAllows(acl: NetworkAcl, direction: "ingress" | "egress", span: Span): Services {
  let rest = ALL_SERVICES;
  let allowed = NO_SERVICES;
  for (const { block, services, allow } of compile(acl)[direction]) {
    if (!within(span, block)) continue;
    if (allow) allowed = unite(allowed, intersect(rest, services));
    rest = subtract(rest, services);
  }
  return allowed;
}

/** Number of the entry that decides these packets, or null where none does and they are denied. */
export function decidingEntry(
  acl: NetworkAcl,
  direction: "ingress" | "egress",
  span: Span,
  packet: Services,
): number | null {
  const entry = compile(acl)[direction].find(({ block, services }) => {
    return within(span, block) && intersect(services, packet) !== NO_SERVICES && meetsServices(services, packet);
  });
  return entry?.number ?? null;
}

function meetsServices(a: Services, b: Services): boolean {
  const both = intersect(a, b);
  return both.tcp.length + both.udp.length + both.icmp.length + both.other.length > 0;
}
