import { type Digest, digestValue } from "@trias/core";
import type { Facts } from "../facts.ts";
import type { Finding } from "../finding.ts";
import { CORE_CEDAR } from "./core-cedar.ts";
import type { HardPolicy } from "./hard-policy.ts";
import { p1 } from "./p1-ticket.ts";
import { p2 } from "./p2-deletion.ts";
import { p3 } from "./p3-exposure.ts";
import { p4 } from "./p4-cost.ts";
import { p5 } from "./p5-watchers.ts";
import { p6 } from "./p6-pci.ts";
import { p7 } from "./p7-residency.ts";

// INVARIANT (I7): the list is fixed here; no charter, role or approval adds to it, takes from it or switches one off.
export const HARD_POLICIES: readonly HardPolicy[] = [p1, p2, p3, p4, p5, p6, p7];

/** Names the hard policies in every verdict and checkpoint: over the Cedar text and the listing of policies and rules. */
export const HARD_POLICIES_DIGEST: Digest = digestValue({
  schema: "trias.hard-policies/1",
  cedar: CORE_CEDAR,
  policies: HARD_POLICIES.map(({ id, title, rules }) => ({ id, title, rules })),
});

export function hardFindings(facts: Facts): Finding[] {
  return HARD_POLICIES.flatMap((policy) => policy.evaluate(facts));
}
