import {
  complianceOf,
  type Environment,
  type Estate,
  environmentOf,
  environmentOfSegment,
  isKnown,
  list,
  segmentNames,
  segmentsOf,
} from "@trias/estate";
import type { ResourceRef } from "@trias/protocol";
import type { Effects } from "../3-effects.ts";
import { segmentsTouched } from "./policy-segments.ts";

/** Where a plan acts: on both sides of every change. */
export interface Standing {
  readonly environments: readonly Environment[];
  /** Estate names. */
  readonly segments: readonly string[];
  readonly compliance: readonly string[];
}

export function standingOf({ steps }: Effects): Standing {
  const environments = new Set<Environment>();
  const segments = new Set<string>();
  const compliance = new Set<string>();
  const look = (estate: Estate, ref: ResourceRef) => {
    environments.add(environmentOf(estate, ref));
    for (const segment of segmentsOf(estate, ref)) segments.add(segment);
    for (const word of complianceOf(estate, ref)) compliance.add(word);
  };
  for (const { simulated } of steps) {
    const { before, after, changes, action, step } = simulated;
    for (const change of changes) {
      if (change.part === "core_networks") {
        for (const name of segmentsTouched(change.before, change.after)) {
          segments.add(name);
          environments.add(environmentOfSegment(change.after ? after : before, name));
          if (isPciSegment(before, name) || isPciSegment(after, name)) compliance.add("pci");
        }
        continue;
      }
      if (change.before) look(before, change);
      if (change.after) look(after, change);
    }
    // An effect on something that stays as it is, such as cut connections, is an effect there all the same.
    const { part } = action.definition;
    if (changes.length === 0 && part !== null) look(before, { part, id: step.target });
  }
  return { environments: [...environments], segments: [...segments].sort(), compliance: [...compliance].sort() };
}

/** A segment is in PCI scope where its name says so, or anything attached to it is. */
export function isPciSegment(estate: Estate, name: string): boolean {
  if (name.split("-").includes("pci")) return true;
  const segment = segmentNames(estate).resolve(name);
  if (!segment) return false;
  return list(estate, "attachments").some(
    (attachment) =>
      attachment.segment === segment.policy &&
      complianceOf(estate, { part: "attachments", id: attachment.id }).includes("pci"),
  );
}

const PLACES = ["interfaces", "instances", "databases", "load_balancers", "subnets", "vpcs", "endpoints"] as const;

/** The environment of one end of a flow; what can't be found is unknown, which every policy takes as production. */
export function environmentOfPlace(estate: Estate, place: string): Environment {
  if (segmentNames(estate).resolve(place)) return environmentOfSegment(estate, place);
  const ref = refOfPlace(estate, place);
  return ref ? environmentOf(estate, ref) : "unknown";
}

function refOfPlace(estate: Estate, place: string): ResourceRef | null {
  const part = PLACES.find(
    (name) => isKnown(estate, name) && estate.parts[name].status === "known" && has(estate, name, place),
  );
  return part ? { part, id: place } : null;
}

function has(estate: Estate, part: (typeof PLACES)[number], id: string): boolean {
  const found = estate.parts[part];
  return found.status === "known" && found.resources.has(id);
}
