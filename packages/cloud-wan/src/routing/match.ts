import { type Cidr, contains, parseCidr, tryParseCidr } from "@trias/estate";
import type { MatchCondition, RoutingRule } from "../grammar/routing-policies.ts";
import type { RoutePath } from "./path.ts";

/** Entries of the prefix lists that routing policies name, by alias. */
export type PrefixLists = Readonly<Record<string, readonly string[]>>;

/** Whether a rule of a routing policy matches; null where the snapshot does not hold what it asks for. */
export function routingRuleMatches(rule: RoutingRule, path: RoutePath, lists: PrefixLists): boolean | null {
  const { "match-conditions": conditions, "condition-logic": logic } = rule["rule-definition"];
  const results = conditions.map((condition) => matches(condition, path, lists));
  if (logic === "and") return results.includes(false) ? false : results.includes(null) ? null : true;
  return results.includes(true) ? true : results.includes(null) ? null : false;
}

function matches(condition: MatchCondition, path: RoutePath, lists: PrefixLists): boolean | null {
  switch (condition.type) {
    case "prefix-equals":
      return parseCidr(condition.value).text === path.prefix.text;
    case "prefix-in-cidr":
      return inside(parseCidr(condition.value), path.prefix);
    case "prefix-in-prefix-list": {
      const entries = Object.hasOwn(lists, condition.value) ? lists[condition.value] : undefined;
      return entries === undefined ? null : entries.some((entry) => tryParseCidr(entry)?.text === path.prefix.text);
    }
    case "asn-in-as-path":
      if (path.asPath === null || path.asPath.includes("unknown"))
        return path.asPath?.includes(condition.value) || null;
      return path.asPath.includes(condition.value);
    case "community-in-list":
      return condition.value.some((community) => path.communities.includes(community));
    case "med-equals":
      return path.med === condition.value;
  }
}

/** `prefix-in-cidr` leaves the block itself out (aws-domain A2). */
function inside(outer: Cidr, inner: Cidr): boolean {
  return contains(outer, inner) && inner.prefix > outer.prefix;
}
