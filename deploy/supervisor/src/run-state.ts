import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "./files.ts";
import type { KeptStatus } from "./keeper.ts";
import type { Layout } from "./layout.ts";

const keptStatusSchema = z.strictObject({
  name: z.string(),
  state: z.enum(["waiting", "starting", "up", "restarting", "crashing", "stopped"]),
  pid: z.int().nullable(),
  restarts: z.int(),
  since: z.string(),
  message: z.string().nullable(),
});

const runStateSchema = z.strictObject({
  supervisor: z.int(),
  build: z.string(),
  port_base: z.int(),
  started: z.string(),
  /** Everything answered at least once. */
  complete: z.boolean(),
  processes: z.array(keptStatusSchema),
});
export type RunState = z.infer<typeof runStateSchema>;

function file(layout: Layout): string {
  return join(layout.run, "status.json");
}

/** What the supervisor last wrote about its processes. */
export function readRunState(layout: Layout): RunState | null {
  return readJson(file(layout), runStateSchema);
}

export function writeRunState(
  layout: Layout,
  state: Omit<RunState, "processes">,
  processes: readonly KeptStatus[],
): void {
  writeJson(file(layout), { ...state, processes });
}
