import { parseCidr } from "@trias/estate";
import type { RoutingAction, RoutingPolicy } from "../grammar/routing-policies.ts";
import { type PrefixLists, routingRuleMatches } from "./match.ts";
import type { RoutePath } from "./path.ts";

/** A routing policy with its path into the document. */
export interface NumberedPolicy {
  readonly policy: RoutingPolicy;
  readonly path: string;
}

/** What a scope allows its routing policies to do, and where it stands. */
export interface Scope {
  /** Edge at which it acts. */
  readonly edge: string;
  /** A VPC attachment supports filtering only. */
  readonly filterOnly: boolean;
  /** Only an advertisement to a BGP peer can be summarized. */
  readonly summarizes: boolean;
  readonly lists: PrefixLists;
}

export type Applied = { readonly path: RoutePath } | { readonly path: null; readonly droppedBy: string };

/**
 * Runs the policies of one scope over a route, by number, then each one's rules by number (R73): `allow` and `drop` end it
 * for all of them, the rest changes the route and goes on, and what nothing ends is let through.
 */
export function applyRoutingPolicies(policies: readonly NumberedPolicy[], route: RoutePath, scope: Scope): Applied {
  let path = route;
  let perhapsAllowed: string | null = null;
  for (const { policy, path: at } of inOrder(policies, ({ policy: each }) => each["routing-policy-number"])) {
    const rules = policy["routing-policy-rules"].map((rule, i) => ({ rule, at: `${at}.routing-policy-rules[${i}]` }));
    for (const { rule, at: rulePath } of inOrder(rules, (each) => each.rule["rule-number"])) {
      const { action } = rule["rule-definition"];
      const matched = routingRuleMatches(rule, path, scope.lists);
      if (matched === false) continue;
      if (action.type === "drop") {
        if (matched && perhapsAllowed === null) return { path: null, droppedBy: rulePath };
        path = doubting(
          path,
          `\`${rulePath}\` may drop it: the snapshot does not hold what ${matched ? `\`${perhapsAllowed}\`` : "it"} asks for`,
        );
      } else if (action.type === "allow") {
        if (matched) return { path: ruled(path, rulePath) };
        perhapsAllowed = rulePath;
      } else if (matched) {
        path = changed(path, action, rulePath, scope);
      } else {
        path = doubting(path, `\`${rulePath}\` may change it: the snapshot does not hold what it asks for`);
      }
    }
  }
  return { path };
}

function inOrder<T>(items: readonly T[], number: (item: T) => number): readonly T[] {
  return items.length < 2 ? items : items.toSorted((a, b) => number(a) - number(b));
}

function ruled(path: RoutePath, rule: string): RoutePath {
  return { ...path, rules: [...path.rules, rule] };
}

export function doubting(path: RoutePath, doubt: string): RoutePath {
  return { ...path, doubts: [...path.doubts, doubt] };
}

function changed(
  before: RoutePath,
  action: Exclude<RoutingAction, { type: "allow" | "drop" }>,
  rule: string,
  scope: Scope,
): RoutePath {
  if (scope.filterOnly) return before;
  const path = ruled(before, rule);
  switch (action.type) {
    case "summarize":
      return scope.summarizes ? { ...path, prefix: parseCidr(action.value) } : before;
    case "prepend-asn-list":
      return { ...path, asPath: path.asPath && [...action.value, ...path.asPath] };
    case "remove-asn-list":
      return {
        ...path,
        asPath: path.asPath?.filter((asn) => typeof asn !== "number" || !action.value.includes(asn)) ?? null,
      };
    case "replace-asn-list":
      // AWS names what is replaced, not by what; the length stays.
      return {
        ...path,
        asPath:
          path.asPath?.map((asn) => (typeof asn === "number" && action.value.includes(asn) ? "unknown" : asn)) ?? null,
      };
    case "add-community":
      return { ...path, communities: [...new Set([...path.communities, ...action.value])] };
    case "remove-community":
      return { ...path, communities: path.communities.filter((community) => !action.value.includes(community)) };
    case "set-med":
      return { ...path, med: action.value };
    case "set-local-preference":
      return { ...path, localPreference: action.value, preferredAt: scope.edge };
  }
}
