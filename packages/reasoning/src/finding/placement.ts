import {
  complianceOf,
  type Estate,
  environmentOf,
  get,
  type Instance,
  isKnown,
  knownPart,
  lookUpBy,
  segmentOfInstance,
} from "@trias/estate";

/** Where an instance stands, as the estate says. */
export interface Placement {
  readonly environment: "production" | "non-production" | "unknown";
  /** Estate name, or null where no attachment tells it. */
  readonly segment: string | null;
  readonly compliance: readonly string[];
  /** How many other instances share its VPC. */
  readonly neighbours: number;
  readonly missing: readonly string[];
}

const byVpc = lookUpBy<Instance>(({ vpc }) => [vpc]);

const NOWHERE: Placement = { environment: "unknown", segment: null, compliance: [], neighbours: 0, missing: [] };

export function instanceOf(id: string | null, estate: Estate): Instance | null {
  return id === null || !isKnown(estate, "instances") ? null : (get(estate, "instances", id) ?? null);
}

export function placementOf(instance: Instance | null, estate: Estate): Placement {
  if (instance === null) return { ...NOWHERE, missing: ["the instance is not in the estate"] };
  const ref = { part: "instances", id: instance.id };
  const placed = isKnown(estate, "attachments") && isKnown(estate, "core_networks");
  const segment = placed ? segmentOfInstance(estate, instance.id) : null;
  const environment = environmentOf(estate, ref);
  return {
    environment,
    segment,
    compliance: complianceOf(estate, ref),
    neighbours: byVpc(knownPart(estate, "instances"), instance.vpc).length - 1,
    missing: [
      ...(environment === "unknown" ? ["nothing says its environment"] : []),
      ...(segment === null ? ["no attachment says its segment"] : []),
    ],
  };
}
