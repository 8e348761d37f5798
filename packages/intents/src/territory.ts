import {
  type Attachment,
  type Cidr,
  contains,
  type Estate,
  get,
  isKnown,
  list,
  parseCidr,
  segmentNames,
  tryParseCidr,
} from "@trias/estate";

/** A part of the network, as the ends of flows name it. */
export interface Territory {
  /** Whether a place lies in it as a whole. */
  holds(place: string): boolean;
}

const PLACES = ["subnets", "interfaces", "instances", "databases", "load_balancers", "endpoints"] as const;

/** What hangs on attachments, and these segments by name; a name is a segment's in either spelling. */
export function territoryOf(
  estate: Estate,
  attachments: readonly Attachment[],
  segments: readonly string[],
): Territory {
  const vpcs = new Set(attachments.flatMap(({ type, resource }) => (type === "vpc" ? [resource] : [])));
  return territory(estate, vpcs, new Set(attachments.map(({ id }) => id)), blocksOf(estate, attachments), segments);
}

/** A segment with all that is attached to it. */
export function segmentTerritory(estate: Estate, segment: string): Territory {
  const inside = list(estate, "attachments").filter((attachment) => attachment.segment === segment);
  return territoryOf(estate, inside, [segment]);
}

/** One VPC by itself. */
export function vpcTerritory(estate: Estate, id: string): Territory {
  const found = isKnown(estate, "vpcs") ? get(estate, "vpcs", id) : undefined;
  const blocks = [...(found?.cidrs ?? []), ...(found?.ipv6_cidrs ?? [])].map((cidr) => parseCidr(cidr));
  return territory(estate, new Set([id]), new Set(), blocks, []);
}

function territory(
  estate: Estate,
  vpcs: ReadonlySet<string>,
  attachments: ReadonlySet<string>,
  blocks: readonly Cidr[],
  segments: readonly string[],
): Territory {
  const names = segmentNames(estate);
  return {
    holds(place) {
      if (vpcs.has(place) || attachments.has(place)) return true;
      const segment = names.policyName(place);
      if (segment !== null) return segments.includes(segment);
      const range = tryParseCidr(place);
      if (range !== null) return blocks.some((block) => contains(block, range));
      const vpc = vpcOf(estate, place);
      return vpc !== null && vpcs.has(vpc);
    },
  };
}

function blocksOf(estate: Estate, attachments: readonly Attachment[]): Cidr[] {
  return attachments.flatMap(({ type, resource, advertised = [] }) => {
    const vpc = type === "vpc" && isKnown(estate, "vpcs") ? get(estate, "vpcs", resource) : undefined;
    return [...(vpc?.cidrs ?? []), ...(vpc?.ipv6_cidrs ?? []), ...advertised].map((cidr) => parseCidr(cidr));
  });
}

function vpcOf(estate: Estate, place: string): string | null {
  for (const part of PLACES) {
    const found = isKnown(estate, part) ? get(estate, part, place) : undefined;
    if (found) return found.vpc;
  }
  return null;
}
