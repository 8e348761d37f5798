import { tryParseCidr } from "./cidr.ts";
import { type Policy, type PolicyDocument, type PolicyIssue, readPolicy } from "./policy.ts";
import type { SegmentAction } from "./policy-grammar.ts";
import { segmentKey } from "./segment-names.ts";

/** Everything that is wrong with a policy document or lies outside what is modelled; empty where nothing is. */
export function validatePolicy(document: PolicyDocument): readonly PolicyIssue[] {
  const policy = readPolicy(document);
  const issues = [...policy.issues];
  const error = (path: string, message: string): void => {
    issues.push({ path, message, kind: "error" });
  };
  if (policy.segments.length === 0) error("$.segments", "expected at least one segment");
  checkNames(policy, error);
  checkRules(policy, error);
  policy.actions.forEach((action, i) => {
    if (action) checkAction(policy, action, `$.segment-actions[${i}]`, error);
  });
  return issues;
}

type Report = (path: string, message: string) => void;

function checkNames(policy: Policy, error: Report): void {
  const seen = new Map<string, string>();
  const edges = new Set(policy.configuration?.["edge-locations"].map((edge) => edge.location));
  const known = new Set(policy.segments.map((segment) => segment?.name));
  policy.segments.forEach((segment, i) => {
    if (!segment) return;
    const path = `$.segments[${i}]`;
    claim(seen, segment.name, path, error);
    if (segment["allow-filter"] && segment["deny-filter"])
      error(path, "a segment has an allow filter or a deny filter, not both");
    for (const other of [...(segment["allow-filter"] ?? []), ...(segment["deny-filter"] ?? [])]) {
      if (!known.has(other)) error(path, `its filter names \`${other}\`, which is no segment`);
    }
    for (const edge of segment["edge-locations"] ?? []) {
      if (!edges.has(edge)) error(`${path}.edge-locations`, `\`${edge}\` is no edge of the core network`);
    }
  });
  policy.groups.forEach((group, i) => {
    if (group) claim(seen, group.name, `$.network-function-groups[${i}]`, error);
  });
}

function claim(seen: Map<string, string>, name: string, path: string, error: Report): void {
  const twin = seen.get(segmentKey(name));
  if (twin !== undefined) error(`${path}.name`, `\`${name}\` and \`${twin}\` can't be told apart`);
  seen.set(segmentKey(name), name);
}

function checkRules(policy: Policy, error: Report): void {
  const numbers = new Set<number>();
  policy.rules.forEach((rule, i) => {
    if (!rule) return;
    const path = `$.attachment-policies[${i}]`;
    if (numbers.has(rule["rule-number"]))
      error(`${path}.rule-number`, `${rule["rule-number"]} is taken by another rule`);
    numbers.add(rule["rule-number"]);
    if (rule.conditions.length > 1 && rule["condition-logic"] === undefined) {
      error(`${path}.condition-logic`, "expected `and` or `or` where a rule has several conditions");
    }
    if ("segment" in rule.action) needSegment(policy, rule.action.segment, `${path}.action.segment`, error);
    if ("add-to-network-function-group" in rule.action) {
      needGroups(policy, [rule.action["add-to-network-function-group"]], `${path}.action`, error);
    }
  });
}

function needSegment(policy: Policy, name: string, path: string, error: Report): void {
  if (!policy.segments.some((segment) => segment?.name === name))
    error(path, `\`${name}\` is no segment of this document`);
}

function needGroups(policy: Policy, names: readonly string[], path: string, error: Report): void {
  for (const name of names) {
    if (!policy.groups.some((group) => group?.name === name)) error(path, `\`${name}\` is no network function group`);
  }
}

function checkAction(policy: Policy, action: SegmentAction, path: string, error: Report): void {
  needSegment(policy, action.segment, `${path}.segment`, error);
  const others = (names: readonly string[], key: string): void => {
    for (const name of names) needSegment(policy, name, `${path}.${key}`, error);
  };
  switch (action.action) {
    case "share": {
      const target = action["share-with"];
      if (target !== "*") others(Array.isArray(target) ? target : target.except, "share-with");
      return;
    }
    case "create-route":
      for (const block of action["destination-cidr-blocks"]) {
        if (!tryParseCidr(block)) error(`${path}.destination-cidr-blocks`, `\`${block}\` is no block of addresses`);
      }
      if (action.destinations.includes("blackhole") && action.destinations.length > 1) {
        error(`${path}.destinations`, "`blackhole` stands alone");
      }
      return;
    case "send-via": {
      const sent = action["when-sent-to"]?.segments;
      if (sent !== undefined && sent !== "*") others(sent, "when-sent-to.segments");
      needGroups(policy, action.via["network-function-groups"], `${path}.via`, error);
      return;
    }
    case "send-to":
      needGroups(policy, action.via["network-function-groups"], `${path}.via`, error);
  }
}
