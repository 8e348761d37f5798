import { need, type PrefixList } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { inserted } from "../canonical-order.ts";
import { replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { cidrField } from "../fields.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";

const entries = z.array(z.strictObject({ cidr: cidrField, description: z.string().max(255) })).max(100);
const parameters = z
  .strictObject({
    add: entries,
    remove: z.array(cidrField).max(100),
    /** The version that the plan was made on; the way back goes without, because others may have changed other entries since. */
    expected_version: z.int().min(1).optional(),
  })
  .refine((given) => given.add.length + given.remove.length > 0, { error: "expected an entry to add or to remove" });
type ModifyPrefixList = z.infer<typeof parameters>;

export const modifyPrefixList: ActionDefinition<ModifyPrefixList> = {
  name: "modify_prefix_list",
  part: "prefix_lists",
  creates: false,
  parameters,
  api: ["ec2:ModifyManagedPrefixList"],
  changes(estate, target, given) {
    const found = need(estate, "prefix_lists", target);
    if (given.expected_version !== undefined && given.expected_version !== found.version) {
      throw new PlanError("version_conflict", `the prefix list \`${target}\` is at version ${found.version}`, {
        at: `prefix_lists.${target}.version`,
        fix: `version ${given.expected_version} was expected: plan again`,
        remedy: "retry",
      });
    }
    return [replaced("prefix_lists", found, { entries: edited(found, given), version: found.version + 1 })];
  },
  touches: (_estate, target) => [ref("prefix_lists", target)],
  inverse(before, target, given) {
    const found = need(before, "prefix_lists", target);
    return inverseAction("modify_prefix_list", target, {
      add: found.entries.filter((item) => given.remove.includes(item.cidr)),
      remove: given.add.map((item) => item.cidr),
    });
  },
  describe(target, { add, remove }) {
    const parts = [
      add.length > 0 ? `add ${add.map((item) => item.cidr).join(", ")} to` : null,
      remove.length > 0 ? `remove ${remove.join(", ")} from` : null,
    ];
    return `${parts.filter((part) => part !== null).join(" and ")} the prefix list \`${target}\``;
  },
  seconds: 5,
};

function edited(found: PrefixList, { add, remove }: ModifyPrefixList): PrefixList["entries"] {
  for (const cidr of remove) {
    if (!found.entries.some((item) => item.cidr === cidr)) {
      throw new PlanError("absent", `the prefix list \`${found.id}\` has no entry \`${cidr}\``, {
        at: `prefix_lists.${found.id}.entries`,
        fix: "leave it out of the plan",
      });
    }
  }
  const kept = found.entries.filter((item) => !remove.includes(item.cidr));
  for (const [i, { cidr }] of add.entries()) {
    if ([...kept, ...add.slice(0, i)].some((item) => item.cidr === cidr)) {
      throw new PlanError("already_exists", `the prefix list \`${found.id}\` has \`${cidr}\` already`, {
        at: `prefix_lists.${found.id}.entries`,
        fix: "leave it out of the plan",
      });
    }
  }
  if (kept.length + add.length > found.max_entries) {
    throw new PlanError("full", `the prefix list \`${found.id}\` holds at most ${found.max_entries} entries`, {
      at: `prefix_lists.${found.id}.max_entries`,
      fix: "remove what has expired, or have the list made larger",
      remedy: "ask",
    });
  }
  return inserted(kept, add);
}
