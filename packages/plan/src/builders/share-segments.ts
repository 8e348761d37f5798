import { type Estate, need } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { nothingToDo, putPolicy, segmentPair, withActions } from "./core-network-policy.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";
import { shareOf, withoutShare } from "./share-pairs.ts";

export interface SegmentSharing {
  readonly segment: string;
  readonly with: string;
  readonly effect: "share" | "unshare";
}

/** One more share of exactly two segments, or one less; the others keep theirs. */
export function buildShareSegments(estate: Estate, { segment, with: other, effect }: SegmentSharing): BuiltPlan {
  const [a, b] = segmentPair(estate, segment, other);
  const { policy } = need(estate, "core_networks", a.coreNetwork);
  const known = shareOf(policy, a.policy, b.policy);
  const both = `\`${a.estate}\` and \`${b.estate}\``;
  if ((known !== undefined) === (effect === "share")) {
    throw nothingToDo(`${both} ${known ? "exchange routes already" : "exchange no routes"}`, "with");
  }
  const draft = startDraft(estate);
  if (effect === "unshare") {
    putPolicy(draft, a.coreNetwork, withoutShare(policy, a.policy, b.policy));
    return draft.done(`no longer share ${both}`);
  }
  const action = { action: "share", mode: "attachment-route", segment: a.policy, "share-with": [b.policy] };
  const after = withActions(policy, [...(policy["segment-actions"] ?? []), action]);
  if (shareOf(after, a.policy, b.policy) === undefined) {
    throw new PlanError("not_applicable", `a filter of one of the segments keeps ${both} apart`, {
      at: "$.segments",
      fix: "change `deny-filter` or `allow-filter` of the segment first",
      remedy: "ask",
    });
  }
  putPolicy(draft, a.coreNetwork, after);
  return draft.done(`share ${both}`);
}
