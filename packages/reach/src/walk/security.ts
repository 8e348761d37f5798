import { lookUpBy, type ResourceOf } from "@trias/estate";
import type { Endpoint } from "../endpoints.ts";
import { type Admission, admissions, type Peered } from "../groups.ts";
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
  const rules = admissions(flight.view, endpoint.groups, endpoint.vpc, direction, other);
  const end = direction === "ingress" ? "source" : "target";
  flight.cutAt(
    rules.map(({ span }) => span),
    end,
  );
  const span = end === "source" ? flight.source : flight.target;
  const packets = flight.possible.services;
  let possible: Services = NO_SERVICES;
  let certain: Services = NO_SERVICES;
  let deciding: Admission | null = null;
  for (const rule of rules) {
    if (!within(span, rule.span)) continue;
    possible = unite(possible, rule.services);
    if (rule.certain) certain = unite(certain, rule.services);
    if ((deciding === null || (rule.certain && !deciding.certain)) && !isEmpty(intersect(rule.services, packets)))
      deciding = rule;
  }
  const hop = { at: "security group", resource: endpoint.groups.join(", ") };
  if (deciding) flight.pass({ ...hop, rule: deciding.rule }, possible, certain);
  else flight.block({ ...hop, ...refusal(flight, endpoint, rules, direction, other) });
  if (deciding && !deciding.certain) flight.assume(deciding.rule);
}

/** Who sent it, as far as a reference to a group can still tell. */
function sender(flight: Flight, endpoint: Endpoint): Peered | null {
  const { origin, identityLost, viaGroups } = flight;
  if (identityLost !== null) return { groups: viaGroups, kept: viaGroups.length > 0 };
  if (!origin.endpoint) return origin.vpc === endpoint.vpc ? null : { groups: [], kept: false };
  return { groups: origin.endpoint.groups ?? [], kept: true };
}

/** Whom it is for: known in the same VPC, and over a peering inside a Region (R22). */
function receiver({ view, goal, target }: Flight, endpoint: Endpoint): Peered | null {
  if (!goal.endpoint) return null;
  const own = goal.spans.some((span) => within(target, span));
  const near = goal.endpoint.vpc === endpoint.vpc || peered(view.part("peerings"), goal.endpoint.vpc, endpoint.vpc);
  return { groups: goal.endpoint.groups ?? [], kept: own && near };
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
  { groups }: Endpoint,
  rules: readonly Admission[],
  direction: Direction,
  other: Peered | null,
): { rule: string; code: string } {
  const rule = `no ${direction} rule admits it`;
  const named = (groups ?? []).some((id) =>
    flight.view
      .part("security_groups")
      .get(id)
      ?.[direction].some((each) => each.groups.length > 0),
  );
  if (named && direction === "ingress" && other?.kept === false && flight.identityLost !== null) {
    return { rule: `${rule}: one names a group, but ${flight.identityLost}`, code: "SG_REFERENCES_NOT_PRESERVED" };
  }
  return { rule, code: rules.length === 0 && !named ? "SG_HAS_NO_RULES" : "ENI_SG_RULES_MISMATCH" };
}
