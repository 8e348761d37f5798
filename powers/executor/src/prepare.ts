import { locksOf, simulatePlan, touchesOfSimulation } from "@trias/plan";
import type { CloudReadResult } from "@trias/protocol";
import { ExecutorError } from "./errors.ts";
import type { Cloud } from "./ports.ts";
import { distinct, drifted, estateOf, keyOf, readResources } from "./resources.ts";
import type { Locks } from "./store/redeem.ts";
import type { Verified } from "./verify.ts";

export interface Prepared {
  readonly start: CloudReadResult;
  readonly locks: Locks;
}

/**
 * Reads all that the plan touches, before the warrant is used up: it has to look as it was judged, and the plan has to touch
 * nothing that the warrant does not name.
 */
export async function prepare(cloud: Cloud, { permit, plan }: Verified): Promise<Prepared> {
  const refs = distinct(permit.touches);
  const expected = new Map(permit.touches.map((state) => [keyOf(state), state.digest]));
  const start = await readResources(cloud, refs, permit.lineage);
  const estate = estateOf(start);
  const changed = drifted(estate, refs, expected);
  if (changed.length > 0) {
    throw new ExecutorError("conflict", `\`${changed[0]}\` does not look as it was judged`, {
      at: changed.slice(0, 5).join(", "),
      fix: "ask the auditor for a new warrant",
    });
  }
  const unnamed = touchesOfSimulation(simulatePlan(estate, plan)).find((ref) => !expected.has(keyOf(ref)));
  if (unnamed) {
    throw new ExecutorError("forbidden", `the plan touches \`${keyOf(unnamed)}\`, which the warrant does not name`, {
      at: "warrant.touches",
    });
  }
  return { start, locks: { exclusive: locksOf(estate, plan), shared: refs.map(keyOf) } };
}
