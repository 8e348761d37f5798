import { type Estate, get, type Instance, isKnown, list, segmentNames } from "@trias/estate";

/** Where an instance stands, as the estate says. */
export interface Placement {
  readonly environment: "production" | "non-production" | "unknown";
  /** Estate name, or null where neither attachment nor tag tells it. */
  readonly segment: string | null;
  readonly compliance: readonly string[];
  /** How many other instances share its VPC. */
  readonly neighbours: number;
  readonly missing: readonly string[];
}

const NOWHERE: Placement = { environment: "unknown", segment: null, compliance: [], neighbours: 0, missing: [] };

export function instanceOf(id: string | null, estate: Estate): Instance | null {
  return id === null || !isKnown(estate, "instances") ? null : (get(estate, "instances", id) ?? null);
}

export function placementOf(instance: Instance | null, estate: Estate): Placement {
  if (instance === null) return { ...NOWHERE, missing: ["the instance is not in the estate"] };
  const vpc = isKnown(estate, "vpcs") ? get(estate, "vpcs", instance.vpc) : undefined;
  const tags = { ...vpc?.tags, ...instance.tags };
  const segment = segmentOf(instance, estate) ?? tags["segment"] ?? null;
  const { environment } = tags;
  const known = environment === "production" || environment === "non-production";
  return {
    environment: known ? environment : "unknown",
    segment,
    compliance: (tags["compliance"] ?? "").split(/[\s,+]/).filter((one) => one !== ""),
    neighbours: list(estate, "instances").filter((other) => other.vpc === instance.vpc).length - 1,
    missing: [
      ...(known ? [] : ["no tag says its environment"]),
      ...(segment === null ? ["no attachment or tag says its segment"] : []),
    ],
  };
}

/** The segment that the core network really puts it into, whatever tags say. */
function segmentOf(instance: Instance, estate: Estate): string | null {
  if (!isKnown(estate, "attachments") || !isKnown(estate, "core_networks")) return null;
  const attachment = list(estate, "attachments").find((one) => one.resource === instance.vpc);
  return attachment?.segment ? segmentNames(estate).estateName(attachment.segment) : null;
}
