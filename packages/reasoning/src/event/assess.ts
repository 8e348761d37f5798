import type { Estate } from "@trias/estate";
import type { Assessment, Classification } from "../reasoner.ts";
import { type Placement, placementOf } from "./placement.ts";
import { subjectOf } from "./subject.ts";
import { threatOf } from "./threats.ts";

/** Severity where an event gives none: the middle, so that it is neither dropped nor acted on. */
const MIDDLE = 5;

/** How bad it is here: the event's own severity, weighed by where its resource stands. Nothing of it comes from free text. */
export function assess(classification: Classification, estate: Estate): Assessment {
  const subject = subjectOf(classification, estate);
  const place = subject === null ? null : placementOf(subject, estate);
  return {
    type: classification.type,
    severity: weighed(classification, place),
    threat: threatOf(classification.class),
    impact: impactOf(classification, place, subject?.id ?? null),
    blast_radius: place?.radius ?? "not known",
    environment: place?.environment ?? "unknown",
    segment: place?.segment ?? null,
    compliance: place?.compliance ?? [],
    confidence: confidenceIn(classification, subject !== null),
    missing: missingOf(classification, place),
  };
}

function weighed({ severity, response }: Classification, place: Placement | null): number {
  const base = severity ?? MIDDLE;
  const raised =
    response.action === "none" || place === null
      ? base
      : base + (place.environment === "production" ? 0.5 : 0) + (place.compliance.length > 0 ? 0.5 : 0);
  return Math.min(10, Math.max(1, Math.round(raised * 10) / 10));
}

function confidenceIn({ sample, class: threat }: Classification, found: boolean): number {
  if (sample) return 0;
  if (threat === "unknown" || threat === "unclassified") return 0.1;
  return found ? 0.9 : 0.5;
}

function impactOf({ instance, resources }: Classification, place: Placement | null, found: string | null): string {
  if (place !== null && found !== null) {
    const segment = place.segment === null ? "a segment that is not known" : `segment \`${place.segment}\``;
    const scope = place.compliance.length === 0 ? "" : `, in scope of ${place.compliance.join(", ")}`;
    return `\`${found}\` in ${segment} (${place.environment})${scope}; it reaches ${place.radius}`;
  }
  const named = instance ?? resources[0];
  if (named === undefined) return "no resource is named; what is affected is not known";
  return `\`${named.slice(0, 200)}\` is not in the estate; what is affected is not known`;
}

function missingOf(
  { instance, resources, severity, time, response }: Classification,
  place: Placement | null,
): string[] {
  return [
    ...(severity === null ? ["the event gives no severity"] : []),
    ...(time === null ? ["the event says no time that can be read"] : []),
    ...(place !== null
      ? place.missing
      : instance !== null
        ? ["the instance is not in the estate"]
        : resources.length > 0
          ? ["what it is about is not in the estate"]
          : response.action === "none"
            ? []
            : ["the event names no resource"]),
  ];
}
