import type { NetworkAcl } from "@trias/estate";
import { parseCidr } from "@trias/estate";
import { Bounds } from "./bounds.ts";
import { ALL_SERVICES, intersect, NO_SERVICES, type Services, servicesOf, subtract, unite } from "./services.ts";
import type { Span } from "./spans.ts";

export interface Entry {
  readonly block: Span;
  readonly services: Services;
  readonly allow: boolean;
  readonly number: number;
}

interface Entries {
  /** In the order in which they are asked. */
  readonly all: readonly Entry[];
  readonly bounds: Bounds;
}

interface Compiled {
  readonly ingress: Entries;
  readonly egress: Entries;
}

const compiled = new WeakMap<NetworkAcl, Compiled>();

/** The entries of a list in the order in which they are asked (R27). */
export function compile(acl: NetworkAcl): Compiled {
  const cached = compiled.get(acl);
  if (cached) return cached;
  const entries = acl.entries.toSorted((a, b) => a.number - b.number);
  const of = (egress: boolean): Entries => {
    const own = entries.filter((entry) => entry.egress === egress);
    const all = own.map((entry) => ({
      block: parseCidr(entry.cidr, { hostBits: "clear" }),
      services: entryServices(entry),
      allow: entry.action === "allow",
      number: entry.number,
    }));
    return { all, bounds: new Bounds(all.map(({ block }) => block)) };
  };
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
  return [...ingress.all, ...egress.all].map(({ block }) => block);
}

/** What a network ACL lets through to or from a span: per packet the entry with the lowest number decides, none denies. */
export function aclAllows(acl: NetworkAcl, direction: "ingress" | "egress", span: Span): Services {
  let rest = ALL_SERVICES;
  let allowed = NO_SERVICES;
  const { all, bounds } = compile(acl)[direction];
  for (const i of bounds.holding(span)) {
    const { services, allow } = all[i] as Entry;
    if (allow) allowed = unite(allowed, intersect(rest, services));
    rest = subtract(rest, services);
  }
  return allowed;
}
