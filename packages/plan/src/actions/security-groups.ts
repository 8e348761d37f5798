import { canonicalJson } from "@trias/core";
import {
  CARRIER_PARTS,
  type CarrierPart,
  carrying,
  type Estate,
  type GroupRule,
  knownPart,
  lookUpBy,
  need,
  referencing,
  type SecurityGroup,
} from "@trias/estate";
import type { ResourceRef } from "@trias/protocol";
import { inserted } from "../canonical-order.ts";
import { PlanError } from "../errors.ts";
import { refs } from "../refs.ts";

/** Everything that a rule names must exist; the group itself always does. */
export function checkRules(
  estate: Estate,
  group: Pick<SecurityGroup, "id" | "vpc">,
  rules: readonly GroupRule[],
): void {
  for (const rule of rules) {
    for (const id of rule.groups) if (id !== group.id) need(estate, "security_groups", id);
    for (const id of rule.prefix_lists) need(estate, "prefix_lists", id);
    if (rule.cidrs.length + rule.groups.length + rule.prefix_lists.length === 0) {
      throw new PlanError("not_applicable", "a security group rule names no source or destination", {
        at: `security_groups.${group.id}`,
        fix: "give it a range, a group or a prefix list",
      });
    }
  }
}

export function ruleRefs(rules: readonly GroupRule[], self: string): ResourceRef[] {
  return [
    ...refs(
      "security_groups",
      rules.flatMap((rule) => rule.groups).filter((id) => id !== self),
    ),
    ...refs(
      "prefix_lists",
      rules.flatMap((rule) => rule.prefix_lists),
    ),
  ];
}

function hasRule(rules: readonly GroupRule[], rule: GroupRule): boolean {
  const wanted = canonicalJson(rule);
  return rules.some((item) => canonicalJson(item) === wanted);
}

/** The rules without these; one that is not there is an error. */
export function withoutRules(group: string, from: readonly GroupRule[], rules: readonly GroupRule[]): GroupRule[] {
  const gone = new Set(rules.map((rule) => canonicalJson(rule)));
  for (const rule of rules) {
    if (!hasRule(from, rule)) {
      throw new PlanError("absent", `the group \`${group}\` has no rule ${canonicalJson(rule).slice(0, 200)}`, {
        at: `security_groups.${group}`,
        fix: "name rules exactly as the group lists them",
      });
    }
  }
  return from.filter((rule) => !gone.has(canonicalJson(rule)));
}

/** The rules and these; one that is there already is an error, as it is for AWS. */
export function withRules(group: string, to: readonly GroupRule[], rules: readonly GroupRule[]): GroupRule[] {
  for (const rule of rules) {
    if (hasRule(to, rule)) {
      throw new PlanError(
        "already_exists",
        `the group \`${group}\` has this rule: ${canonicalJson(rule).slice(0, 200)}`,
        {
          at: `security_groups.${group}`,
          fix: "leave it out of the plan",
        },
      );
    }
  }
  return inserted(to, rules);
}

const byName = lookUpBy<SecurityGroup>(({ vpc, name }) => [nameKey(vpc, name)]);

/** What uses a group, in words; null where nothing does. */
export function groupUser(estate: Estate, id: string): string | null {
  const using = [
    ...CARRIER_PARTS.flatMap((part) => carrying(knownPart<CarrierPart>(estate, part), id)),
    ...referencing(knownPart(estate, "security_groups"), id).filter((group) => group.id !== id),
  ];
  return using[0]?.id ?? null;
}

export function groupByName(estate: Estate, vpc: string, name: string): SecurityGroup | undefined {
  return byName(knownPart(estate, "security_groups"), nameKey(vpc, name))[0];
}

function nameKey(vpc: string, name: string): string {
  return JSON.stringify([vpc, name]);
}
