import type { Estate } from "@trias/estate";
import type { Assessment, Classification } from "../reasoner.ts";
import { instanceOf, type Placement, placementOf } from "./placement.ts";
import { threatOf } from "./threats.ts";

/** Severity where an event gives none: the middle, so that it is neither dropped nor acted on. */
const MIDDLE = 5;

/** How bad it is here: GuardDuty's own severity, weighed by where the instance stands. Nothing of it comes from free text. */
export function assess(classification: Classification, estate: Estate): Assessment {
  const instance = instanceOf(classification.instance, estate);
  const place = placementOf(instance, estate);
  const known = classification.shape === "guardduty-finding";
  return {
    type: classification.type,
    severity: weighed(classification.severity ?? MIDDLE, place),
    threat: threatOf(classification.type),
    impact: impactOf(classification, place, instance !== null),
    environment: place.environment,
    segment: place.segment,
    compliance: place.compliance,
    confidence: classification.sample ? 0 : known && instance !== null ? 0.9 : known ? 0.5 : 0.1,
    missing: classification.instance === null ? ["the event names no instance"] : place.missing,
  };
}

function weighed(base: number, place: Placement): number {
  const raised = base + (place.environment === "production" ? 0.5 : 0) + (place.compliance.length > 0 ? 0.5 : 0);
  return Math.min(10, Math.max(1, Math.round(raised * 10) / 10));
}

function impactOf({ instance }: Classification, place: Placement, found: boolean): string {
  if (instance === null) return "no instance is named; what is affected is not known";
  if (!found) return `\`${instance}\` is not in the estate; what is affected is not known`;
  const segment = place.segment === null ? "a segment that is not known" : `segment \`${place.segment}\``;
  const scope = place.compliance.length === 0 ? "" : `, in scope of ${place.compliance.join(", ")}`;
  return `\`${instance}\` in ${segment} (${place.environment})${scope}, beside ${place.neighbours} other instances in its VPC`;
}
