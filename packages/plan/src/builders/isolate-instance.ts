import { type Estate, get, interfacesOf, type NetworkInterface, need } from "@trias/estate";
import { groupByName } from "../actions/security-groups.ts";
import { PlanError } from "../errors.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

/** Tag that marks a quarantine group, with the interface that it was made for. */
const QUARANTINE_TAG = "trias:quarantine";

/**
 * Gives each interface of an instance an empty security group of its own, and cuts its tracked connections. No group that
 * anybody else uses is touched. Interfaces that are in quarantine already stay as they are.
 */
export function buildIsolateInstance(estate: Estate, instance: string, reason: string): BuiltPlan {
  need(estate, "instances", instance);
  const interfaces = interfacesOf(estate, instance);
  if (interfaces.length === 0) {
    throw new PlanError("not_applicable", `the instance \`${instance}\` has no network interface`, {
      at: `instances.${instance}`,
      fix: "without one it reaches nothing; look whether it still runs",
      remedy: "ask",
    });
  }
  const open = interfaces.filter((item) => !isQuarantined(estate, item));
  if (open.length === 0) {
    throw new PlanError("nothing_to_do", `the instance \`${instance}\` is in quarantine already`, {
      at: `instances.${instance}`,
      fix: "take it out by rolling back the case that put it there",
    });
  }
  const draft = startDraft(estate);
  for (const { id, vpc } of open) {
    const group = draft.create("create_security_group", {
      vpc,
      name: freeName(draft.estate(), vpc, `trias-quarantine-${id}`),
      description: describe(reason),
      ingress: [],
      egress: [],
      tags: { [QUARANTINE_TAG]: id },
    });
    draft.step("quarantine_interface", id, { group });
  }
  return draft.done(`put \`${instance}\` into quarantine`);
}

/** Whether an interface is in a quarantine group of its own, and nothing else. */
export function isQuarantined(estate: Estate, { id, groups }: NetworkInterface): boolean {
  const [only, ...more] = groups;
  const group = only === undefined || more.length > 0 ? undefined : get(estate, "security_groups", only);
  return group !== undefined && group.tags[QUARANTINE_TAG] === id && group.ingress.length + group.egress.length === 0;
}

function freeName(estate: Estate, vpc: string, wanted: string): string {
  let name = wanted;
  for (let n = 2; groupByName(estate, vpc, name) !== undefined; n += 1) name = `${wanted}-${n}`;
  return name;
}

/** AWS takes few characters in a group's description; evidence may hold any. */
function describe(reason: string): string {
  return `quarantine: ${reason}`.replaceAll(/[^a-zA-Z0-9 ._:/()#,@+=;*$-]/g, " ").slice(0, 255);
}
