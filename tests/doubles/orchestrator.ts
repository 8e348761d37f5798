import { canonicalJson, digestBytes, toBase64, utf8 } from "@trias/core";
import { applyDelta, type Estate, parseEstate } from "@trias/estate";
import { type Client, createClient } from "@trias/link";
import type { BuiltPlan } from "@trias/plan";
import {
  auditorApi,
  collectorApi,
  type Envelope,
  executorApi,
  type FeedItem,
  openStatement,
  PAYLOAD_TYPES,
  type Plan,
  type ProcessConfig,
  wireDeltaSchema,
  wireEstateSchema,
} from "@trias/protocol";

const LIMITS = { maxBytes: 1 << 28, maxDepth: 64, maxValues: 50_000_000 };

/** Speaks the orchestrator's protocol with the orchestrator's own certificate, and does what its author likes. */
export interface Double {
  readonly auditor: Client;
  readonly executor: Client;
  readonly collector: Client;
  /** The next feed item of this kind, of this case where one is given. */
  next(kind: FeedItem["kind"], caseId?: string): Promise<FeedItem>;
  estate(): Promise<Estate>;
  submit(item: FeedItem, plan: Uint8Array): ReturnType<typeof submitPlan>;
  warrant(caseId: string, plan: Uint8Array): Promise<Envelope>;
  execute(warrant: Envelope, plan: Uint8Array): ReturnType<typeof sendWarrant>;
}

export function createDouble(config: ProcessConfig): Double {
  const auditor = createClient({ config, peer: "auditor" });
  const executor = createClient({ config, peer: "executor" });
  const collector = createClient({ config, peer: "collector" });
  let cursor = 0;
  const waiting: FeedItem[] = [];
  return {
    auditor,
    executor,
    collector,
    async next(kind, caseId) {
      const fits = (item: FeedItem) => item.kind === kind && (caseId === undefined || item.case === caseId);
      for (;;) {
        const found = waiting.findIndex(fits);
        const [item] = found < 0 ? [] : waiting.splice(found, 1);
        if (item) return item;
        const { items } = await auditor.call(auditorApi.feed, { query: { after: cursor, wait: 20 } });
        waiting.push(...items);
        cursor = items.at(-1)?.n ?? cursor;
      }
    },
    estate: () => readEstate(collector, config),
    submit: (item, plan) => submitPlan(auditor, item.case, plan),
    async warrant(caseId, plan) {
      const body = { case: caseId, plan_digest: digestBytes(plan), executor_key: config.pins["executor.report"] ?? "" };
      const answer = await auditor.call(auditorApi.warrant, { body });
      if (answer.outcome !== "issued") throw new TypeError(`no warrant: ${JSON.stringify(answer)}`);
      return answer.warrant;
    },
    execute: (warrant, plan) => sendWarrant(executor, warrant, plan),
  };
}

function submitPlan(auditor: Client, caseId: string, plan: Uint8Array) {
  return auditor.call(auditorApi.judge, { body: { case: caseId, plan: toBase64(plan) } });
}

function sendWarrant(executor: Client, warrant: Envelope, plan: Uint8Array) {
  return executor.call(executorApi.execute, { body: { warrant, plan: toBase64(plan) } });
}

async function readEstate(collector: Client, config: ProcessConfig): Promise<Estate> {
  const key = config.pins["collector.estate"] ?? "";
  const { envelopes } = await collector.call(collectorApi.estate, { query: { after: 0, wait: 20 } });
  let estate: Estate | undefined;
  for (const envelope of envelopes) {
    if (envelope.payloadType === PAYLOAD_TYPES.estate) {
      const opened = openStatement(envelope, PAYLOAD_TYPES.estate, key, wireEstateSchema, LIMITS);
      estate = parseEstate(opened.statement);
    } else if (estate) {
      estate = applyDelta(estate, openStatement(envelope, PAYLOAD_TYPES.delta, key, wireDeltaSchema, LIMITS).statement);
    }
  }
  if (!estate) throw new TypeError("the collector gave no snapshot");
  return estate;
}

/** The bytes of a plan with these steps, as an orchestrator would send them. */
export function planBytes(
  item: FeedItem,
  built: Pick<BuiltPlan, "summary" | "steps">,
  claims: Plan["intents"],
): Uint8Array {
  const plan: Plan = {
    schema: "trias.plan/1",
    case: item.case,
    round: item.round,
    intents: claims,
    summary: built.summary,
    options: [],
    steps: [...built.steps],
  };
  return utf8(canonicalJson(plan));
}
