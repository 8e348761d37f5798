import { type CoreNetwork, list } from "@trias/estate";
import { appended, same, strayKey } from "../comparing.ts";
import type { NewSegment } from "./scope.ts";

const SEGMENT_KEYS = new Set([
  "name",
  "description",
  "edge-locations",
  "isolate-attachments",
  "require-attachment-acceptance",
  "deny-filter",
  "allow-filter",
]);
const RULE_KEYS = new Set(["rule-number", "description", "condition-logic", "conditions", "action"]);

/** One update of the policy that adds the segment and at most one rule that places attachments into it, and nothing else. */
export function policyChange(
  segment: NewSegment,
  before: CoreNetwork | null,
  after: CoreNetwork | null,
): string | null {
  if (before === null || after === null) return "the core network itself is neither made nor deleted";
  const stray = strayKey(before, after, ["policy", "policy_version", "segment_names", "state"]);
  if (stray !== null) return `\`${stray}\` of the core network changes`;
  return (
    policyKeys(before, after) ??
    segmentAdded(segment, before, after) ??
    nameAdded(segment, before, after) ??
    rule(segment, before, after)
  );
}

function policyKeys(before: CoreNetwork, after: CoreNetwork): string | null {
  const stray = strayKey(before.policy, after.policy, ["segments", "attachment-policies"]);
  return stray === null ? null : `\`${stray}\` of the policy changes`;
}

function segmentAdded(segment: NewSegment, before: CoreNetwork, after: CoreNetwork): string | null {
  const added = appended(before.policy.segments, after.policy.segments);
  if (added === null) return "a segment that exists is changed, moved or removed";
  const [one, ...more] = added;
  if (one === undefined) return `the policy changes without adding \`${segment.policyName}\``;
  if (more.length > 0) return `the policy adds ${added.length} segments, and one was asked for`;
  if (one.name !== segment.policyName)
    return `the policy adds \`${one.name}\`, and \`${segment.policyName}\` was asked for`;
  const unknown = Object.keys(one).find((key) => !SEGMENT_KEYS.has(key));
  if (unknown !== undefined) return `\`${unknown}\` of the new segment is not known`;
  return edges(segment, one["edge-locations"]);
}

function edges(segment: NewSegment, locations: unknown): string | null {
  if (segment.regions === null) return null;
  if (!Array.isArray(locations)) return "the new segment reaches into every region, and some were named";
  const stray = locations.find((location) => !segment.regions?.includes(String(location)));
  return stray === undefined ? null : `the new segment reaches into \`${String(stray)}\`, which was not named`;
}

function nameAdded(segment: NewSegment, before: CoreNetwork, after: CoreNetwork): string | null {
  const expected = { ...before.segment_names, [segment.policyName]: segment.name };
  const plain = segment.policyName === segment.name && same(after.segment_names, before.segment_names);
  return plain || same(after.segment_names, expected) ? null : "the names of other segments change";
}

function rule(segment: NewSegment, before: CoreNetwork, after: CoreNetwork): string | null {
  const rules = after.policy["attachment-policies"] ?? [];
  const added = appended(before.policy["attachment-policies"] ?? [], rules);
  if (added === null) return "an attachment rule that exists is changed, moved or removed";
  const [one, ...more] = added;
  if (one === undefined) return null;
  if (more.length > 0) return `${added.length} attachment rules are added, and one is enough`;
  if (new Set(rules.map((item) => item["rule-number"])).size !== rules.length)
    return "two attachment rules share a number";
  return placesNewOnly(segment, one);
}

/** INVARIANT: the rule can't capture an attachment that exists: all its conditions hold, one is a tag value that nobody carries. */
function placesNewOnly(segment: NewSegment, one: Readonly<Record<string, unknown>>): string | null {
  const unknown = Object.keys(one).find((key) => !RULE_KEYS.has(key));
  if (unknown !== undefined) return `\`${unknown}\` of the new attachment rule is not known`;
  if (!isPlacement(segment, one["action"]))
    return `the new attachment rule does not place into \`${segment.policyName}\``;
  const conditions: readonly unknown[] = Array.isArray(one["conditions"]) ? one["conditions"] : [];
  const named = conditions.some((condition) => isOwnTag(segment, condition));
  if (!named || (conditions.length > 1 && one["condition-logic"] !== "and")) {
    return `the new attachment rule could take others than those tagged \`segment = ${segment.name}\``;
  }
  const carrier = list(segment.before, "attachments").find(({ tags }) => isOwnName(segment, tags["segment"]));
  return carrier === undefined ? null : `the new attachment rule would take \`${carrier.id}\`, which exists`;
}

function isPlacement(segment: NewSegment, action: unknown): boolean {
  const expected = { "association-method": "constant", segment: segment.policyName };
  return same(action, expected) || same(action, { ...expected, "require-acceptance": true });
}

function isOwnTag(segment: NewSegment, condition: unknown): boolean {
  return [segment.name, segment.policyName].some((value) =>
    same(condition, { type: "tag-value", operator: "equals", key: "segment", value }),
  );
}

function isOwnName(segment: NewSegment, value: string | undefined): boolean {
  return value === segment.name || value === segment.policyName;
}
