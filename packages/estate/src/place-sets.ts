import type { Estate } from "./estate.ts";
import { list } from "./parts.ts";
import { segmentNames } from "./segment-names.ts";
import { complianceOf, environmentOf, environmentOfSegment, residencyOf } from "./standing.ts";
import { segmentsOfVpc } from "./whereabouts.ts";

/**
 * The places that a name in an invariant or a question stands for: itself, the segments that begin with it (`nonprod-*`), or what
 * carries a tag (`environment:production`). Empty where the estate has none of that kind.
 */
export function placesNamed(estate: Estate, name: string): readonly string[] {
  if (name.endsWith("*")) {
    return segments(estate).filter((segment) => segment.startsWith(name.slice(0, -1)));
  }
  const [, key, value = ""] = /^(environment|compliance|residency|owner|segment):(.+)$/.exec(name) ?? [];
  switch (key) {
    case "environment":
      return inEnvironment(estate, value);
    case "compliance":
      return vpcsWhere(estate, (id) => complianceOf(estate, { part: "vpcs", id }).includes(value));
    case "residency":
      return vpcsWhere(estate, (id) => residencyOf(estate, { part: "vpcs", id }) === value);
    case "owner":
      return list(estate, "vpcs").flatMap(({ id, tags }) => (tags["owner"] === value ? [id] : []));
    case "segment":
      return [value];
    default:
      return [name];
  }
}

function segments(estate: Estate): string[] {
  return segmentNames(estate).all.map((segment) => segment.estate);
}

/** Whole segments, and the VPCs that no such segment holds. What can't be told counts as production. */
function inEnvironment(estate: Estate, environment: string): string[] {
  const fits = (found: string) => found === environment || (environment === "production" && found === "unknown");
  const whole = segments(estate).filter((segment) => fits(environmentOfSegment(estate, segment)));
  const rest = vpcsWhere(
    estate,
    (id) =>
      fits(environmentOf(estate, { part: "vpcs", id })) &&
      !segmentsOfVpc(estate, id).some((segment) => whole.includes(segment)),
  );
  return [...whole, ...rest];
}

function vpcsWhere(estate: Estate, fits: (id: string) => boolean): string[] {
  return list(estate, "vpcs").flatMap(({ id }) => (fits(id) ? [id] : []));
}

/** Ids of the VPCs of a segment, or of the VPC itself; empty for any other place. */
export function vpcsOfPlace(estate: Estate, place: string): readonly string[] {
  const segment = segmentNames(estate).resolve(place);
  if (segment) return vpcsWhere(estate, (id) => segmentsOfVpc(estate, id).includes(segment.estate));
  return vpcsWhere(estate, (id) => id === place);
}
