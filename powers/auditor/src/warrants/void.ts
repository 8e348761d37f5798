import type { CaseFile } from "../cases/case-file.ts";
import type { CaseStore } from "../cases/case-store.ts";
import { move, tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import type { Change } from "../store/writer.ts";

const MAX_ROUNDS = 20;

/** Takes a verdict back that no longer stands, with every approval of it, and has the planner plan again. */
export async function voidVerdict(
  { cases, feed }: { readonly cases: CaseStore; readonly feed: Feed },
  change: Change,
  file: CaseFile,
  reason: string,
): Promise<CaseFile> {
  const { now } = change;
  if (file.round >= MAX_ROUNDS) {
    const text = `${reason}; after ${MAX_ROUNDS} rounds it is left: ask again`;
    const ended = move(tell(file, "auditor", "stale", text, now), "cancelled", text, now);
    cases.save(change, ended);
    feed.push(change, ended, "stop", text);
    return ended;
  }
  const voided: CaseFile = { ...file, round: file.round + 1, verdict: null };
  const text = `${reason}; the verdict is void and a new plan is made`;
  const next = move(tell(voided, "auditor", "stale", text, now), "planning", text, now);
  cases.save(change, next);
  feed.push(change, next, "plan", reason);
  return next;
}
