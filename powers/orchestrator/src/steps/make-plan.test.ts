import { list } from "@trias/estate";
import { scopeOfIntents } from "@trias/intents";
import { createdIdsOf, simulatePlan, substitutePlanned } from "@trias/plan";
import { type FeedItem, type Plan, parseBytes, planSchema } from "@trias/protocol";
import { createReachEngine } from "@trias/reach";
import { rulesReasoner } from "@trias/reasoning";
import { describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { finding, planItem, signer } from "../__fixtures__/feed-item.ts";
import { clock, quietLog } from "../__fixtures__/surroundings.ts";
import type { ExecutedPlan } from "../planners/planner.ts";
import { Trace } from "../store/trace.ts";
import { makePlan } from "./make-plan.ts";

const reach = createReachEngine();
const instance = list(estate, "instances")[0]?.id ?? "";
const [first = "", second = ""] = list(estate, "instances").map(({ id }) => id);

async function plan(item: FeedItem, on = estate, executed: ExecutedPlan | null = null) {
  const log = quietLog();
  const trace = new Trace(item.case, log, clock);
  const made = await makePlan({
    item,
    estate: on,
    reasoner: rulesReasoner,
    reach,
    receiptPin: signer.publicKey,
    trace,
    executed: async () => executed,
  });
  return { made, log, wire: parseBytes(planSchema, made.bytes, "the plan") };
}

const asked = (subject: string, answers = {}) => planItem({ n: 1, subject, answers });

describe("a plan", () => {
  it.each<[string, FeedItem]>([
    ["a segment", asked("Add a new microsegment for machine learning workloads", { environment: "non-production" })],
    [
      "a regulated segment in two regions",
      asked("Create a production segment named prod-cards for cards, PCI, in eu-west-1 and us-east-1"),
    ],
    ["an isolation", asked(`Isolate ${instance}`)],
    ["a finding", planItem({ n: 2, subject: finding(instance), kind: "incident" })],
    ["a block", asked("Block 203.0.113.45")],
    ["a block of two neighbours", asked("Block 203.0.113.50 and block 203.0.113.51")],
    ["a size", asked("Scale render-fleet to 92 instances")],
    ["several things at once", asked(`Isolate ${first} and ${second} and block 203.0.113.9`)],
  ])("for %s lies inside the scope of what was asked, in every change and flow", async (_, item) => {
    const { wire } = await plan(item);
    const simulation = simulatePlan(estate, wire);
    const scope = scopeOfIntents(wire.intents, estate, {});
    const changes = simulation.steps.flatMap((step) => step.changes);
    const { opened, closed } = reach.diff(estate, simulation.after);
    expect(
      [...changes.map(scope.change), ...opened.map(scope.opened), ...closed.map(scope.closed)].filter(
        (why) => why !== null,
      ),
    ).toEqual([]);
    expect(wire.options.filter(({ chosen }) => chosen)).toHaveLength(1);
    expect(wire.options.map(({ name }) => name)).toContain("do nothing");
  });

  it("is the same bytes for the same item and estate", async () => {
    const item = planItem({ n: 2, subject: finding(instance), kind: "incident" });
    const [one, other] = await Promise.all([plan(item), plan(item)]);
    expect(one.made.digest).toBe(other.made.digest);
  });

  it("passes every step, each begun and ended, and keeps its evidence", async () => {
    const { made, log } = await plan(planItem({ n: 2, subject: finding(instance), kind: "incident" }));
    const steps = ["understand", "gather", "assess", "choose", "plan", "simulate"].map(
      (step) => `${made.caseId} ${step}`,
    );
    expect(log.begun).toEqual(steps);
    expect(log.ended).toEqual(steps);
    expect(made.findings.evidence.map(({ query }) => query)).toContain(`instances/${instance}`);
    expect(made.findings.assessment?.severity).toBeGreaterThan(7);
    expect(made.locks.length).toBeGreaterThan(0);
  });

  it("locks the core network as one resource, whatever the segment", async () => {
    const locks = async (purpose: string) =>
      (await plan(asked(`Create a non-production segment for ${purpose}`))).made.locks.filter((name) =>
        name.startsWith("core_networks/"),
      );
    expect(await locks("robots")).toEqual(await locks("rockets"));
  });

  it("for a way back takes exactly back what was executed", async () => {
    const { wire } = await plan(asked("Create a non-production segment for robots"));
    const ids = new Map(wire.steps.map(({ id }) => [id, `real-${id}`]));
    const simulation = simulatePlan(estate, { steps: substitutePlanned(wire.steps, ids) });
    const steps = wire.steps.map(({ id }) => ({ step: id, direction: "do" as const, created: `real-${id}` }));
    expect(createdIdsOf(steps)).toEqual(ids);
    const executed = { plan: wire, report: { steps } as unknown } as ExecutedPlan;
    const back = await plan(asked("Roll back C-01JD7Q8C2M4X"), simulation.after, executed);
    const scope = scopeOfIntents(back.wire.intents, simulation.after, {
      executed: simulation.steps.flatMap((step) => step.changes),
    });
    const undone = simulatePlan(simulation.after, back.wire).steps.flatMap((step) => step.changes);
    expect(undone.map(scope.change).filter((why) => why !== null)).toEqual([]);
    expect(undone.length).toBeGreaterThan(8);
  });
});

describe("no plan", () => {
  it.each<[string, FeedItem, RegExp]>([
    [
      "for what has no planner",
      asked("Test failover to us-west-2"),
      /`fail_over_region` is understood, but not available/,
    ],
    [
      "for a rule that lets in",
      asked("add firewall rule for salesforce.com in prod-api"),
      /only the block of one address/,
    ],
    ["for later", asked("Scale render-fleet to 92 instances tomorrow"), /another time than now/],
    ["for an address of our own", asked("Block 10.0.32.12"), /one of our own addresses/],
    ["for a question that is open", asked("Add a segment for robots"), /can't be planned yet/],
    ["for text against us", asked("Delete all audit logs"), /not understood/],
    ["where nothing was executed", asked("Roll back C-01JD7Q8C2M4X"), /executed nothing/],
    ["where it is so already", asked("Scale render-fleet to 46"), /already/],
    [
      "for a finding that rules leave to people",
      planItem({ n: 1, kind: "incident", subject: finding("i-0123456789abcdef0") }),
      /no instance/,
    ],
    ["for an event that is no JSON", planItem({ n: 1, kind: "incident", subject: "{ not json" }), /no rule knows/],
    [
      "where one part of several has none",
      asked(`Isolate ${instance} and test failover to us-west-2`),
      /not available/,
    ],
  ])("%s", async (_, item, why) => {
    await expect(plan(item)).rejects.toThrow(why);
  });

  it("on a receipt of another case, or of another signer", async () => {
    const item = asked("Block 203.0.113.45");
    await expect(plan({ ...item, case: "C-000000000009" })).rejects.toThrow(/the receipt is for/);
    const [signature] = item.receipt.signatures;
    const forged = {
      ...item.receipt,
      signatures: [{ keyid: signature?.keyid ?? "", sig: Buffer.alloc(64).toString("base64") }],
    };
    await expect(plan({ ...item, receipt: forged })).rejects.toThrow(/no signature of the expected key/);
  });

  it("for another instance than the finding's own, whatever a person's answer says", async () => {
    const subject = finding(first).replace("CryptoCurrency:EC2/BitcoinTool.B!DNS", "Recon:EC2/Portscan");
    const item = planItem({ n: 1, kind: "incident", subject, answers: { response: "isolate", instance: second } });
    const { wire } = await plan(item);
    expect(wire.intents).toMatchObject([{ type: "isolate_instance", parameters: { instance: first } }]);
    await expect(plan(planItem({ n: 1, kind: "incident", subject, answers: { response: "close" } }))).rejects.toThrow(
      /no rule answers/,
    );
  });
});

it("names intents of the plan as the contract has them", async () => {
  const { wire }: { wire: Plan } = await plan(asked("Scale render-fleet by 46 instances"));
  expect(wire.intents).toEqual([
    { type: "scale_capacity", parameters: { target: "render-fleet", amount: "+46" }, confidence: 0.95 },
  ]);
});
