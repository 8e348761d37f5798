import type { CaseState, CaseView, FeedItem, InboxItem } from "@trias/protocol";
import type { Auditor } from "../auditor.ts";
import { casesIn, needCase, newestCases } from "../cases/case-store.ts";
import { readFeed } from "../cases/feed.ts";
import { inboxItem } from "../cases/inbox.ts";
import { viewOf } from "../cases/view.ts";
import type { PersonCaller } from "../people/caller.ts";

const MIDDLE = 5;

interface Poll {
  readonly after: number;
  readonly wait: number;
}

/** One case; with `wait`, as soon as its version is greater than `after`, and at the latest after so many seconds. */
export async function caseView(
  auditor: Auditor,
  id: string,
  { after, wait }: Poll,
  signal?: AbortSignal,
): Promise<CaseView> {
  const { database, bell, clock } = auditor;
  const look = async () => {
    const stored = await needCase(database, id);
    return stored.version > after ? stored : null;
  };
  const changed = await bell.until(`case:${id}`, wait * 1000, look, signal, () => clock.monotonic());
  return viewOf(changed ?? (await needCase(database, id)), clock.now());
}

export async function caseList({ database }: Auditor, query: { state?: CaseState | undefined; limit: number }) {
  const cases = await newestCases(database, query.state, query.limit);
  return {
    cases: cases.map(({ file }) => ({
      case: file.id,
      kind: file.kind,
      subject: file.subject,
      state: file.state,
      opened: file.opened,
    })),
  };
}

export async function inbox({ database }: Auditor, caller: PersonCaller): Promise<{ items: InboxItem[] }> {
  const waiting = await casesIn(database, ["waiting_answer", "waiting_confirmation", "waiting_approval"]);
  const items = waiting.flatMap((stored) => inboxItem(stored, caller) ?? []);
  // What people asked for waits on an equal footing with an incident of middle severity; of the same severity the oldest is first.
  return { items: items.sort((a, b) => (b.severity ?? MIDDLE) - (a.severity ?? MIDDLE)) };
}

export async function feedItems(
  { database, bell, clock }: Auditor,
  { after, wait }: Poll,
  signal?: AbortSignal,
): Promise<{ items: FeedItem[] }> {
  const look = async () => {
    const items = await readFeed(database, after);
    return items.length === 0 ? null : items;
  };
  return { items: (await bell.until("feed", wait * 1000, look, signal, () => clock.monotonic())) ?? [] };
}
