import type { AttachmentRule, Condition, Operator } from "../grammar/attachment-policies.ts";
import { type CoreAttachment, edgesOf } from "./attachment.ts";

/** Whether a rule matches an attachment: true, false, or null where nothing that AWS says decides it. */
export function ruleMatches(rule: AttachmentRule, attachment: CoreAttachment): boolean | null {
  const results = rule.conditions.map((condition) => holds(condition, attachment));
  if (rule["condition-logic"] === "and") return results.includes(false) ? false : results.includes(null) ? null : true;
  return results.includes(true) ? true : results.includes(null) ? null : false;
}

export function holds(condition: Condition, attachment: CoreAttachment): boolean | null {
  switch (condition.type) {
    case "any":
      return true;
    case "tag-name":
      return null;
    case "tag-exists":
      return tagOf(attachment, condition.key) !== undefined;
    case "tag-value": {
      const value = tagOf(attachment, condition.key);
      // AWS does not say whether `not-equals` holds for a tag that isn't there.
      if (value === undefined) return condition.operator === "not-equals" ? null : false;
      return compare(condition.operator, value, condition.value);
    }
    case "account-id":
    case "account":
      return compare(condition.operator, attachment.account, condition.value);
    case "region": {
      const results = edgesOf(attachment).map((edge) => compare(condition.operator, edge, condition.value));
      return results.every((result) => result === results[0]) ? (results[0] ?? null) : null;
    }
    case "resource-id":
      return compare(condition.operator, attachment.resource, condition.value);
    case "attachment-type":
      return attachment.type === (condition.value === "vpn" ? "site-to-site-vpn" : condition.value);
  }
}

/** Tags are read from the attachment, not from the VPC behind it (aws-domain A2). */
export function tagOf(attachment: CoreAttachment, key: string): string | undefined {
  return Object.hasOwn(attachment.tags, key) ? attachment.tags[key] : undefined;
}

function compare(operator: Operator, value: string, given: string): boolean {
  switch (operator) {
    case "equals":
      return value === given;
    case "not-equals":
      return value !== given;
    case "contains":
      return value.includes(given);
    case "begins-with":
      return value.startsWith(given);
  }
}
