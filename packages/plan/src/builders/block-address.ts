import { type Estate, list, parseCidr } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

/** The Suricata variable whose addresses the firewalls drop, both ways. */
const BLOCK_VARIABLE = "trias_block";

export interface BlockOptions {
  /** RFC 3339; written into the entry, so that who looks at the list sees when it may go. */
  readonly expires?: string;
}

/** Puts one address onto the block list of every region, and cuts what it has open at each firewall. */
export function buildBlockAddress(estate: Estate, address: string, { expires }: BlockOptions = {}): BuiltPlan {
  const cidr = oneAddress(address);
  const groups = list(estate, "firewall_rule_groups").filter((group) =>
    Object.hasOwn(group.references, BLOCK_VARIABLE),
  );
  const lists = new Set(groups.flatMap((group) => group.references[BLOCK_VARIABLE] ?? []));
  if (lists.size === 0) {
    throw new PlanError("not_applicable", `no firewall drops what a list \`${BLOCK_VARIABLE}\` holds`, {
      at: "firewall_rule_groups",
      fix: "give the firewalls the block rule group first",
      remedy: "ask",
    });
  }
  const draft = startDraft(estate);
  const description = expires === undefined ? "trias block" : `trias block until ${expires}`;
  for (const found of list(estate, "prefix_lists").filter(({ id }) => lists.has(id))) {
    if (found.entries.some((entry) => entry.cidr === cidr)) continue;
    const parameters = { add: [{ cidr, description }], remove: [], expected_version: found.version };
    draft.step("modify_prefix_list", found.id, parameters);
  }
  const blocking = new Set(groups.map(({ id }) => id));
  if (draft.estate() !== estate) {
    for (const firewall of list(estate, "firewalls")) {
      if (firewall.rule_groups.some((id) => blocking.has(id)))
        draft.step("flush_flows", firewall.id, { addresses: [cidr] });
    }
  }
  return draft.done(`block ${cidr} at every firewall`);
}

function oneAddress(text: string): string {
  const cidr = parseCidr(text);
  if (cidr.first === cidr.last) return cidr.text;
  throw new PlanError("not_applicable", `\`${text}\` is a range, not one address`, {
    at: "address",
    fix: "a wider block needs evidence for each address in it",
    remedy: "ask",
  });
}
