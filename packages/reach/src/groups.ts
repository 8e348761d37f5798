import type { GroupRule, NetworkInterface, SecurityGroup } from "@trias/estate";
import { CARRIER_PARTS, type CarrierPart, carrying } from "@trias/estate";
import { type Admission, compileGroup, type Direction, RuleAdmission } from "./group-rules.ts";
import { ALL_SERVICES, NO_SERVICES, type Services, unite } from "./services.ts";
import { join, type Span, spansOf, wholeFamily, within } from "./spans.ts";
import type { View } from "./view.ts";

/** Addresses of what carries a group in a VPC, joined; of load balancers and databases the blocks that they may have one in. */
interface Members {
  readonly certain: readonly Span[];
  readonly possible: readonly Span[];
}

function membersOf(view: View, group: string, vpc: string): Members {
  const possible: Span[] = [];
  for (const part of CARRIER_PARTS) {
    if (part === "interfaces") continue;
    for (const each of carrying(view.part<CarrierPart>(part), group)) {
      if (each.vpc !== vpc || !("subnets" in each)) continue;
      possible.push(...spansOf(each.subnets.flatMap((id) => view.part("subnets").get(id)?.cidr ?? [])));
    }
  }
  const interfaces = carrying(view.part<CarrierPart>("interfaces"), group) as readonly NetworkInterface[];
  return { certain: joinedIn(interfaces, vpc), possible: join(possible) };
}

/** By the members of a group: for as long as they are the same, a group of thousands is joined once. */
const joinedOf = new WeakMap<readonly NetworkInterface[], Map<string, readonly Span[]>>();

function joinedIn(members: readonly NetworkInterface[], vpc: string): readonly Span[] {
  const byVpc = joinedOf.get(members) ?? new Map<string, readonly Span[]>();
  joinedOf.set(members, byVpc);
  const known = byVpc.get(vpc);
  if (known) return known;
  const made = join(members.flatMap((each) => (each.vpc === vpc ? ownSpans(each) : [])));
  byVpc.set(vpc, made);
  return made;
}

const owned = new WeakMap<NetworkInterface, readonly Span[]>();

/** Every address of an interface that is its own, as spans. */
export function ownSpans(each: NetworkInterface): readonly Span[] {
  const known = owned.get(each);
  if (known) return known;
  const made = spansOf(addressesOf(each));
  owned.set(each, made);
  return made;
}

/** Every address of an interface that is its own: private ones, IPv6, delegated prefixes. */
export function addressesOf(each: NetworkInterface): readonly string[] {
  if (!each.secondary && !each.ipv6 && !each.prefixes) return [each.private_ip];
  const further = (each.secondary ?? []).map(({ private_ip }) => private_ip);
  return [each.private_ip, ...further, ...(each.ipv6 ?? []), ...(each.prefixes ?? [])];
}

/** All that a set of groups admits in a direction. What the estate does not know is admitted, but not for certain. */
export function admissions(
  view: View,
  groups: readonly string[],
  vpc: string,
  direction: Direction,
  other: Peered | null = null,
): readonly Admission[] {
  const found: Admission[] = [];
  for (const id of groups) {
    const group = view.part("security_groups").get(id);
    if (!group) {
      found.push(...anything(`the security group \`${id}\` is not in the estate`));
      continue;
    }
    const { fixed, named } = compileGroup(group)[direction];
    // Most have one group, and nothing in it depends on who else there is.
    if (groups.length === 1 && named.length === 0) return fixed;
    for (const each of fixed) found.push(each);
    for (const rule of named) addNamed(view, group, rule, vpc, other, found);
  }
  return found;
}

/** Of all that `admissions` gives, what holds a span; groups with many rules are only looked into where they do. */
export function admissionsOf(
  view: View,
  groups: readonly string[],
  vpc: string,
  direction: Direction,
  other: Peered | null,
  span: Span,
): readonly Admission[] {
  const found: Admission[] = [];
  for (const id of groups) {
    const group = view.part("security_groups").get(id);
    if (!group) {
      found.push(
        ...anything(`the security group \`${id}\` is not in the estate`).filter((each) => within(span, each.span)),
      );
      continue;
    }
    const { fixed, bounds, named } = compileGroup(group)[direction];
    for (const i of bounds.holding(span)) found.push(fixed[i] as Admission);
    if (named.length === 0) continue;
    const more: Admission[] = [];
    for (const rule of named) addNamed(view, group, rule, vpc, other, more);
    for (const each of more) if (within(span, each.span)) found.push(each);
  }
  return found;
}

function addNamed(
  view: View,
  group: SecurityGroup,
  rule: GroupRule,
  vpc: string,
  other: Peered | null,
  into: Admission[],
): void {
  // Nobody is told by a group here.
  const untold = other !== null && !other.kept;
  if (rule.groups.length > 0 && !untold) for (const each of referenced(view, group, rule, vpc, other)) into.push(each);
  if (rule.prefix_lists.length > 0) for (const each of listed(view, group, rule)) into.push(each);
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
    return ([4, 6] as const).map(
      (family) => new RuleAdmission(group.id, rule, wholeFamily(family), `group \`${carried}\``, true),
    );
  }
  if (view.unknown("interfaces")) return anything("interfaces are unknown");
  return rule.groups.flatMap((id) => {
    const { certain, possible } = membersOf(view, id, vpc);
    const peer = `group \`${id}\``;
    return [
      ...certain.map((span) => new RuleAdmission(group.id, rule, span, peer, true)),
      ...possible.map((span) => new RuleAdmission(group.id, rule, span, peer, false)),
    ];
  });
}

function listed(view: View, group: SecurityGroup, rule: GroupRule): Admission[] {
  return rule.prefix_lists.flatMap((id) => {
    const list = view.part("prefix_lists").get(id);
    if (!list) return anything(`the prefix list \`${id}\` is not in the estate`);
    return spansOf(list.entries.map(({ cidr }) => cidr)).map(
      (span) => new RuleAdmission(group.id, rule, span, `list \`${id}\``, true),
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
