import { canonicalJson, digestBytes, utf8 } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { BuiltPlan } from "@trias/plan";
import { type FeedItem, type Intent, type Plan, type PlanOption, parseValue, planSchema } from "@trias/protocol";
import type { ReachEngine } from "@trias/reach";
import type { Assessment, Reasoner } from "@trias/reasoning";
import { Answered } from "../answers/answered.ts";
import { answerOf } from "../answers/answers.ts";
import { planAll } from "../planners/combine.ts";
import type { ExecutedPlan } from "../planners/planner.ts";
import { plannerOf } from "../planners/planners.ts";
import type { MadePlan } from "../store/plans.ts";
import type { Trace } from "../store/trace.ts";
import { type Chosen, choose } from "./choose.ts";
import { gather } from "./gather.ts";
import { type Expected, simulate } from "./simulate.ts";
import { readReceipt, type Understood, understand } from "./understand.ts";

export interface MakePlanInput {
  readonly item: FeedItem;
  readonly estate: Estate;
  readonly reasoner: Reasoner;
  readonly reach: Pick<ReachEngine, "diff">;
  /** Base64 of the auditor's receipt key. */
  readonly receiptPin: string;
  readonly trace: Trace;
  /** What a case executed, for the way back. */
  executed(caseId: string): Promise<ExecutedPlan | null>;
}

/** From an item of the feed to a plan: understand, gather, assess, choose, plan, simulate. Throws where there is none. */
export async function makePlan(input: MakePlanInput): Promise<MadePlan> {
  const { item, estate, reasoner, trace } = input;
  const understood = trace.sync("understand", () => {
    return understand(item, readReceipt(item, input.receiptPin), reasoner, estate);
  });
  const evidence = trace.sync("gather", () => gather(namedBy(understood), estate));
  const assessment = trace.sync("assess", () => assess(understood, reasoner, estate));
  const chosen = trace.sync("choose", () => choose(understood, assessment, item, reasoner, estate));
  const built = await trace.step("plan", () => build(input, chosen));
  return trace.sync("simulate", () => {
    const expected = simulate(estate, built, understood.kind === "change" ? input.reach : null);
    const bytes = utf8(canonicalJson(wirePlan(item, chosen, built, expected)));
    return {
      digest: digestBytes(bytes),
      caseId: item.case,
      round: item.round,
      bytes,
      locks: expected.locks,
      findings: { evidence, assessment },
    };
  });
}

function namedBy(understood: Understood): Parameters<typeof gather>[0] {
  return understood.kind === "change"
    ? { instance: null, intents: understood.intents }
    : { instance: understood.classification.instance, intents: [] };
}

function assess(understood: Understood, reasoner: Reasoner, estate: Estate): Assessment | null {
  return understood.kind === "incident" ? reasoner.assess(understood.classification, estate) : null;
}

async function build({ estate, executed }: MakePlanInput, { intents, reason }: Chosen): Promise<BuiltPlan> {
  const back = intents.find(({ type }) => type === "roll_back" || type === "explain")?.parameters["case"];
  const context = { estate, reason, executed: typeof back === "string" ? await executed(back) : null };
  const asked = intents.map((intent) => ({ intent, answer: answerOf(intent, context) }));
  const answers = asked.flatMap(({ answer }) => answer ?? []);
  const parts = asked.flatMap(({ intent, answer }) =>
    answer === null ? [{ intent, planner: plannerOf(intent) }] : [],
  );
  // Nothing is left to plan: the answers are all that was asked for.
  if (parts.length === 0) throw new Answered(answers);
  const built = planAll(parts, context);
  return answers.length === 0 ? built : { ...built, summary: [built.summary, ...answers].join("; ") };
}

function wirePlan(item: FeedItem, chosen: Chosen, built: BuiltPlan, expected: Expected): Plan {
  const plan: Plan = {
    schema: "trias.plan/1",
    case: item.case,
    round: item.round,
    intents: [...chosen.intents],
    summary: summaryOf(built, expected),
    options: optionsOf(chosen, built, expected),
    steps: [...built.steps],
  };
  return parseValue(planSchema, plan, "the plan");
}

function summaryOf({ summary, steps }: BuiltPlan, { flows, monthlyUsdDelta, minutes }: Expected): string {
  const money = monthlyUsdDelta === null ? "a cost that is not known" : `${monthlyUsdDelta.toFixed(2)} USD a month`;
  const moved = flows === null ? "" : `; ${flows.opened.length} flows open and ${flows.closed.length} close`;
  return `${summary}: ${steps.length} steps, about ${minutes} min, ${money}${moved}`.slice(0, 2000);
}

function optionsOf({ options, intents }: Chosen, built: BuiltPlan, expected: Expected): PlanOption[] {
  const chosen: PlanOption = {
    name: intents
      .map(({ type }: Intent) => type)
      .join(" and ")
      .slice(0, 100),
    summary: built.summary.slice(0, 500),
    chosen: true,
    monthly_usd_delta: expected.monthlyUsdDelta,
    minutes: expected.minutes,
    risk: options.find(({ intent }) => intent !== null)?.risk.slice(0, 300) ?? "see the flows that open and close",
    reversible: expected.irreversible.length === 0,
  };
  const others = options
    .filter(({ intent }) => intent === null)
    .map(({ name, summary, risk, reversible, minutes, monthly_usd }): PlanOption => {
      return { name, summary, chosen: false, monthly_usd_delta: monthly_usd, minutes, risk, reversible };
    });
  return [chosen, ...others].slice(0, 10);
}
