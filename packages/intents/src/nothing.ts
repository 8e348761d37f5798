import type { Scope } from "./intent.ts";

/** The scope of whatever must not change anything: every change and every flow lies outside. */
export function permitsNothing(summary: string, why: string): Scope {
  return { summary, change: () => why, opened: () => why, closed: () => why };
}
