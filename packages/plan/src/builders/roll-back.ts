import { canonicalJson } from "@trias/core";
import { type Estate, get, need } from "@trias/estate";
import type { PlanStep, WireAction } from "@trias/protocol";
import { z } from "zod";
import { putCoreNetworkPolicy } from "../actions/put-core-network-policy.ts";
import { checkAction } from "../effects.ts";
import { PlanError } from "../errors.ts";
import { resolveAction } from "../planned.ts";
import { atStep, type PlanSteps } from "../simulate.ts";
import { type BuiltPlan, type Draft, startDraft } from "./draft.ts";
import { takeBackPolicy } from "./policy-merge.ts";

/**
 * The way back of an executed plan as a plan of its own, on the estate as it is now: the inverses, newest first, with the ids that
 * the cloud gave. Where others have changed the same things since, it says so instead of undoing their work too.
 */
export function buildRollBack(plan: PlanSteps, createdIds: ReadonlyMap<string, string>, estate: Estate): BuiltPlan {
  const draft = startDraft(estate);
  for (const step of plan.steps.toReversed()) {
    if (step.inverse === null) continue;
    const done = resolveAction(step, createdIds);
    const inverse = resolveAction(step.inverse, createdIds);
    atStep(step.id, () => takeBack(draft, step, done, inverse));
  }
  const names = [...new Set(plan.steps.map(({ action }) => `\`${action}\``))];
  return draft.done(`take back ${names.slice(0, 6).join(", ")}${names.length > 6 ? " and more" : ""}`);
}

function takeBack(draft: Draft, step: PlanStep, done: WireAction, inverse: WireAction): void {
  if (step.action === "put_core_network_policy") {
    draft.step(inverse.action, inverse.target, policyBefore(draft.estate(), done, inverse));
    return;
  }
  checkAsLeft(draft.estate(), done);
  draft.step(inverse.action, inverse.target, inverse.parameters);
}

function policyBefore(estate: Estate, done: WireAction, inverse: WireAction): WireAction["parameters"] {
  const current = need(estate, "core_networks", inverse.target);
  const older = putCoreNetworkPolicy.parameters.parse(inverse.parameters);
  const newer = putCoreNetworkPolicy.parameters.parse(done.parameters);
  const { policy, segment_names } = takeBackPolicy(older, newer, current);
  const parameters = {
    policy: z.record(z.string(), z.json()).parse(policy),
    segment_names,
    expected_version: current.policy_version,
  };
  checkNobodyLeftOut(estate, { action: inverse.action, target: inverse.target, parameters });
  return parameters;
}

/** INVARIANT: taking a segment away never leaves an attachment of somebody else's without one. */
function checkNobodyLeftOut(estate: Estate, action: WireAction): void {
  const dark = checkAction(action)
    .changes(estate)
    .find(({ part, before, after }) => part === "attachments" && before?.segment != null && after?.segment == null);
  if (!dark) return;
  throw new PlanError("in_use", `the attachment \`${dark.id}\` would be left without a segment`, {
    at: `attachments.${dark.id}`,
    fix: "move or delete it first",
    remedy: "ask",
  });
}

/** Actions that set a value as a whole: their inverse would silently undo what somebody set after them. */
function checkAsLeft(estate: Estate, { action, target, parameters }: WireAction): void {
  const present = presentValue(estate, action, target);
  if (present === undefined) return;
  const [now, left] = [canonicalJson(present), canonicalJson(leftValue(action, parameters))];
  if (now === left) return;
  throw new PlanError("no_way_back", `\`${target}\` was changed by somebody else since: ${now.slice(0, 200)}`, {
    at: target,
    fix: `expected ${left.slice(0, 200)}; a person has to say what shall hold`,
    remedy: "ask",
  });
}

function presentValue(estate: Estate, action: string, target: string): unknown {
  switch (action) {
    case "modify_interface_groups":
    case "quarantine_interface":
      return get(estate, "interfaces", target)?.groups;
    case "associate_public_address":
      return get(estate, "interfaces", target)?.public_ip;
    case "set_group_size": {
      const group = get(estate, "scaling_groups", target);
      return group && { min: group.min, desired: group.desired, max: group.max };
    }
    default:
      return undefined;
  }
}

function leftValue(action: string, parameters: WireAction["parameters"]): unknown {
  switch (action) {
    case "modify_interface_groups":
      return parameters["groups"];
    case "quarantine_interface":
      return [parameters["group"]];
    case "associate_public_address":
      return parameters["public_ip"];
    default:
      return parameters;
  }
}
