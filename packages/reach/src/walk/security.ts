import { lookUpBy, type ResourceOf } from "@trias/estate";
import type { Endpoint } from "../endpoints.ts";
import { type Admission, compileGroup } from "../group-rules.ts";
import { admissions, admissionsOf, type Peered } from "../groups.ts";
import { intersect, isEmpty, NO_SERVICES, type Services, unite } from "../services.ts";
import { within } from "../spans.ts";
import type { Flight } from "./flight.ts";

type Direction = "ingress" | "egress";

/**
 * The security groups of an endpoint: any rule of any group permits, in both directions by the remote address and the destination
 * port (R16, R17); replies are not asked about (R18).
 */
export function passGroups(flight: Flight, endpoint: Endpoint, direction: Direction): void {
  if (flight.reply || flight.blocked || endpoint.groups === null) return;
  const other = direction === "ingress" ? sender(flight, endpoint) : receiver(flight, endpoint);
  const end = direction === "ingress" ? "source" : "target";
  if (!flight.isSingle(end)) {
    const all = admissions(flight.view, endpoint.groups, endpoint.vpc, direction, other);
    const spans = all.map(({ span }) => span);
    flight.cutAt(spans, end);
  }
  const span = end === "source" ? flight.source : flight.target;
  const rules = admissionsOf(flight.view, endpoint.groups, endpoint.vpc, direction, other, span);
  const packets = flight.possible.services;
  let possible: Services = NO_SERVICES;
  let certain: Services = NO_SERVICES;
  let deciding: Admission | null = null;
  for (const rule of rules) {
    possible = unite(possible, rule.services);
    if (rule.certain) certain = unite(certain, rule.services);
    if ((deciding === null || (rule.certain && !deciding.certain)) && !isEmpty(intersect(rule.services, packets)))
      deciding = rule;
  }
  const [first, ...more] = endpoint.groups;
  const hop = { at: "security group", resource: more.length === 0 ? (first ?? "") : endpoint.groups.join(", ") };
  if (deciding) flight.pass({ ...hop, rule: deciding.rule }, possible, certain);
  else flight.block({ ...hop, ...refusal(flight, endpoint, direction, other) });
  if (deciding && !deciding.certain) flight.assume(deciding.rule);
}

const NO_GROUPS: readonly string[] = [];

/** Who sent it, as far as a reference to a group can still tell. */
function sender(flight: Flight, endpoint: Endpoint): Peered | null {
  const { origin, identityLost, viaGroups } = flight;
  if (identityLost !== null) return { groups: viaGroups, kept: viaGroups.length > 0 };
  if (!origin.endpoint) return origin.vpc === endpoint.vpc ? null : { groups: NO_GROUPS, kept: false };
  return { groups: origin.endpoint.groups ?? NO_GROUPS, kept: true };
}

/** Whom it is for: known in the same VPC, and over a peering inside a Region (R22). */
function receiver({ view, goal, target }: Flight, endpoint: Endpoint): Peered | null {
  if (!goal.endpoint) return null;
  const own = goal.spans.some((span) => within(target, span));
  if (!own) return { groups: NO_GROUPS, kept: false };
  const near = goal.endpoint.vpc === endpoint.vpc || peered(view.part("peerings"), goal.endpoint.vpc, endpoint.vpc);
  return { groups: goal.endpoint.groups ?? NO_GROUPS, kept: near };
}

const byVpc = lookUpBy<ResourceOf<"peerings">>(({ requester_vpc, accepter_vpc }) => [requester_vpc, accepter_vpc]);

function peered(peerings: ReadonlyMap<string, ResourceOf<"peerings">>, a: string, b: string): boolean {
  return byVpc(peerings, a).some(
    ({ requester_vpc, accepter_vpc, state, requester_region, accepter_region }) =>
      (requester_vpc === b || accepter_vpc === b) && state === "active" && requester_region === accepter_region,
  );
}

/** Why no rule admits it. */
function refusal(
  flight: Flight,
  endpoint: Endpoint,
  direction: Direction,
  other: Peered | null,
): { rule: string; code: string } {
  const rule = `no ${direction} rule admits it`;
  const groups = endpoint.groups ?? NO_GROUPS;
  const rules = groups.flatMap((id) => {
    const group = flight.view.part("security_groups").get(id);
    return group ? compileGroup(group)[direction] : [];
  });
  const named = rules.some((each) => each.named.some((by) => by.groups.length > 0));
  if (named && direction === "ingress" && other?.kept === false && flight.identityLost !== null) {
    return { rule: `${rule}: one names a group, but ${flight.identityLost}`, code: "SG_REFERENCES_NOT_PRESERVED" };
  }
  const empty =
    !named &&
    rules.every(({ fixed }) => fixed.length === 0) &&
    admissions(flight.view, groups, endpoint.vpc, direction, other).length === 0;
  return { rule, code: empty ? "SG_HAS_NO_RULES" : "ENI_SG_RULES_MISMATCH" };
}
