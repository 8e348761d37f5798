import type { Intent } from "@trias/protocol";

/** AWS takes letters and digits only and at most 64 of them; hyphens are the estate's. */
const LONGEST = 48;

/** A name as the estate writes it: lower case, words joined by single hyphens; empty where nothing usable is left. */
export function segmentSlug(text: string): string {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((word) => word !== "")
    .join("-")
    .slice(0, LONGEST)
    .replace(/-$/, "");
}

/**
 * The one estate name that a new segment may have, derived from the request alone, so that planner and auditor arrive at
 * the same: the name that was asked for, else environment and purpose. Null while neither is known.
 */
export function newSegmentName(intent: Intent): string | null {
  const { name, purpose, environment } = intent.parameters;
  if (typeof name === "string") {
    const slug = segmentSlug(name);
    return /^[a-z]/.test(slug) ? slug : null;
  }
  if (typeof purpose !== "string" || (environment !== "production" && environment !== "non-production")) return null;
  const slug = segmentSlug(purpose);
  return slug === "" ? null : `${environment === "production" ? "prod" : "nonprod"}-${slug}`;
}
