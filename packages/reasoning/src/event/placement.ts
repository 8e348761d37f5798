import {
  type Attachment,
  complianceOf,
  type Estate,
  environmentOf,
  get,
  type Instance,
  isKnown,
  knownPart,
  list,
  lookUpBy,
  type PolicyDocument,
  segmentNames,
  segmentsOf,
  sharesOf,
} from "@trias/estate";
import type { ResourceRef } from "@trias/protocol";
import { servesOf } from "./subject.ts";

/** Where a resource stands, as the estate says. */
export interface Placement {
  readonly environment: "production" | "non-production" | "unknown";
  /** Estate name, or null where no attachment tells it. */
  readonly segment: string | null;
  readonly compliance: readonly string[];
  /** Who else it reaches from there, in words. */
  readonly radius: string;
  readonly missing: readonly string[];
}

const byVpc = lookUpBy<Instance>(({ vpc }) => [vpc]);
const bySegment = lookUpBy<Attachment>(({ segment }) => (segment === null ? [] : [segment]));

export function instanceOf(id: string | null, estate: Estate): Instance | null {
  return id === null || !isKnown(estate, "instances") ? null : (get(estate, "instances", id) ?? null);
}

export function placementOf(ref: ResourceRef, estate: Estate): Placement {
  const placed = isKnown(estate, "attachments") && isKnown(estate, "core_networks") && isKnown(estate, "vpcs");
  const segment = placed ? (segmentsOf(estate, ref)[0] ?? null) : null;
  const environment = environmentOf(estate, ref);
  return {
    environment,
    segment,
    compliance: complianceOf(estate, ref),
    radius: radiusOf(ref, segment, estate),
    missing: [
      ...(environment === "unknown" ? ["nothing says its environment"] : []),
      ...(segment === null ? ["no attachment says its segment"] : []),
    ],
  };
}

/** Neighbours in the VPC, networks of the segment, segments that it exchanges routes with, and services that it is part of. */
function radiusOf(ref: ResourceRef, segment: string | null, estate: Estate): string {
  const instance = ref.part === "instances" ? instanceOf(ref.id, estate) : null;
  const said: string[] = [];
  if (instance !== null) {
    said.push(`${byVpc(knownPart(estate, "instances"), instance.vpc).length - 1} other instances in its VPC`);
    const serves = servesOf(instance.id, estate).length;
    if (serves > 0) said.push(`${serves} target groups that it serves`);
  }
  if (segment !== null) {
    const name = segmentNames(estate).resolve(segment)?.policy ?? segment;
    const attached = bySegment(knownPart(estate, "attachments"), name).length;
    said.push(`${attached} networks of segment \`${segment}\``);
    const shared = sharedWith(name, estate);
    if (shared.length > 0) said.push(`segments that share routes with it: ${shared.slice(0, 8).join(", ")}`);
  }
  return said.length === 0 ? "not known" : said.join("; ");
}

const shares = new WeakMap<object, ReturnType<typeof sharesOf>>();

function sharedWith(segment: string, estate: Estate): string[] {
  const names = segmentNames(estate);
  const others = list(estate, "core_networks").flatMap(({ policy }) => {
    const known = shares.get(policy) ?? sharesOf(policy as PolicyDocument);
    shares.set(policy, known);
    return known.flatMap(({ a, b }) => (a === segment ? [b] : b === segment ? [a] : []));
  });
  return [...new Set(others)].map((name) => names.estateName(name)).sort();
}
