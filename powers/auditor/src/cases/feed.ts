import type { Digest } from "@trias/core";
import type { Envelope, FeedItem } from "@trias/protocol";
import type { Sql } from "../ports.ts";
import type { Bell } from "../store/bell.ts";
import type { Change } from "../store/writer.ts";
import type { CaseFile } from "./case-file.ts";
import { clip } from "./edit.ts";

const PAGE = 100;

interface StoredItem {
  readonly kind: FeedItem["kind"];
  readonly answers: FeedItem["answers"];
  readonly round: number;
  readonly plan_digest?: Digest;
  readonly reason: string;
}

/** What the orchestrator has to work on, in the order of commits. */
export class Feed {
  private readonly bell: Bell;

  constructor(bell: Bell) {
    this.bell = bell;
  }

  push(change: Change, file: CaseFile, kind: FeedItem["kind"], reason: string, planDigest?: Digest): void {
    const item: StoredItem = {
      kind,
      answers: file.answers,
      round: file.round,
      reason: clip(reason),
      ...(planDigest === undefined ? {} : { plan_digest: planDigest }),
    };
    change.put(
      "INSERT INTO auditor.feed (n, case_id, item) SELECT coalesce(max(n), 0) + 1, $1, $2::json FROM auditor.feed",
      [file.id, JSON.stringify(item)],
    );
    change.afterCommit(() => this.bell.ring("feed"));
  }
}

export async function readFeed(sql: Sql, after: number): Promise<FeedItem[]> {
  const rows = await sql.query<{ n: string; case_id: string; item: StoredItem; words: string; receipt: Envelope }>(
    `SELECT f.n, f.case_id, f.item, c.words, c.receipt FROM auditor.feed f JOIN auditor.case_file c ON c.id = f.case_id
     WHERE f.n > $1 ORDER BY f.n LIMIT $2`,
    [after, PAGE],
  );
  return rows.map(({ n, case_id, item, words, receipt }) => ({
    n: Number(n),
    case: case_id,
    ...item,
    receipt,
    subject: words,
  }));
}
