import type { GroupRule, NetworkInterface, SecurityGroup } from "@trias/estate";
import { CARRIER_PARTS, type CarrierPart, carrying } from "@trias/estate";
import { ALL_SERVICES, NO_SERVICES, type Services, servicesOf, unite } from "./services.ts";
import { type Span, spansOf, wholeFamily, within } from "./spans.ts";
import type { View } from "./view.ts";

/** What one rule of a group admits: packets from or to a span. */
export interface Admission {
  readonly span: Span;
  readonly services: Services;
  /** False where it can't be said for sure, as for the addresses of a load balancer. */
  readonly certain: boolean;
  /** The rule in words. */
  readonly rule: string;
}

interface Member {
  readonly vpc: string;
  readonly spans: readonly Span[];
  readonly certain: boolean;
}

/** What carries a security group. */
function membersOf(view: View, group: string): Member[] {
  return CARRIER_PARTS.flatMap((part) =>
    carrying(view.part<CarrierPart>(part), group).map((each): Member => {
      if ("private_ip" in each) return { vpc: each.vpc, spans: spansOf(addressesOf(each)), certain: true };
      const blocks = each.subnets.flatMap((id) => view.part("subnets").get(id)?.cidr ?? []);
      return { vpc: each.vpc, spans: spansOf(blocks), certain: false };
    }),
  );
}

/** Every address of an interface that is its own: private ones, IPv6, delegated prefixes. */
export function addressesOf(each: NetworkInterface): readonly string[] {
  if (!each.secondary && !each.ipv6 && !each.prefixes) return [each.private_ip];
  const further = (each.secondary ?? []).map(({ private_ip }) => private_ip);
  return [each.private_ip, ...further, ...(each.ipv6 ?? []), ...(each.prefixes ?? [])];
}

type Direction = "ingress" | "egress";
const fixed = new WeakMap<SecurityGroup, Readonly<Record<Direction, readonly Admission[]>>>();

/** Rules that name addresses: they depend on the group alone. */
function fixedAdmissions(group: SecurityGroup, direction: Direction): readonly Admission[] {
  const cached = fixed.get(group);
  if (cached) return cached[direction];
  const of = (rules: readonly GroupRule[]): Admission[] =>
    rules.flatMap((rule) => spansOf(rule.cidrs).map((block) => admission(group, rule, block, block.text, true)));
  const value = { ingress: of(group.ingress), egress: of(group.egress) };
  fixed.set(group, value);
  return value[direction];
}

function admission(group: SecurityGroup, rule: GroupRule, span: Span, peer: string, certain: boolean): Admission {
  const ports = rule.from_port === null ? "" : ` ${portsText(rule)}`;
  const protocol = rule.protocol === "-1" ? "any" : rule.protocol;
  return {
    span,
    services: servicesOf(rule.protocol, rule.from_port, rule.to_port),
    certain,
    rule: `\`${group.id}\` admits ${protocol}${ports} for ${peer}`,
  };
}

function portsText({ protocol, from_port, to_port }: GroupRule): string {
  if (/icmp|^1$|^58$/.test(protocol)) return `${from_port}/${to_port ?? "any"}`;
  return to_port === from_port ? `${from_port}` : `${from_port}-${to_port ?? 65_535}`;
}

/** All that a set of groups admits in a direction. What the estate does not know is admitted, but not for certain. */
export function admissions(
  view: View,
  groups: readonly string[],
  vpc: string,
  direction: Direction,
  other: Peered | null = null,
): readonly Admission[] {
  const [only, ...others] = groups;
  const alone = only !== undefined && others.length === 0 ? view.part("security_groups").get(only) : undefined;
  // Most have one group, and that names addresses alone.
  if (alone && namesAddresses(alone[direction])) return fixedAdmissions(alone, direction);
  const found: Admission[] = [];
  for (const id of groups) {
    const group = view.part("security_groups").get(id);
    if (!group) {
      found.push(...anything(`the security group \`${id}\` is not in the estate`));
      continue;
    }
    found.push(...fixedAdmissions(group, direction));
    for (const rule of group[direction]) {
      if (rule.groups.length > 0) found.push(...referenced(view, group, rule, vpc, other));
      if (rule.prefix_lists.length > 0) found.push(...listed(view, group, rule));
    }
  }
  return found;
}

function namesAddresses(rules: readonly GroupRule[]): boolean {
  return rules.every(({ groups, prefix_lists }) => groups.length + prefix_lists.length === 0);
}

function anything(reason: string): Admission[] {
  return ([4, 6] as const).map((family) => ({
    span: wholeFamily(family),
    services: ALL_SERVICES,
    certain: false,
    rule: reason,
  }));
}

/** A resource at the other end, where it is known: what it carries, and whether that can still be told here (R22). */
export interface Peered {
  readonly groups: readonly string[];
  readonly kept: boolean;
}

/** A reference to a group stands for the private addresses of what carries it in the same VPC (R21). */
function referenced(view: View, group: SecurityGroup, rule: GroupRule, vpc: string, other: Peered | null): Admission[] {
  if (other) {
    const carried = other.kept ? rule.groups.find((id) => other.groups.includes(id)) : undefined;
    if (carried === undefined) return [];
    return ([4, 6] as const).map((family) => admission(group, rule, wholeFamily(family), `group \`${carried}\``, true));
  }
  if (view.unknown("interfaces")) return anything("interfaces are unknown");
  return rule.groups.flatMap((id) =>
    membersOf(view, id)
      .filter((member) => member.vpc === vpc)
      .flatMap((member) => member.spans.map((span) => admission(group, rule, span, `group \`${id}\``, member.certain))),
  );
}

function listed(view: View, group: SecurityGroup, rule: GroupRule): Admission[] {
  return rule.prefix_lists.flatMap((id) => {
    const list = view.part("prefix_lists").get(id);
    if (!list) return anything(`the prefix list \`${id}\` is not in the estate`);
    return spansOf(list.entries.map(({ cidr }) => cidr)).map((span) =>
      admission(group, rule, span, `list \`${id}\``, true),
    );
  });
}

export interface Admitted {
  readonly certain: Services;
  readonly possible: Services;
}

/** What the admissions let through for a span, which has to be cut at them. */
export function admitted(all: readonly Admission[], span: Span): Admitted {
  let certain = NO_SERVICES;
  let possible = NO_SERVICES;
  for (const each of all) {
    if (!within(span, each.span)) continue;
    possible = unite(possible, each.services);
    if (each.certain) certain = unite(certain, each.services);
  }
  return { certain, possible };
}
