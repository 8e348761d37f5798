import {
  type Estate,
  get,
  interfacesOf,
  isKnown,
  list,
  type PartName,
  resourceDigest,
  segmentNames,
} from "@trias/estate";
import type { Intent } from "@trias/protocol";

/** A fact that a plan rests on: what was asked of whom, as of when, and the digest of the answer. */
export interface Evidence {
  readonly source: "estate";
  /** `instances/i-0abc`. */
  readonly query: string;
  /** RFC 3339, as of when the source knew it. */
  readonly time: string;
  /** Digest of the answer; null where there is no such thing. */
  readonly digest: string | null;
}

const LONGEST = 100;

/** The facts about everything that the intents, or an event, name; what is missing is said as missing. */
export function gather(names: Named, estate: Estate): Evidence[] {
  const refs = [
    ...instanceRefs(names.instance, estate),
    ...names.intents.flatMap((intent) => intentRefs(intent, estate)),
  ];
  return refs.slice(0, LONGEST).map(([part, id]) => evidence(estate, part, id));
}

export interface Named {
  readonly instance: string | null;
  readonly intents: readonly Intent[];
}

type Ref = readonly [PartName, string];

function evidence(estate: Estate, part: PartName, id: string): Evidence {
  const known = estate.parts[part];
  const resource = isKnown(estate, part) ? get(estate, part, id) : undefined;
  return {
    source: "estate",
    query: `${part}/${id}`,
    time: known.status === "known" ? known.time : estate.time,
    digest: resource === undefined ? null : resourceDigest(resource),
  };
}

function instanceRefs(id: string | null, estate: Estate): Ref[] {
  if (id === null || !isKnown(estate, "instances")) return [];
  const instance = get(estate, "instances", id);
  if (instance === undefined) return [["instances", id]];
  const interfaces = interfacesOf(estate, id);
  const groups = new Set(interfaces.flatMap((one) => one.groups));
  return [
    ["instances", id],
    ["vpcs", instance.vpc],
    ["subnets", instance.subnet],
    ...interfaces.map((one): Ref => ["interfaces", one.id]),
    ...[...groups].map((group): Ref => ["security_groups", group]),
  ];
}

function intentRefs({ type, parameters }: Intent, estate: Estate): Ref[] {
  const { instance, target, segment } = parameters;
  const refs: Ref[] = typeof instance === "string" ? instanceRefs(instance, estate) : [];
  if (type === "scale_capacity" && typeof target === "string") refs.push(["scaling_groups", target]);
  const named = typeof segment === "string" ? segmentNames(estate).resolve(segment) : null;
  if (named !== null) refs.push(["core_networks", named.coreNetwork]);
  if (type === "create_segment")
    refs.push(...list(estate, "core_networks").map(({ id }): Ref => ["core_networks", id]));
  if (type === "add_firewall_rule")
    refs.push(...list(estate, "prefix_lists").map(({ id }): Ref => ["prefix_lists", id]));
  return refs;
}
