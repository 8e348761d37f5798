import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLONE } from "@trias/supervisor/state";

const RAISED = {
  containment_per_hour: 100_000,
  containment_per_segment_per_hour: 100_000,
  emergency_tickets_per_hour: 100_000,
};

/** A copy of the charter whose caps allow as many containments as a run needs, and says what differs; every other guard stays. */
export function benchCharter(folder: string, say: (line: string) => void): string {
  cpSync(join(CLONE, "charter"), folder, { recursive: true });
  edit(folder, "caps.json", (caps) => ({ ...caps, ...RAISED }), say);
  // A run within a freeze would wait for people.
  edit(folder, "calendar.json", () => ({ freezes: [] }), say);
  return folder;
}

type Fields = Readonly<Record<string, unknown>>;

function edit(folder: string, name: string, change: (before: Fields) => Fields, say: (line: string) => void): void {
  const path = join(folder, name);
  const after = change(JSON.parse(readFileSync(path, "utf8")) as Fields);
  writeFileSync(path, `${JSON.stringify(after, null, 2)}\n`);
  say(`charter of this bench, ${name}: ${JSON.stringify(after)}`);
}
