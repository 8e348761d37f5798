import { auditorApi, type CaseView, type TimelineEntry } from "@trias/protocol";
import { restsIn } from "./exit-codes.ts";
import type { Session } from "./session.ts";

const POLL_SECONDS = 20;

export interface FollowOptions {
  readonly waitSeconds: number;
  /** Lines of the timeline that were told before. */
  readonly told?: number;
  /** Called with each version of the case. */
  seen?(view: CaseView): void;
  /** Called once for each new line of the timeline. */
  step?(entry: TimelineEntry, view: CaseView): void;
}

/** Follows a case until it ends, waits for a person, or the time is over; returns it as it is then. */
export async function follow(session: Session, id: string, options: FollowOptions): Promise<CaseView> {
  const until = Date.now() + options.waitSeconds * 1000;
  let told = options.told ?? 0;
  let view = await read(session, id, 0, 0);
  for (;;) {
    options.seen?.(view);
    for (const entry of view.timeline.slice(told)) options.step?.(entry, view);
    told = view.timeline.length;
    const left = Math.ceil((until - Date.now()) / 1000);
    if (restsIn(view.state) || left <= 0) return view;
    view = await read(session, id, view.version, Math.min(left, POLL_SECONDS));
  }
}

function read(session: Session, id: string, after: number, wait: number): Promise<CaseView> {
  return session.call("auditor", auditorApi.case, { params: { case: id }, query: { after, wait } });
}
