import { fromBase64 } from "@trias/core";
import { leafHash, openCheckpoint, verifyInclusion } from "@trias/ledger";
import {
  buildCreateSegment,
  buildIsolateInstance,
  buildRollBack,
  contentDifferences,
  createdIdsOf,
  parsePlan,
} from "@trias/plan";
import { type ThrowAwayCluster, throwAwayCluster } from "@trias/postgres/testing";
import { openStatement, PAYLOAD_TYPES, warrantSchema } from "@trias/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { companyWan, sampleFinding } from "./__fixtures__/company-wan.ts";
import { migrations, poolOf } from "./__fixtures__/database.ts";
import { keys, World } from "./__fixtures__/world.ts";
import { caseView, feedItems } from "./api/case-api.ts";
import { decide } from "./decide/decide.ts";
import { acceptRequest } from "./intake/request.ts";
import { acceptPlan } from "./judge/accept-plan.ts";
import { databaseOver } from "./main/database.ts";
import { acceptDecline } from "./planner/decline.ts";
import { issueWarrant } from "./warrants/issue.ts";

let cluster: ThrowAwayCluster;
let world: World;
const estate = companyWan();

beforeAll(async () => {
  cluster = await throwAwayCluster();
  const { url } = await cluster.database("auditor", await migrations());
  world = await World.open({ database: databaseOver(poolOf(url)), estate });
}, 60_000);
afterAll(async () => {
  await world.close();
  await cluster.stop();
}, 60_000);

const view = (id: string) => caseView(world.auditor, id, { after: 0, wait: 0 });

async function ended(id: string): Promise<Awaited<ReturnType<typeof view>>> {
  let seen = await view(id);
  while (["reconciling", "executing"].includes(seen.state)) {
    seen = await caseView(world.auditor, id, { after: seen.version, wait: 5 });
  }
  return seen;
}

async function warrantOf(id: string, plan: Uint8Array) {
  const outcome = await issueWarrant(world.auditor, {
    case: id,
    plan_digest: parsePlan(plan).rawDigest,
    executor_key: keys.report.publicKey,
  });
  if (outcome.outcome !== "issued") throw new TypeError(`no warrant: ${JSON.stringify(outcome)}`);
  return outcome.warrant;
}

describe("an incident", () => {
  test("a signed finding is contained by itself, and the ledger can prove each step", async () => {
    const heard = await world.event(sampleFinding());
    expect(heard.authenticated).toBe(true);
    const { items } = await feedItems(world.auditor, { after: 0, wait: 0 });
    expect(items.at(-1)).toMatchObject({ case: heard.case, kind: "plan", round: 1 });
    const built = buildIsolateInstance(world.estate, "i-db673c65e6c099043", "mining");
    const intents = (await view(heard.case)).intents ?? [];
    const plan = world.planBytes(heard.case, 1, intents, built);
    const judged = await acceptPlan(world.auditor, heard.case, plan);
    expect(judged.verdict.concerns.filter(({ level }) => level !== "warn")).toEqual([]);
    expect(judged).toMatchObject({ state: "ready", verdict: { decision: "approved" } });
    const warrant = await warrantOf(heard.case, plan);
    const { predicate } = openStatement(
      warrant,
      PAYLOAD_TYPES.warrant,
      keys.warrant.publicKey,
      warrantSchema,
    ).statement;
    const checkpoint = openCheckpoint(predicate.verdict.proof.checkpoint, world.auditor.logKey);
    const leaf = leafHash(fromBase64(predicate.verdict.entry));
    const { index, hashes } = predicate.verdict.proof;
    expect(verifyInclusion(leaf, index, checkpoint.size, hashes.map(fromBase64), checkpoint.root)).toBe(true);
    await world.execute(warrant, plan);
    expect(await ended(heard.case)).toMatchObject({ state: "done", result: { reconciled: true } });
  });

  test("the same finding without a signature asks a person of security", async () => {
    const finding = sampleFinding();
    const heard = await world.event({ ...finding, id: "unsigned-1" }, null);
    expect(heard).toMatchObject({ authenticated: false, duplicate: false });
    const seen = await view(heard.case);
    expect(["planning", "waiting_answer", "closed"]).toContain(seen.state);
  });
});

