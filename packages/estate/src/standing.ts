import type { ResourceRef } from "@trias/protocol";
import { EstateError } from "./errors.ts";
import type { Estate } from "./estate.ts";
import { get, isKnown, list, need, partName } from "./parts.ts";
import type { Attachment, Resource } from "./resources.ts";
import { segmentNames } from "./segment-names.ts";
import { segmentsOf, segmentsOfVpc, vpcsOf } from "./whereabouts.ts";

export type Environment = "production" | "non-production" | "unknown";

/**
 * The environment of a resource, from its own tag, the tags of the VPCs that hold it, and the prefix of their segments.
 * The strictest of these wins: one that says production makes it so, whatever a tag nearer by says; one that can't be read
 * leaves it unknown.
 */
export function environmentOf(estate: Estate, ref: ResourceRef): Environment {
  const sources = sourcesOf(estate, ref);
  const said = sources.tags.map((tags) => environmentTag(tags["environment"]));
  for (const segment of sources.segments) said.push(environmentOfName(segment));
  return strictest(said, sources.complete);
}

/** `null` where nothing is said, `unknown` where something is said that isn't understood. */
function environmentTag(value: string | undefined): Environment | null {
  if (value === undefined) return null;
  if (value === "production" || value === "non-production") return value;
  return value === "prod" ? "production" : "unknown";
}

function environmentOfName(segment: string): Environment | null {
  if (segment.startsWith("prod-")) return "production";
  return segment.startsWith("nonprod-") ? "non-production" : null;
}

function strictest(said: readonly (Environment | null)[], complete: boolean): Environment {
  if (said.includes("production")) return "production";
  if (!complete || said.includes("unknown")) return "unknown";
  return said.includes("non-production") ? "non-production" : "unknown";
}

/** The environment of a segment, by its prefix, else by what is attached to it. Takes either spelling of the name. */
export function environmentOfSegment(estate: Estate, name: string): Environment {
  const segment = segmentNames(estate).resolve(name);
  const byName = environmentOfName(segment?.estate ?? name);
  if (byName || !segment) return byName ?? "unknown";
  const attached: readonly Attachment[] = list(estate, "attachments").filter((each) => each.segment === segment.policy);
  const said = attached.map(({ id }) => environmentOf(estate, { part: "attachments", id }));
  return strictest(said, true);
}

const WORD = /^[a-z0-9-]{1,32}$/;

/** Compliance scopes of a resource (`pci`, `gdpr`, …) from its own tag and those of the VPCs that hold it. */
export function complianceOf(estate: Estate, ref: ResourceRef): readonly string[] {
  const words = sourcesOf(estate, ref).tags.flatMap((tags) => (tags["compliance"] ?? "").split(","));
  return [...new Set(words.map((word) => word.trim().toLowerCase()).filter((word) => WORD.test(word)))].sort();
}

/** Where its data has to stay (`eu`), or null. */
export function residencyOf(estate: Estate, ref: ResourceRef): string | null {
  const said = sourcesOf(estate, ref).tags.map((tags) => tags["residency"]?.toLowerCase());
  return said.find((word) => word !== undefined && WORD.test(word)) ?? null;
}

interface Sources {
  readonly tags: readonly Readonly<Record<string, string>>[];
  readonly segments: readonly string[];
  /** Whether everything that could speak was readable. */
  readonly complete: boolean;
}

function sourcesOf(estate: Estate, ref: ResourceRef): Sources {
  const part = partName(ref.part);
  const resource: Resource = need(estate, part, ref.id);
  const own = "tags" in resource ? [resource.tags] : [];
  try {
    const vpcs = vpcsOf(estate, part, resource);
    const found = vpcs.flatMap((id) => get(estate, "vpcs", id) ?? []);
    const segments = part === "attachments" ? segmentsOf(estate, ref) : vpcs.flatMap((id) => segmentsOfVpc(estate, id));
    return { tags: [...own, ...found.map((vpc) => vpc.tags)], segments, complete: found.length === vpcs.length };
  } catch (error) {
    if (!(error instanceof EstateError) || error.code !== "part_unknown") throw error;
    return { tags: own, segments: [], complete: false };
  }
}

/** Whether the estate knows the parts that environment, compliance and residency are read from. */
export function standingIsKnown(estate: Estate): boolean {
  return (["vpcs", "subnets", "attachments", "core_networks", "interfaces"] as const).every((part) =>
    isKnown(estate, part),
  );
}
