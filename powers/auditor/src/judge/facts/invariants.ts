import type { PartName } from "@trias/estate";
import { brokenInvariants, type Charter, type Facts } from "@trias/policy";
import type { Concern } from "@trias/protocol";
import type { ReachEngine } from "@trias/reach";
import type { Effects } from "../3-effects.ts";
import { warned } from "../concern.ts";

export interface InvariantFacts {
  readonly violations: Facts["invariant_violations"];
  /** Invariants about places that the estate does not have. */
  readonly concerns: readonly Concern[];
}

/** Parts that say which way packets take. */
const WAYS: ReadonlySet<PartName> = new Set([
  "core_networks",
  "attachments",
  "vpcs",
  "subnets",
  "route_tables",
  "internet_gateways",
  "egress_only_gateways",
  "nat_gateways",
  "firewalls",
  "transit_gateways",
  "transit_gateway_attachments",
  "transit_gateway_route_tables",
  "peerings",
  "endpoints",
]);

/**
 * Which of the charter's invariants do not hold afterwards, and whether they held before. A plan that opens nothing can't break a
 * `never`; one that moves a flow to another way, past a firewall, opens nothing either.
 */
export function invariantFacts(effects: Effects, charter: Charter, reach: ReachEngine): InvariantFacts {
  const { before, after, opened, changes } = effects;
  const moves =
    changes.some(({ part }) => WAYS.has(part)) && charter.invariants.some(({ rule }) => rule === "inspected");
  if (opened.length === 0 && !moves) return { violations: [], concerns: [] };
  const now = brokenInvariants(after, charter, reach);
  const concerns = now.nowhere
    .slice(0, 20)
    .map(({ invariant, place }) =>
      warned("invariant.no_place", `it names a place that the estate does not have: ${place}`, invariant),
    );
  if (now.violations.length === 0) return { violations: [], concerns };
  const stood = new Set(brokenInvariants(before, charter, reach).violations.map(keyOf));
  const violations = now.violations.map((each) => ({ ...each, new: !stood.has(keyOf(each)) })).slice(0, 500);
  return { violations, concerns };
}

function keyOf({ invariant, flow }: { readonly invariant: string; readonly flow: string }): string {
  return `${invariant} ${flow}`;
}
