import { randomBytes } from "node:crypto";
import type { Digest } from "@trias/core";
import { type BuiltPlan, buildCreateSegment, parsePlan } from "@trias/plan";
import { type ThrowAwayCluster, throwAwayCluster } from "@trias/postgres/testing";
import type { CaseView, DecisionInput, Envelope } from "@trias/protocol";
import { caseView } from "../api/case-api.ts";
import { type Decided, decide } from "../decide/decide.ts";
import { acceptRequest, type RequestAccepted } from "../intake/request.ts";
import { acceptPlan, type Judged } from "../judge/accept-plan.ts";
import type { PersonCaller } from "../people/caller.ts";
import { issueWarrant, type WarrantOutcome } from "../warrants/issue.ts";
import { companyWan } from "./company-wan.ts";
import { migrations, poolOf } from "./database.ts";
import { databaseOver } from "../main/database.ts";
import { keys, World, type WorldOptions } from "./world.ts";

/** A world on a database of its own, and what a test does in it over and over. */
export class Stage {
  readonly world: World;
  readonly url: string;
  private readonly cluster: ThrowAwayCluster;
  private readonly pool: ReturnType<typeof poolOf>;

  private constructor(world: World, url: string, cluster: ThrowAwayCluster, pool: ReturnType<typeof poolOf>) {
    this.world = world;
    this.url = url;
    this.cluster = cluster;
    this.pool = pool;
  }

  static async open(options: Partial<Pick<WorldOptions, "charter" | "estate">> = {}): Promise<Stage> {
    const cluster = await throwAwayCluster();
    const { url } = await cluster.database("auditor", await migrations());
    const pool = poolOf(url);
    const world = await World.open({ database: databaseOver(pool), estate: companyWan(), ...options });
    return new Stage(world, url, cluster, pool);
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.pool.close();
    await this.cluster.stop();
  }

  view(id: string): Promise<CaseView> {
    return caseView(this.world.auditor, id, { after: 0, wait: 0 });
  }

  /** The case once it neither executes nor is reconciled any more. */
  async ended(id: string): Promise<CaseView> {
    let seen = await this.view(id);
    while (["reconciling", "executing"].includes(seen.state)) {
      seen = await caseView(this.world.auditor, id, { after: seen.version, wait: 5 });
    }
    return seen;
  }

  request(sentence: string, caller: PersonCaller, ticket?: string): Promise<RequestAccepted> {
    return acceptRequest(this.world.auditor, { sentence, ticket, idempotency_key: nonce() }, caller);
  }

  decide(id: string, input: DecisionInput, caller: PersonCaller): Promise<Decided> {
    return decide(this.world.auditor, id, input, caller);
  }

  async answer(id: string, value: string, caller: PersonCaller): Promise<Decided> {
    const { question } = await this.view(id);
    return this.decide(
      id,
      { kind: "answer", nonce: question?.nonce ?? "", parameter: question?.parameter ?? "", value },
      caller,
    );
  }

  judge(id: string, plan: Uint8Array): Promise<Judged> {
    return acceptPlan(this.world.auditor, id, plan);
  }

  warrant(id: string, plan: Uint8Array): Promise<WarrantOutcome> {
    const plan_digest = parsePlan(plan).rawDigest;
    return issueWarrant(this.world.auditor, { case: id, plan_digest, executor_key: keys.report.publicKey });
  }

  async issued(id: string, plan: Uint8Array): Promise<Envelope> {
    const outcome = await this.warrant(id, plan);
    if (outcome.outcome === "issued") return outcome.warrant;
    throw new TypeError(`no warrant: ${JSON.stringify(outcome)}`);
  }

  /** What every decision about the present verdict repeats. */
  async bound(id: string): Promise<{ plan_digest: Digest; verdict_digest: Digest; nonce: string }> {
    const { plan, verdict } = await this.view(id);
    if (!plan || !verdict) throw new TypeError("nothing was judged");
    return { plan_digest: plan.digest, verdict_digest: verdict.digest, nonce: verdict.nonce };
  }

  async approveAll(id: string): Promise<void> {
    const { verdict } = await this.view(id);
    for (const { role, status } of verdict?.approvals ?? []) {
      if (status !== "needed") continue;
      await this.decide(id, { kind: "approve", ...(await this.bound(id)), role }, this.world.person(role));
    }
  }

  /** A request for a segment, answered and ready to be planned. */
  async segmentCase(purpose: string, caller: PersonCaller): Promise<string> {
    const asked = await this.request(`Add a new microsegment for ${purpose} workloads`, caller);
    await this.answer(asked.case, "non-production", caller);
    return asked.case;
  }

  segmentPlan(purpose: string): BuiltPlan {
    return buildCreateSegment(this.world.estate, { purpose, environment: "non-production" });
  }

  /** The plan's bytes for the round that the case is in, under the auditor's own reading of the intents. */
  async bytes(id: string, built: BuiltPlan, round = 1): Promise<Uint8Array> {
    const { intents } = await this.view(id);
    return this.world.planBytes(id, round, intents ?? [], built);
  }
}

export function nonce(): string {
  return randomBytes(16).toString("hex");
}
