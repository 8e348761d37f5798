import { type Attachment, type AttachmentFacts, placeAttachment, readPolicy } from "@trias/estate";
import { PlanError } from "../errors.ts";
import type { PolicyDocument } from "./core-network-policy.ts";

type Tags = Readonly<Record<string, string>>;
type Rule = NonNullable<PolicyDocument["attachment-policies"]>[number];

/** The fewest tags by which the policy, as it is, puts an attachment into the segment; null where no tag does. */
export function tagsInto(policy: PolicyDocument, attachment: AttachmentFacts, segment: string): Tags | null {
  const found = candidates(policy, segment)
    .map((tags) => Object.fromEntries(Object.entries(tags).filter(([key, value]) => attachment.tags[key] !== value)))
    .filter((tags) => {
      const placed = placeAttachment(policy, { ...attachment, tags: { ...attachment.tags, ...tags } });
      return placed.unknown === undefined && placed.segment === segment;
    });
  return found.toSorted((a, b) => Object.keys(a).length - Object.keys(b).length)[0] ?? null;
}

/** What each rule that leads into the segment would have an attachment tagged with. */
function candidates(policy: PolicyDocument, segment: string): Tags[] {
  return readPolicy(policy).rules.flatMap((rule) => {
    if (rule === null) return [];
    const { action } = rule;
    const wanted = rule.conditions.flatMap((condition): [string, string][] =>
      condition.type === "tag-value" && condition.operator === "equals" ? [[condition.key, condition.value]] : [],
    );
    if ("segment" in action) {
      if (action.segment !== segment) return [];
      return rule["condition-logic"] === "or"
        ? wanted.map((pair) => Object.fromEntries([pair]))
        : [Object.fromEntries(wanted)];
    }
    return "tag-value-of-key" in action
      ? [{ ...Object.fromEntries(wanted), [action["tag-value-of-key"]]: segment }]
      : [];
  });
}

/**
 * The document with one rule that puts exactly this resource into the segment, before any that would put it elsewhere. A rule that
 * names the same resource already is turned towards the segment instead.
 */
export function withRuleFor(
  policy: PolicyDocument,
  attachment: AttachmentFacts & Pick<Partial<Attachment>, "id">,
  segment: string,
  why: string,
): PolicyDocument {
  const rules = policy["attachment-policies"] ?? [];
  const action = { "association-method": "constant", segment };
  const own = rules.find((rule) => isOwnRule(rule, attachment.resource));
  const after =
    own === undefined
      ? [...rules, newRule(policy, rules, attachment, action, why)]
      : rules.map((rule) => (rule === own ? { ...rule, description: why, action } : rule));
  const document = { ...policy, "attachment-policies": after };
  const placed = placeAttachment(document, attachment);
  if (placed.unknown === undefined && placed.segment === segment) return document;
  throw new PlanError("not_applicable", `no rule can put \`${attachment.resource}\` into \`${segment}\``, {
    at: "$.attachment-policies",
    fix: placed.unknown ?? "the segment has no edge in its region, or the first rule is taken",
    remedy: "ask",
  });
}

function isOwnRule(rule: Rule, resource: string): boolean {
  const conditions = rule["conditions"];
  return (
    Array.isArray(conditions) &&
    conditions.length === 1 &&
    conditions[0].type === "resource-id" &&
    conditions[0].operator === "equals" &&
    conditions[0].value === resource
  );
}

function newRule(
  policy: PolicyDocument,
  rules: readonly Rule[],
  attachment: AttachmentFacts,
  action: Readonly<Record<string, string>>,
  why: string,
): Rule {
  return {
    "rule-number": numberBefore(rules, placeAttachment(policy, attachment).rule),
    description: why,
    "condition-logic": "or",
    conditions: [{ type: "resource-id", operator: "equals", value: attachment.resource }],
    action,
  };
}

/** A free number before the rule that decides now; where none does, behind all others. */
function numberBefore(rules: readonly Rule[], decides: number | null): number {
  const taken = new Set(rules.map((rule) => rule["rule-number"]));
  if (decides === null) {
    const next = Math.ceil((Math.max(0, ...taken) + 1) / 10) * 10;
    if (next <= 65_535) return next;
  }
  for (let number = (decides ?? 65_536) - 1; number >= 1; number -= 1) if (!taken.has(number)) return number;
  throw new PlanError("full", "the policy has no free number for another attachment rule", {
    at: "$.attachment-policies",
    fix: "remove rules that place nothing, or number them with gaps",
    remedy: "ask",
  });
}
