import type { Assessment } from "@trias/reasoning";
import { OrchestratorError } from "../errors.ts";
import type { Database } from "../ports.ts";
import type { Evidence } from "../steps/gather.ts";

/** A plan as it was submitted, with what it was made from. */
export interface MadePlan {
  readonly digest: string;
  readonly caseId: string;
  readonly round: number;
  readonly bytes: Uint8Array;
  readonly locks: readonly string[];
  readonly findings: { readonly evidence: readonly Evidence[]; readonly assessment: Assessment | null };
}

interface Row {
  readonly digest: string;
  readonly case_id: string;
  readonly round: number;
  readonly bytes: Uint8Array;
  readonly locks: string[];
  readonly findings: MadePlan["findings"];
}

const COLUMNS = "digest, case_id, round, bytes, locks, findings";

/** The plans of the last minutes are asked for again at once: by the execution that follows a verdict. */
const RECENT = 200;

export class Plans {
  private readonly database: Database;
  private readonly recent = new Map<string, MadePlan>();

  constructor(database: Database) {
    this.database = database;
  }

  async save(plan: MadePlan): Promise<void> {
    await this.database.query(
      `INSERT INTO orchestrator.plan (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (digest) DO NOTHING`,
      [plan.digest, plan.caseId, plan.round, plan.bytes, plan.locks, JSON.stringify(plan.findings)],
    );
    this.recent.set(plan.digest, plan);
    for (const digest of this.recent.keys()) {
      if (this.recent.size <= RECENT) break;
      this.recent.delete(digest);
    }
  }

  async find(caseId: string, digest: string): Promise<MadePlan> {
    const recent = this.recent.get(digest);
    if (recent?.caseId === caseId) return recent;
    const { rows } = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM orchestrator.plan WHERE case_id = $1 AND digest = $2`,
      [caseId, digest],
    );
    const [row] = rows;
    if (row === undefined) {
      throw new OrchestratorError("plan_missing", `no plan \`${digest}\` was made here for this case`, { at: caseId });
    }
    const { case_id, bytes, ...rest } = row;
    return { ...rest, caseId: case_id, bytes: new Uint8Array(bytes) };
  }
}
