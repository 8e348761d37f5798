import { type Estate, environmentOfSegment, isKnown, list, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { textOf } from "../named.ts";

export interface WantedBlock {
  readonly prefix: number;
  readonly region: string;
  readonly environment: "production" | "non-production";
  /** What the pool writes down for it. */
  readonly purpose: string;
}

/** Which block is asked for, or null while something is missing. */
export function wantedBlock(intent: Intent, estate: Estate): WantedBlock | null {
  const size = /^\/(\d{1,3})$/.exec(textOf(intent, "size") ?? "");
  const segment = segmentNames(estate).resolve(textOf(intent, "segment") ?? "");
  const environment = segment === null ? "unknown" : environmentOfSegment(estate, segment.estate);
  const regions = poolRegions(estate, environment);
  const region = textOf(intent, "region") ?? (regions.length === 1 ? regions[0] : undefined);
  if (size === null || segment === null || region === undefined || environment === "unknown") return null;
  return { prefix: Number(size[1]), region, environment, purpose: `segment:${segment.estate}` };
}

export function poolRegions(estate: Estate, environment: string): readonly string[] {
  if (!isKnown(estate, "ipam_pools")) return [];
  const pools = list(estate, "ipam_pools").filter(({ tags }) => tags["environment"] === environment);
  return [...new Set(pools.map(({ region }) => region))].sort();
}
