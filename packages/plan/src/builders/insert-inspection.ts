import { type Estate, need, readPolicy, segmentNames, sharesOf } from "@trias/estate";
import { PlanError } from "../errors.ts";
import {
  nothingToDo,
  type PolicyDocument,
  putPolicy,
  segmentNamed,
  segmentPair,
  withActions,
} from "./core-network-policy.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";
import { shareOf, withoutShare } from "./share-pairs.ts";

export interface Inspected {
  readonly segment: string;
  /** Not there: every segment that it exchanges routes with. */
  readonly with?: string;
  /** The network function group; not there: the only one. */
  readonly through?: string;
}

/**
 * Sends what a segment exchanges with others through an inspection group. The share of each pair goes: AWS does not say which of the
 * two holds where a pair has both.
 */
export function buildInsertInspection(estate: Estate, wanted: Inspected): BuiltPlan {
  const segment = segmentNamed(estate, wanted.segment);
  const { policy } = need(estate, "core_networks", segment.coreNetwork);
  const group = groupOf(policy, wanted.through);
  const others = othersOf(estate, policy, segment.policy, wanted);
  let document = policy;
  for (const other of others) document = withoutShare(document, segment.policy, other);
  const action = {
    action: "send-via",
    segment: segment.policy,
    mode: "single-hop",
    "when-sent-to": { segments: [...others] },
    via: { "network-function-groups": [group] },
  };
  const draft = startDraft(estate);
  putPolicy(draft, segment.coreNetwork, withActions(document, [...(document["segment-actions"] ?? []), action]));
  const names = others.map((name) => `\`${segmentNames(estate).estateName(name)}\``).join(", ");
  return draft.done(`inspect what passes between \`${segment.estate}\` and ${names} in \`${group}\``);
}

function othersOf(estate: Estate, policy: PolicyDocument, segment: string, wanted: Inspected): readonly string[] {
  if (wanted.with !== undefined) {
    const [, other] = segmentPair(estate, wanted.segment, wanted.with);
    if (shareOf(policy, segment, other.policy) !== undefined) return [other.policy];
    throw nothingToDo(`\`${wanted.segment}\` and \`${other.estate}\` exchange nothing without inspection`, "with");
  }
  const others = sharesOf(policy).flatMap(({ a, b }) => (a === segment ? [b] : b === segment ? [a] : []));
  if (others.length > 0) return others.sort();
  throw nothingToDo(`\`${wanted.segment}\` exchanges nothing with any segment without inspection`, "segment");
}

function groupOf(policy: PolicyDocument, through: string | undefined): string {
  const groups = readPolicy(policy).groups.flatMap((group) => (group ? [group.name] : []));
  const found =
    through === undefined ? (groups.length === 1 ? groups[0] : undefined) : groups.find((name) => name === through);
  if (found !== undefined) return found;
  throw new PlanError(
    "absent",
    `${through === undefined ? "no one inspection group is named" : `no inspection group is called \`${through.slice(0, 80)}\``}`,
    {
      at: "through",
      fix: groups.length === 0 ? "make a network function group first" : `expected one of ${groups.join(", ")}`,
      remedy: "ask",
    },
  );
}
