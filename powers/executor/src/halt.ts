import { existsSync } from "node:fs";
import { join } from "node:path";
import { ExecutorError } from "./errors.ts";
import { type Clock, type Database, isoTime } from "./ports.ts";
import { setHalt } from "./store/runner.ts";

/** Who asks: name and groups as the identity provider says them. */
export interface Asker {
  readonly person: { readonly iss: string; readonly sub: string };
  readonly groups: readonly string[];
}

/** The identity provider's groups of those who may take a halt back; the supervisor takes them from the charter's roles. */
export const DEFAULT_RESUME_GROUPS: readonly string[] = ["network", "security", "emergency"];

/** Anybody who is somebody may stop everything. */
export async function halt(database: Database, clock: Clock, asker: Asker, reason: string): Promise<void> {
  await setHalt(database, true, reason, nameOf(asker), isoTime(clock.now()));
}

export async function resume(
  database: Database,
  clock: Clock,
  asker: Asker,
  mayResume: readonly string[] = DEFAULT_RESUME_GROUPS,
): Promise<void> {
  if (!asker.groups.some((group) => mayResume.includes(group))) {
    throw new ExecutorError("forbidden", "only network, security or emergency may take a halt back", {
      at: "groups",
      fix: "ask one of them",
    });
  }
  await setHalt(database, false, null, nameOf(asker), isoTime(clock.now()));
}

function nameOf({ person }: Asker): string {
  return `${person.sub} of ${person.iss}`;
}

/** A file `HALT` in the data folder halts too, without network or database; only who can remove it takes it back. */
export function localHalt(dataDir: string): () => string | undefined {
  const file = join(dataDir, "HALT");
  return () => (existsSync(file) ? `the file \`${file}\` is there` : undefined);
}
