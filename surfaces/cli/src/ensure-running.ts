import { type Layout, lockHolder, readRunState, startDetached, waitUntilComplete } from "@trias/supervisor/state";
import type { Output } from "./output.ts";

/** Makes sure that a system runs in this state folder, and says so where it had to start one. */
export async function ensureRunning(layout: Layout, out: Output): Promise<void> {
  if (lockHolder(layout) === null) {
    out.progress("no system runs here: starting one (`trias down` stops it)");
    await startDetached(layout, []);
  }
  if (readRunState(layout)?.complete === true && lockHolder(layout) !== null) return;
  await waitUntilComplete(layout, 180_000);
}