describe("a change", () => {
  const sentence = "Add a new microsegment for machine learning workloads with GPU instances";

  test("is asked about, judged, approved, executed, and rolled back to the start", async () => {
    const developer = world.person("developer");
    const start = world.estate;
    const asked = await acceptRequest(world.auditor, { sentence, idempotency_key: "0".repeat(32) }, developer);
    expect(asked.state).toBe("waiting_answer");
    const { question } = await view(asked.case);
    expect(question?.parameter).toBe("environment");
    const answer = {
      kind: "answer" as const,
      nonce: question?.nonce ?? "",
      parameter: "environment",
      value: "non-production",
    };
    expect(await decide(world.auditor, asked.case, answer, developer)).toMatchObject({ state: "planning" });
    const understood = await view(asked.case);
    const built = buildCreateSegment(world.estate, { purpose: "machine learning", environment: "non-production" });
    const plan = world.planBytes(asked.case, 1, understood.intents ?? [], built);
    const judged = await acceptPlan(world.auditor, asked.case, plan);
    expect(judged.verdict.concerns.filter(({ level }) => level === "block")).toEqual([]);
    expect(judged.state).toBe("waiting_approval");
    const { verdict } = await view(asked.case);
    const bound = {
      plan_digest: parsePlan(plan).rawDigest,
      verdict_digest: verdict?.digest ?? parsePlan(plan).rawDigest,
      nonce: verdict?.nonce ?? "",
    };
    for (const { role } of verdict?.approvals ?? []) {
      await decide(world.auditor, asked.case, { kind: "approve", ...bound, role }, world.person(role));
    }
    const warrant = await warrantOf(asked.case, plan);
    const report = await world.execute(warrant, plan);
    expect(await ended(asked.case)).toMatchObject({ state: "done", result: { reconciled: true } });

    const back = await acceptRequest(
      world.auditor,
      { sentence: `roll back ${asked.case}`, idempotency_key: "1".repeat(32) },
      developer,
    );
    expect(back.state).toBe("planning");
    const undo = buildRollBack(parsePlan(plan).plan, createdIdsOf(report.steps), world.estate);
    const undoPlan = world.planBytes(back.case, 1, (await view(back.case)).intents ?? [], undo);
    const undone = await acceptPlan(world.auditor, back.case, undoPlan);
    expect(undone.verdict.concerns.filter(({ level }) => level === "block")).toEqual([]);
    const seen = await view(back.case);
    const undoBound = {
      plan_digest: parsePlan(undoPlan).rawDigest,
      verdict_digest: seen.verdict?.digest ?? parsePlan(plan).rawDigest,
      nonce: seen.verdict?.nonce ?? "",
    };
    const names = seen.verdict?.confirmations ?? [];
    expect(names.length).toBeGreaterThan(0);
    await decide(world.auditor, back.case, { kind: "confirm", ...undoBound, names }, developer);
    for (const { role } of seen.verdict?.approvals ?? []) {
      await decide(world.auditor, back.case, { kind: "approve", ...undoBound, role }, world.person(role));
    }
    await world.execute(await warrantOf(back.case, undoPlan), undoPlan);
    expect(await ended(back.case)).toMatchObject({ state: "done", result: { reconciled: true } });
    expect((await view(asked.case)).state).toBe("rolled_back");
    expect(contentDifferences(start, world.estate)).toEqual([]);
  });
});

describe("a planner that answers instead of planning", () => {
  const answered = {
    round: 1,
    intents: [],
    code: "answered" as const,
    reason: "it is done",
    answer: "all of it is done",
  };
  const ask = (sentence: string, key: string) =>
    acceptRequest(world.auditor, { sentence, idempotency_key: key.repeat(32) }, world.person("developer"));

  test("ends a question with its answer", async () => {
    const { case: id } = await ask("How is the network doing?", "a");
    expect(await acceptDecline(world.auditor, { case: id, ...answered })).toBe("closed");
    expect(await view(id)).toMatchObject({ state: "closed", answer: "all of it is done" });
  });

  test("ends a request for a change as one that was not made, without the answer", async () => {
    const { case: id, state } = await ask("Double the render-fleet", "b");
    expect(state).toBe("planning");
    expect(await acceptDecline(world.auditor, { case: id, ...answered })).toBe("unavailable");
    expect((await view(id)).answer).toBeUndefined();
  });
});
