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

function planOf({ case_id, bytes, ...rest }: Row): MadePlan {
  return { ...rest, caseId: case_id, bytes: new Uint8Array(bytes) };
}

/** The plans of the last minutes are asked for again at once: by the execution that follows a verdict. */
const RECENT = 200;

export class Plans {
  private readonly database: Database;
  private readonly recent = new Map<string, MadePlan>();

  constructor(database: Database) {
    this.database = database;
  }

  /** Stores the plan of a workflow, and returns the one that is stored: the first. */
  async save(workflow: string, plan: MadePlan): Promise<MadePlan> {
    const { count } = await this.database.query(
      `INSERT INTO orchestrator.plan (workflow, ${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (workflow) DO NOTHING`,
      [workflow, plan.digest, plan.caseId, plan.round, plan.bytes, plan.locks, JSON.stringify(plan.findings)],
    );
    const kept = count > 0 ? plan : ((await this.of(workflow)) ?? plan);
    this.recent.set(kept.digest, kept);
    for (const digest of this.recent.keys()) {
      if (this.recent.size <= RECENT) break;
      this.recent.delete(digest);
    }
    return kept;
  }

  /** The plan that a workflow has stored, or null. */
  async of(workflow: string): Promise<MadePlan | null> {
    const { rows } = await this.database.query<Row>(`SELECT ${COLUMNS} FROM orchestrator.plan WHERE workflow = $1`, [
      workflow,
    ]);
    return rows[0] === undefined ? null : planOf(rows[0]);
  }

  async find(caseId: string, digest: string): Promise<MadePlan> {
    const recent = this.recent.get(digest);
    if (recent?.caseId === caseId) return recent;
    const { rows } = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM orchestrator.plan WHERE case_id = $1 AND digest = $2 LIMIT 1`,
      [caseId, digest],
    );
    const [row] = rows;
    if (row === undefined) {
      throw new OrchestratorError("plan_missing", `no plan \`${digest}\` was made here for this case`, { at: caseId });
    }
    return planOf(row);
  }
}
