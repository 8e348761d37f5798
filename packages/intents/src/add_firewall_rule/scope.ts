import { type Estate, list, type PrefixList, type ResourceChange } from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import { appended, strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";
import { blockedAddress } from "./block.ts";

/** The variable by which a rule group drops what a prefix list holds. */
export const BLOCK_REFERENCE = "trias_block";

export function addFirewallRuleScope(intent: Intent, before: Estate): Scope {
  const address = blockedAddress(intent);
  if (address === null) {
    return permitsNothing(
      "nothing: only the block of one address is available",
      "this firewall rule is not available yet",
    );
  }
  return {
    summary: `\`${address}\` and nothing wider onto the firewalls' block lists`,
    change: (change) => blockChange(address, before, change),
    opened: (flow) => `blocking \`${address}\` opens nothing, and \`${flow.from}\` would reach \`${flow.to}\``,
    closed: (flow) => closedFlow(address, flow),
  };
}

function blockChange(address: string, estate: Estate, change: ResourceChange): string | null {
  if (change.part !== "prefix_lists") return `\`${change.id}\` of \`${change.part}\` is no block list`;
  const { before, after } = change;
  if (before === null || after === null) return "a block list is neither made nor deleted";
  if (!isBlockList(estate, after)) return `no firewall drops what \`${after.id}\` holds`;
  const stray = strayKey(before, after, ["entries", "version"]);
  if (stray !== null) return `\`${stray}\` of the block list \`${after.id}\` changes`;
  const added = appended(before.entries, after.entries);
  if (added === null) return `an entry of the block list \`${after.id}\` is changed or removed`;
  const wide = added.find((entry) => entry.cidr !== address);
  return wide === undefined ? null : `\`${wide.cidr}\` is blocked, and \`${address}\` was asked for`;
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

function closedFlow(address: string, { from, to }: Flow): string | null {
  const bare = address.slice(0, address.indexOf("/"));
  const own = [from, to].some((end) => end === address || end === bare);
  return own ? null : `\`${from}\` would no longer reach \`${to}\`, and neither is \`${bare}\``;
}
