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

/** The entries of a list in the order in which they are asked (R27). */
export function compile(acl: NetworkAcl): Compiled {
  const cached = compiled.get(acl);
  if (cached) return cached;
  const entries = acl.entries.toSorted((a, b) => a.number - b.number);
  const of = (egress: boolean): Entry[] =>
    entries
      .filter((entry) => entry.egress === egress)
      .map((entry) => ({
        block: parseCidr(entry.cidr, { hostBits: "clear" }),
        services: entryServices(entry),
        allow: entry.action === "allow",
        number: entry.number,
      }));
  const value = { ingress: of(false), egress: of(true) };
  compiled.set(acl, value);
  return value;
}

const ICMP = new Set(["1", "58", "icmp", "icmpv6"]);

/** Of ICMP an entry names type and code, of the others a range of ports (R31). */
function entryServices(entry: NetworkAcl["entries"][number]): Services {
  return ICMP.has(entry.protocol)
    ? servicesOf(entry.protocol, entry.icmp_type ?? null, entry.icmp_code ?? null)
    : servicesOf(entry.protocol, entry.from_port, entry.to_port);
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
