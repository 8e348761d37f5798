import { type CoreNetwork, type Estate, need, type SegmentName, segmentNames } from "@trias/estate";
import { z } from "zod";
import { PlanError } from "../errors.ts";
import type { Draft } from "./draft.ts";

export type PolicyDocument = CoreNetwork["policy"];
type SegmentActions = NonNullable<PolicyDocument["segment-actions"]>;
export type PolicyAction = SegmentActions[number];

/** The segment of that name, in either spelling, or an error that says which there are. */
export function segmentNamed(estate: Estate, name: string): SegmentName {
  const names = segmentNames(estate);
  const found = names.resolve(name);
  if (found !== null) return found;
  throw new PlanError("absent", `not found: no segment is called \`${name.slice(0, 80)}\``, {
    at: "segment",
    fix: `expected one of ${names.all.map((each) => each.estate).join(", ")}`,
    remedy: "ask",
  });
}

/** Two segments of one core network. */
export function segmentPair(estate: Estate, one: string, other: string): readonly [SegmentName, SegmentName] {
  const [a, b] = [segmentNamed(estate, one), segmentNamed(estate, other)];
  if (a.policy !== b.policy && a.coreNetwork === b.coreNetwork) return [a, b];
  throw new PlanError("not_applicable", `\`${a.estate}\` and \`${b.estate}\` are no two segments of one core network`, {
    at: "with",
    fix: "name another segment",
    remedy: "ask",
  });
}

/** One step that puts the document in place of the one that the network has now. */
export function putPolicy(
  draft: Draft,
  id: string,
  policy: PolicyDocument,
  segmentNamesAfter?: CoreNetwork["segment_names"],
): void {
  const network = need(draft.estate(), "core_networks", id);
  draft.step("put_core_network_policy", id, {
    policy: z.record(z.string(), z.json()).parse(policy),
    segment_names: segmentNamesAfter ?? network.segment_names,
    expected_version: network.policy_version,
  });
}

/** The document with other segment actions; an empty list is left out where there was none. */
export function withActions(policy: PolicyDocument, actions: readonly PolicyAction[]): PolicyDocument {
  const { "segment-actions": before, ...rest } = policy;
  return before === undefined && actions.length === 0 ? policy : { ...rest, "segment-actions": [...actions] };
}

export function nothingToDo(message: string, at: string): PlanError {
  return new PlanError("nothing_to_do", message, { at, remedy: "stop" });
}
