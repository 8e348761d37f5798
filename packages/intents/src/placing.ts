import { type Attachment, type CoreNetwork, type Estate, list, placeAttachment, readPolicy } from "@trias/estate";
import { appended, same, strayKey } from "./comparing.ts";
import { outsidePolicy } from "./policy-change.ts";

/** What may be placed, and where: one resource, into one segment by its policy name. */
export interface Placing {
  readonly resource: string;
  readonly segment: string;
  readonly estate: Estate;
}

/** One rule that names the resource and nothing else, new or turned from another segment; every other rule stays. */
export function placingRule(placing: Placing, before: CoreNetwork | null, after: CoreNetwork | null): string | null {
  const outside = outsidePolicy(before, after, ["attachment-policies"]);
  if (outside !== null || before === null || after === null) return outside;
  const kept = (before.policy["attachment-policies"] ?? []).filter((rule) => !isOwn(placing, rule));
  const added = appended(kept, after.policy["attachment-policies"] ?? []);
  if (added === null) return "an attachment rule that exists is changed, moved or removed";
  const [rule, ...more] = added;
  if (rule === undefined || more.length > 0)
    return `${added.length} rules place attachments anew, and one was asked for`;
  return ruleItself(placing, rule) ?? othersStay(placing, before, after);
}

function ruleItself({ resource, segment }: Placing, rule: Readonly<Record<string, unknown>>): string | null {
  const stray = strayKey({}, rule, ["rule-number", "description", "condition-logic", "conditions", "action"]);
  if (stray !== null) return `\`${stray}\` of the attachment rule is not known`;
  const action = { "association-method": "constant", segment };
  if (!same(rule["action"], action) && !same(rule["action"], { ...action, "require-acceptance": true })) {
    return `the attachment rule does not place into \`${segment}\``;
  }
  return namesOnly(resource, rule) ? null : `the attachment rule could place more than \`${resource}\``;
}

/** INVARIANT: a rule whose one condition is the id of the resource can't take anything else, now or later. */
function namesOnly(resource: string, rule: Readonly<Record<string, unknown>>): boolean {
  return same(rule["conditions"], [{ type: "resource-id", operator: "equals", value: resource }]);
}

function isOwn({ resource }: Placing, rule: Readonly<Record<string, unknown>>): boolean {
  return namesOnly(resource, rule);
}

/** Whatever the numbers of the rules: nobody else is placed otherwise than before. */
function othersStay({ resource, estate }: Placing, before: CoreNetwork, after: CoreNetwork): string | null {
  const moved = list(estate, "attachments").find((each) => {
    if (each.resource === resource || each.core_network !== before.id) return false;
    return !same(placeAttachment(before.policy, each), placeAttachment(after.policy, each));
  });
  return moved === undefined ? null : `\`${moved.id}\` would be placed otherwise, and it was not named`;
}

/** Tags that decide where the policy puts an attachment; any other may mean more, such as its environment. */
export function placingTags(network: CoreNetwork): ReadonlySet<string> {
  const keys = readPolicy(network.policy).rules.flatMap((rule) => {
    if (rule === null) return [];
    const conditions = rule.conditions.flatMap((condition) => (condition.type === "tag-value" ? [condition.key] : []));
    return "tag-value-of-key" in rule.action ? [...conditions, rule.action["tag-value-of-key"]] : conditions;
  });
  return new Set(keys);
}

/** The first tag of `after` that differs and does not decide about the place. */
export function strayTag(network: CoreNetwork, before: Attachment["tags"], after: Attachment["tags"]): string | null {
  return strayKey(before, after, [...placingTags(network)]);
}
