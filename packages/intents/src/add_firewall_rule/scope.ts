import {
  contains,
  type Estate,
  list,
  type PrefixList,
  parseCidr,
  type ResourceChange,
  tryParseCidr,
} from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import { appended, strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";
import { blockedAddress } from "./block.ts";

/** The variable by which a rule group drops what a prefix list holds. */
export const BLOCK_REFERENCE = "trias_block";

export function addFirewallRuleScope(intent: Intent, before: Estate): Scope {
  return addFirewallRulesScope([intent], before);
}

export function addFirewallRulesScope(intents: readonly Intent[], before: Estate): Scope {
  const addresses = new Set<string>();
  for (const intent of intents) {
    const address = blockedAddress(intent);
    if (address === null) {
      return permitsNothing(
        "nothing: only the block of one address is available",
        "this firewall rule is not available yet",
      );
    }
    addresses.add(address);
  }
  const named = [...addresses].map((address) => `\`${address}\``).join(", ");
  return {
    summary: `${named} and nothing wider onto the firewalls' block lists`,
    change: (change) => blockChange(addresses, named, before, change),
    opened: (flow) => `blocking ${named} opens nothing, and \`${flow.from}\` would reach \`${flow.to}\``,
    closed: (flow) => closedFlow(addresses, named, flow),
  };
}

function blockChange(
  addresses: ReadonlySet<string>,
  named: string,
  estate: Estate,
  change: ResourceChange,
): string | null {
  if (change.part !== "prefix_lists") return `\`${change.id}\` of \`${change.part}\` is no block list`;
  const { before, after } = change;
  if (before === null || after === null) return "a block list is neither made nor deleted";
  if (!isBlockList(estate, after)) return `no firewall drops what \`${after.id}\` holds`;
  const stray = strayKey(before, after, ["entries", "version"]);
  if (stray !== null) return `\`${stray}\` of the block list \`${after.id}\` changes`;
  const added = appended(before.entries, after.entries);
  if (added === null) return `an entry of the block list \`${after.id}\` is changed or removed`;
  const wide = added.find((entry) => !addresses.has(entry.cidr));
  return wide === undefined ? null : `\`${wide.cidr}\` is blocked, and ${named} was asked for`;
}

/** INVARIANT: only a list behind the block variable: an entry on a list that lets traffic pass would open, not block. */
function isBlockList(estate: Estate, { id }: PrefixList): boolean {
  const uses = list(estate, "firewall_rule_groups").flatMap((group) =>
    Object.entries(group.references).filter(([, listed]) => listed === id),
  );
  const grouped = list(estate, "security_groups").some((group) =>
    [...group.ingress, ...group.egress].some((rule) => rule.prefix_lists.includes(id)),
  );
  return !grouped && uses.length > 0 && uses.every(([name]) => name === BLOCK_REFERENCE);
}

function closedFlow(addresses: ReadonlySet<string>, named: string, { from, to }: Flow): string | null {
  const own = [from, to].some((end) => isOnly(addresses, end));
  return own ? null : `\`${from}\` would no longer reach \`${to}\`, and neither is ${named}`;
}

/** Whether an end of a flow is made of these addresses alone; neighbours are reported as one range. */
function isOnly(addresses: ReadonlySet<string>, end: string): boolean {
  const range = tryParseCidr(end);
  if (range === null || range.last - range.first >= BigInt(addresses.size)) return false;
  const inside = [...addresses].filter((address) => contains(range, parseCidr(address)));
  return BigInt(inside.length) === range.last - range.first + 1n;
}
