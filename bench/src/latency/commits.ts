import type { JournalEntry } from "@trias/protocol";

/** When the last effect on each interface's case was committed in the cloud, by interface id. */
export function commitsOf(journal: readonly JournalEntry[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  const interfaces = new Map<string, Set<string>>();
  for (const { key, time, changed, target } of journal) {
    const warrant = key.split("/")[0] ?? "";
    last.set(warrant, Math.max(last.get(warrant) ?? 0, Date.parse(time)));
    const own = interfaces.get(warrant) ?? new Set();
    interfaces.set(warrant, own);
    for (const id of [target, ...changed.filter(({ part }) => part === "interfaces").map(({ id }) => id)]) own.add(id);
  }
  const commits = new Map<string, number>();
  for (const [warrant, ids] of interfaces) for (const id of ids) commits.set(id, last.get(warrant) ?? 0);
  return commits;
}
