import { type Estate, get, list } from "@trias/estate";
import type { JournalEntry } from "@trias/protocol";
import { type Job, WANTED_SIZE } from "./work.ts";

/** Cases that did not end as they would have without kills, one line each. */
export function lostOf(jobs: readonly Job[], before: Estate, after: Estate): string[] {
  return jobs.flatMap((job) => {
    const why = job.error ?? wrongEnd(job) ?? wrongEffect(job, before, after);
    return why === undefined ? [] : [`${job.kind} ${job.case ?? "(never accepted)"} on ${job.target}: ${why}`];
  });
}

function wrongEnd({ view }: Job): string | undefined {
  if (view === undefined) return "not followed";
  if (view.state !== "done") return `${view.state}: ${view.reason ?? ""}`;
  return view.result?.reconciled === true ? undefined : "what was read afterwards is not what was planned";
}

function wrongEffect({ kind, target }: Job, before: Estate, after: Estate): string | undefined {
  if (kind === "change") {
    const size = get(after, "scaling_groups", target)?.desired;
    return size === WANTED_SIZE ? undefined : `the cloud says ${size} instances, not ${WANTED_SIZE}`;
  }
  const groups = get(after, "interfaces", target)?.groups ?? [];
  const [own = ""] = groups;
  const neighbours = list(after, "interfaces").filter((one) => one.id !== target && one.groups.includes(own));
  if (groups.length === 1 && neighbours.length === 0 && get(before, "security_groups", own) === undefined) return;
  return `the interface is not alone in a new group: ${groups.join(", ")}`;
}

/** Effects that the cloud's journal shows more than once, one line each. */
export function doubledOf(jobs: readonly Job[], journal: readonly JournalEntry[]): string[] {
  const targets = new Set(jobs.map(({ target }) => target));
  const keys = Map.groupBy(journal, ({ key }) => key);
  const effects = Map.groupBy(journal, (entry) => `${entry.action} ${entry.target} ${entry.parameters_digest}`);
  const warrantsOf = new Map<string, Set<string>>();
  const known = new Set<string>();
  for (const { key, changed } of journal) {
    const warrant = key.split("/")[0] ?? "";
    for (const { id } of changed) {
      if (!targets.has(id)) continue;
      known.add(warrant);
      warrantsOf.set(id, (warrantsOf.get(id) ?? new Set()).add(warrant));
    }
  }
  const strangers = new Set(journal.map(({ key }) => key.split("/")[0] ?? "").filter((one) => !known.has(one)));
  return [
    ...moreThanOne(keys, "carried out"),
    ...moreThanOne(effects, "done"),
    ...[...warrantsOf]
      .filter(([, all]) => all.size > 1)
      .map(([id, all]) => `${id}: changed under ${all.size} warrants`),
    ...[...strangers].map((warrant) => `warrant ${warrant}: effects on no case's target`),
  ];
}

function moreThanOne(groups: ReadonlyMap<string, readonly JournalEntry[]>, what: string): string[] {
  return [...groups].filter(([, all]) => all.length > 1).map(([name, all]) => `${name}: ${what} ${all.length} times`);
}
