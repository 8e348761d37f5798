import { type PolicyDocument, readPolicy } from "./policy.ts";
import type { AttachmentRule, Condition } from "./policy-grammar.ts";
import type { Attachment } from "./resources.ts";

/** Where the policy puts an attachment: a segment, a network function group, or neither (then it is available and dark). */
export interface Placement {
  /** By its policy name. */
  readonly segment: string | null;
  readonly network_function_group: string | null;
  /** Number of the rule that decides; null where none matches. */
  readonly rule: number | null;
  readonly require_acceptance: boolean;
  /** Why the answer can't be known; then nothing else of this value may be relied on. */
  readonly unknown?: string;
}

/** What of an attachment the rules look at. */
export type AttachmentFacts = Pick<Attachment, "type" | "resource" | "region" | "account" | "tags">;

const NOWHERE: Placement = { segment: null, network_function_group: null, rule: null, require_acceptance: false };

/** Evaluates the attachment rules in the order of their numbers; the first that matches decides. */
export function placeAttachment(document: PolicyDocument, attachment: AttachmentFacts): Placement {
  const policy = readPolicy(document);
  // INVARIANT: a rule that can't be read may be the first to match, so that no later one may answer in its place.
  if (policy.rules.includes(null))
    return { ...NOWHERE, unknown: "the policy has attachment rules that are not modelled" };
  const rules = policy.rules.flatMap((rule) => (rule ? [rule] : []));
  for (const rule of rules.toSorted((a, b) => a["rule-number"] - b["rule-number"])) {
    const matched = matches(rule, attachment);
    if (matched === null) {
      return { ...NOWHERE, unknown: `rule ${rule["rule-number"]} can't be decided for this attachment` };
    }
    if (matched) return outcome(document, rule, attachment);
  }
  return NOWHERE;
}

/** True, false, or null where it can't be decided. */
function matches(rule: AttachmentRule, attachment: AttachmentFacts): boolean | null {
  const results = rule.conditions.map((condition) => holds(condition, attachment));
  if (results.length === 1) return results[0] ?? null;
  switch (rule["condition-logic"]) {
    case "and":
      return results.includes(false) ? false : results.includes(null) ? null : true;
    case "or":
      return results.includes(true) ? true : results.includes(null) ? null : false;
    default:
      return null;
  }
}

function holds(condition: Condition, attachment: AttachmentFacts): boolean | null {
  switch (condition.type) {
    case "any":
      return true;
    case "tag-exists":
      return Object.hasOwn(attachment.tags, condition.key);
    case "tag-value": {
      const value = Object.hasOwn(attachment.tags, condition.key) ? attachment.tags[condition.key] : undefined;
      // AWS does not say whether `not-equals` holds for a tag that isn't there.
      if (value === undefined) return condition.operator === "not-equals" ? null : false;
      return compare(condition.operator, value, condition.value);
    }
    case "account-id":
    case "account":
      return compare(condition.operator, attachment.account, condition.value);
    case "region":
      return compare(condition.operator, attachment.region, condition.value);
    case "resource-id":
      return compare(condition.operator, attachment.resource, condition.value);
    case "attachment-type":
      return attachment.type === (condition.value === "vpn" ? "site-to-site-vpn" : condition.value);
  }
}

function compare(
  operator: "equals" | "not-equals" | "contains" | "begins-with",
  value: string,
  with_: string,
): boolean {
  switch (operator) {
    case "equals":
      return value === with_;
    case "not-equals":
      return value !== with_;
    case "contains":
      return value.includes(with_);
    case "begins-with":
      return value.startsWith(with_);
  }
}

function outcome(document: PolicyDocument, rule: AttachmentRule, attachment: AttachmentFacts): Placement {
  const policy = readPolicy(document);
  const { action } = rule;
  const base = { ...NOWHERE, rule: rule["rule-number"] };
  if ("add-to-network-function-group" in action) {
    const group = policy.groups.find((candidate) => candidate?.name === action["add-to-network-function-group"]);
    if (!group) return base;
    const required = group["require-attachment-acceptance"] ?? true;
    return {
      ...base,
      network_function_group: group.name,
      require_acceptance: required || action["require-acceptance"] === true,
    };
  }
  const tag = "segment" in action ? undefined : action["tag-value-of-key"];
  const name =
    "segment" in action
      ? action.segment
      : tag && Object.hasOwn(attachment.tags, tag)
        ? attachment.tags[tag]
        : undefined;
  const segment = policy.segments.find((candidate) => candidate?.name === name);
  const edges = segment?.["edge-locations"];
  if (!segment || (edges && !edges.includes(attachment.region))) return base;
  const required = segment["require-attachment-acceptance"] ?? true;
  return { ...base, segment: segment.name, require_acceptance: required || action["require-acceptance"] === true };
}
