import { type FirewallVerdict, firewallVerdict } from "../firewalls.ts";
import { perParts, type View } from "../view.ts";

/** What an inspection VPC does with packets, in sum: for differences between segments, which follow no single packet. */
export interface Inspection {
  /** Equal for equal contents. */
  readonly key: string;
  readonly group: string;
  readonly vpc: string;
  readonly verdict: FirewallVerdict;
  /** Whether the VPC has a way to the internet. */
  readonly exit: boolean;
}

/** The same object where nothing that inspections are made of differs. */
export const inspectionsIn = perParts(
  ["firewalls", "firewall_rule_groups", "prefix_lists", "route_tables", "internet_gateways"],
  (_view): Map<string, Inspection> => new Map(),
);

/** The sum of what stands in the VPC of a group's attachment. */
export function inspectionOf(view: View, group: string, vpc: string): Inspection {
  const kept = inspectionsIn(view);
  const key = `${group} ${vpc}`;
  const known = kept.get(key);
  if (known) return known;
  const verdict = firewallVerdict(view, vpc);
  const unsure = (["route_tables", "internet_gateways"] as const)
    .filter((part) => view.unknown(part))
    .map((part) => `${part} are unknown`);
  const unmodelled = [...verdict.unmodelled, ...unsure];
  const exit = unsure.length > 0 || hasExit(view, vpc);
  const blocked = verdict.blocked.map(({ family, first, last }) => `${family} ${first} ${last}`);
  const made = {
    key: JSON.stringify([group, vpc, blocked, unmodelled, exit]),
    group,
    vpc,
    verdict: { ...verdict, unmodelled },
    exit,
  };
  kept.set(key, made);
  return made;
}

function hasExit(view: View, vpc: string): boolean {
  for (const table of view.part("route_tables").values()) {
    if (table.vpc !== vpc) continue;
    for (const { target } of table.routes) {
      if (target.type === "internet-gateway" && view.part("internet_gateways").get(target.id)?.vpc === vpc) return true;
    }
  }
  return false;
}
