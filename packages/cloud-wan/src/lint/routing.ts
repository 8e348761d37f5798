import { contains, parseCidr } from "@trias/estate";
import type { RoutingPolicy, RoutingRule } from "../grammar/routing-policies.ts";
import { inRanges } from "./configuration.ts";
import type { Check, Finding } from "./finding.ts";

interface At {
  readonly policy: RoutingPolicy;
  readonly rule: RoutingRule;
  readonly path: string;
}

function rulesOf(policies: readonly RoutingPolicy[]): At[] {
  return policies.flatMap((policy, i) =>
    policy["routing-policy-rules"].map((rule, j) => ({
      policy,
      rule,
      path: `routing-policies[${i}].routing-policy-rules[${j}].rule-definition`,
    })),
  );
}

/** Routing policies that nothing uses, or that share a number where the order between them matters. */
export const routingPolicyUse: Check = ({ policy }) => {
  const used = new Set([
    ...policy.attachmentRoutingRules.flatMap(({ action }) => action["associate-routing-policies"]),
    ...policy.segmentActions.flatMap((action) => {
      if (action.action === "share") return action["routing-policy-names"] ?? [];
      return action.action === "associate-routing-policy"
        ? action["edge-location-association"]["routing-policy-names"]
        : [];
    }),
  ]);
  const numbers = new Map<number, string>();
  return policy.routingPolicies.flatMap((each, i): Finding[] => {
    const found: Finding[] = [];
    const name = each["routing-policy-name"];
    const twin = numbers.get(each["routing-policy-number"]);
    numbers.set(each["routing-policy-number"], name);
    if (twin !== undefined) {
      found.push({
        id: "routing-policy-number-duplicate",
        path: `routing-policies[${i}].routing-policy-number`,
        level: "warning",
        message: `\`${name}\` and \`${twin}\` have one number: on one resource their order is not defined`,
        fix: "give each a number of its own",
      });
    }
    if (!used.has(name)) {
      found.push({
        id: "routing-policy-unused",
        path: `routing-policies[${i}]`,
        level: "warning",
        message: `\`${name}\` acts nowhere`,
        fix: "associate it by label, share or pair of edges, or take it out",
      });
    }
    return found;
  });
};

/** AWS refuses autonomous systems of the core network's own in a routing policy. */
export const routingAsns: Check = ({ policy }) =>
  rulesOf(policy.routingPolicies).flatMap(({ rule, path }): Finding[] => {
    const { action } = rule["rule-definition"];
    if (action.type !== "prepend-asn-list" && action.type !== "replace-asn-list") return [];
    const own = action.value.filter((asn) => inRanges(asn, policy.configuration["asn-ranges"]));
    if (own.length === 0) return [];
    return [
      {
        id: "routing-asn-in-ranges",
        path: `${path}.action.value`,
        level: "error",
        message: `${own.join(", ")} belongs to the core network's asn-ranges`,
        fix: "take numbers outside asn-ranges",
      },
    ];
  });

/** `prefix-in-cidr` leaves the block itself out, so that a drop written with it alone lets the widest route through. */
export const sparedBlocks: Check = ({ policy }) =>
  policy.routingPolicies.flatMap((each, i) => {
    const rules = each["routing-policy-rules"];
    const equals = new Set(
      rules.flatMap((rule) =>
        rule["rule-definition"]["match-conditions"].flatMap((c) => (c.type === "prefix-equals" ? [c.value] : [])),
      ),
    );
    return rules.flatMap((rule, j): Finding[] => {
      if (rule["rule-definition"].action.type !== "drop") return [];
      return rule["rule-definition"]["match-conditions"].flatMap((condition, k): Finding[] => {
        if (condition.type !== "prefix-in-cidr" || equals.has(condition.value)) return [];
        const path = `routing-policies[${i}].routing-policy-rules[${j}].rule-definition.match-conditions[${k}]`;
        return [
          {
            id: "drop-spares-the-block-itself",
            path,
            level: "warning",
            message: `drops what is inside \`${condition.value}\`, but not a route to \`${condition.value}\` itself`,
            fix: `add {"type": "prefix-equals", "value": "${condition.value}"} with condition-logic \`or\``,
          },
        ];
      });
    });
  });

/** A summary goes on through the rules after it; a catch-all drop takes it too. */
export const droppedSummaries: Check = ({ policy }) =>
  rulesOf(policy.routingPolicies).flatMap(({ policy: each, rule, path }): Finding[] => {
    const { action } = rule["rule-definition"];
    if (action.type !== "summarize") return [];
    if (each["routing-policy-direction"] === "inbound") {
      return [
        {
          id: "routing-action-without-effect",
          path: `${path}.action`,
          level: "error",
          message: "a summary is made outbound only",
          fix: "give the policy the direction outbound",
        },
      ];
    }
    const after = each["routing-policy-rules"]
      .filter((other) => other["rule-number"] > rule["rule-number"])
      .toSorted((a, b) => a["rule-number"] - b["rule-number"]);
    const first = after.find((other) => takes(other, action.value));
    if (first?.["rule-definition"].action.type !== "drop") return [];
    return [
      {
        id: "summary-dropped",
        path: `${path}.action`,
        level: "error",
        message: `rule ${first["rule-number"]} drops the summary \`${action.value}\` again`,
        fix: `allow prefix-equals \`${action.value}\` between the two`,
      },
    ];
  });

/** Whether a rule ends a route to exactly this block. */
function takes(rule: RoutingRule, block: string): boolean {
  const { action, "match-conditions": conditions, "condition-logic": logic } = rule["rule-definition"];
  if (action.type !== "drop" && action.type !== "allow") return false;
  const results = conditions.map((condition) => {
    if (condition.type === "prefix-equals") return condition.value === block;
    if (condition.type !== "prefix-in-cidr") return false;
    return condition.value !== block && contains(parseCidr(condition.value), parseCidr(block));
  });
  return logic === "and" ? results.every(Boolean) : results.some(Boolean);
}

/** Labels that no rule knows, and attribute changes on a VPC attachment, which can only be filtered. */
export const labelledAttachments: Check = ({ policy, attachments }) => {
  const changing = new Set(
    policy.routingPolicies
      .filter((each) =>
        each["routing-policy-rules"].some(
          ({ "rule-definition": { action } }) => action.type !== "allow" && action.type !== "drop",
        ),
      )
      .map((each) => each["routing-policy-name"]),
  );
  return attachments.flatMap((attachment): Finding[] => {
    const label = attachment.routing_policy_label;
    if (label === undefined) return [];
    const path = `attachments[${attachment.id}]`;
    const rules = policy.attachmentRoutingRules.filter(({ conditions }) =>
      conditions.some(({ value }) => value === label),
    );
    if (rules.length === 0) {
      return [
        {
          id: "label-without-rule",
          path,
          level: "warning",
          message: `no rule knows the label \`${label}\` of \`${attachment.id}\`: no routing policy acts on it`,
          fix: "add an attachment-routing-policy-rules entry, or correct the label",
        },
      ];
    }
    const idle =
      attachment.type === "vpc"
        ? rules.flatMap(({ action }) => action["associate-routing-policies"]).filter((name) => changing.has(name))
        : [];
    if (idle.length === 0) return [];
    return [
      {
        id: "routing-action-without-effect",
        path,
        level: "warning",
        message: `\`${idle.join(", ")}\` changes routes of \`${attachment.id}\`, a VPC, which can only be filtered`,
        fix: "act on the share or the pair of edges instead",
      },
    ];
  });
};
