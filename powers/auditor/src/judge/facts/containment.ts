import { type Estate, get, isKnown, list, type PrefixList } from "@trias/estate";
import { BLOCK_REFERENCE } from "@trias/intents";
import { type Charter, type Facts, isOneAddress, neverListed, threatListed } from "@trias/policy";
import type { ResourceRef } from "@trias/protocol";
import type { Effects } from "../3-effects.ts";

/** Actions that can only take reachability away; what they really do is still read from the simulation. */
const LIMITING: ReadonlySet<string> = new Set([
  "create_security_group",
  "revoke_security_group_rules",
  "quarantine_interface",
  "modify_interface_groups",
  "create_network_acl_entry",
  "delete_network_acl_entry",
  "modify_prefix_list",
  "flush_flows",
]);

/** Every step isolates, blocks or limits, and nothing becomes newly reachable. */
export function isContainment({ steps, opened }: Effects): boolean {
  return opened.length === 0 && steps.every(({ simulated }) => LIMITING.has(simulated.action.definition.name));
}

/** Addresses that the plan puts onto a list which firewalls drop. */
export function blockedAddresses({ steps, before, after }: Effects): string[] {
  const lists = new Set([...blockLists(before), ...blockLists(after)]);
  const added = steps.flatMap(({ simulated }) =>
    simulated.changes.flatMap((change) =>
      change.part === "prefix_lists" && lists.has(change.id) ? newEntries(change.before, change.after) : [],
    ),
  );
  return [...new Set(added)];
}

function blockLists(estate: Estate): string[] {
  if (!isKnown(estate, "firewall_rule_groups")) return [];
  return list(estate, "firewall_rule_groups").flatMap(({ references }) => references[BLOCK_REFERENCE] ?? []);
}

function newEntries(before: PrefixList | null, after: PrefixList | null): string[] {
  const known = new Set(before?.entries.map(({ cidr }) => cidr));
  return (after?.entries ?? []).map(({ cidr }) => cidr).filter((cidr) => !known.has(cidr));
}

export function blockFacts(
  addresses: readonly string[],
  charter: Charter,
  now: string,
): Pick<Facts, "intelligence_agrees" | "never_list_hits" | "wide_blocks"> {
  return {
    intelligence_agrees: addresses.length > 0 && addresses.every((cidr) => threatListed(charter, cidr, now)),
    never_list_hits: addresses.flatMap((address) => {
      const reason = neverListed(charter, address);
      return reason === null ? [] : [{ address, reason }];
    }),
    wide_blocks: addresses.filter((cidr) => !isOneAddress(cidr)),
  };
}

/** Instances that the plan cuts off and without which a load balancer has no running target left. */
export function lastHealthyTargets({ steps, before, after }: Effects): ResourceRef[] {
  const cut = new Set(
    steps.flatMap(({ simulated }) =>
      simulated.changes.flatMap((change) => {
        if (change.part === "interfaces" && change.before?.instance) return [change.before.instance];
        return change.part === "instances" && change.before ? [change.id] : [];
      }),
    ),
  );
  if (cut.size === 0 || !isKnown(before, "load_balancers")) return [];
  const last = list(before, "load_balancers")
    .flatMap(({ listeners }) => listeners)
    .filter(({ targets }) => targets.some((id) => cut.has(id)))
    .filter(({ targets }) => !targets.some((id) => !cut.has(id) && runs(after, id)))
    .flatMap(({ targets }) => targets.filter((id) => cut.has(id)));
  return [...new Set(last)].map((id) => ({ part: "instances", id }));
}

function runs(estate: Estate, id: string): boolean {
  return isKnown(estate, "instances") && get(estate, "instances", id)?.state === "running";
}
