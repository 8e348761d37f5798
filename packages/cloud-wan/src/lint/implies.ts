import type { AttachmentRule, Condition } from "../grammar/attachment-policies.ts";

/** Whether every attachment that one rule matches is matched by another; false where it can't be told from the conditions alone. */
export function implies(rule: AttachmentRule, other: AttachmentRule): boolean {
  const ways = rule["condition-logic"] === "and" ? [rule.conditions] : rule.conditions.map((condition) => [condition]);
  return ways.every((way) => {
    const held = (condition: Condition) => way.some((given) => conditionImplies(given, condition));
    return other["condition-logic"] === "and" ? other.conditions.every(held) : other.conditions.some(held);
  });
}

/** Two conditions of one `and` that no attachment fulfils together, or null. */
export function contradiction(rule: AttachmentRule): readonly [Condition, Condition] | null {
  if (rule["condition-logic"] !== "and") return null;
  const required = rule.conditions.filter((each) => "operator" in each && each.operator === "equals");
  for (const [i, one] of required.entries()) {
    for (const two of required.slice(i + 1)) {
      if (subject(one) === subject(two) && textOf(one) !== textOf(two)) return [one, two];
    }
  }
  return null;
}

function conditionImplies(given: Condition, wanted: Condition): boolean {
  if (wanted.type === "any") return true;
  if (wanted.type === "tag-name" || given.type === "tag-name") return false;
  if (wanted.type === "tag-exists") {
    if (given.type === "tag-exists") return given.key === wanted.key;
    return given.type === "tag-value" && given.key === wanted.key && given.operator !== "not-equals";
  }
  if (subject(given) !== subject(wanted) || !("operator" in given)) return false;
  const [value, other] = [textOf(given), textOf(wanted)];
  if (given.operator === wanted.operator) {
    if (value === other) return true;
    return given.operator === "begins-with"
      ? value.startsWith(other)
      : given.operator === "contains" && value.includes(other);
  }
  switch (wanted.operator) {
    case "begins-with":
      return given.operator === "equals" && value.startsWith(other);
    case "contains":
      return (given.operator === "equals" || given.operator === "begins-with") && value.includes(other);
    case "not-equals":
      return given.operator === "equals" && value !== other;
    case "equals":
      return false;
  }
}

function subject(condition: Condition): string {
  const type = condition.type === "account" ? "account-id" : condition.type;
  return "key" in condition ? `${type} ${condition.key ?? ""}` : type;
}

function textOf(condition: Condition): string {
  const value = "value" in condition ? (condition.value ?? "") : "";
  return value === "vpn" && condition.type === "attachment-type" ? "site-to-site-vpn" : value;
}
