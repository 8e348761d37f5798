import { randomBytes } from "node:crypto";
import { signerFromSeed, toBase64, toHex, utf8 } from "@trias/core";
import { applyChanges, differences, type Estate, readResources, toWire } from "@trias/estate";
import { type BuiltPlan, parsePlan, simulatePlan, substitutePlanned } from "@trias/plan";
import { assembleCharter, wasmCedarEngine } from "@trias/policy";
import {
  type Envelope,
  type ExecutionReport,
  type Intent,
  PAYLOAD_TYPES,
  type Plan,
  preAuthEncoding,
  type Role,
  type StepOutcome,
  signStatement,
  type Warrant,
} from "@trias/protocol";
import { createReachEngine } from "@trias/reach";
import { rulesReasoner } from "@trias/reasoning";
import { type Auditor, openAuditor } from "../auditor.ts";
import { acceptEvent, type EventAccepted } from "../intake/event.ts";
import type { PersonCaller } from "../people/caller.ts";
import { type Clock, type Database, isoTime, type Log, type RandomBytes } from "../ports.ts";
import { acceptReport } from "../executions/accept-report.ts";
import { charterFiles } from "./company-wan.ts";

const silent: Log = { info() {}, warn() {}, error() {}, begin() {}, end() {} };
export const random: RandomBytes = (count) => new Uint8Array(randomBytes(count));
const key = () => signerFromSeed(toBase64(random(32)));

/** The keys of one installation. */
export const keys = {
  receipt: key(),
  warrant: key(),
  log: key(),
  estate: key(),
  report: key(),
  guardduty: key(),
};

export class TestClock implements Clock {
  private offset = 0;
  now(): number {
    return Date.now() + this.offset;
  }
  monotonic(): number {
    return performance.now();
  }
  advance(ms: number): void {
    this.offset += ms;
  }
}

export interface WorldOptions {
  readonly database: Database;
  readonly estate: Estate;
  readonly charter?: Readonly<Record<string, unknown>>;
}

/** An auditor, and around it a cloud with a collector and an executor that speak the protocol. */
export class World {
  readonly auditor: Auditor;
  readonly clock: TestClock;
  estate: Estate;
  private readonly stopped = new AbortController();

  private constructor(auditor: Auditor, clock: TestClock, estate: Estate) {
    this.auditor = auditor;
    this.clock = clock;
    this.estate = estate;
  }

  static async open(options: WorldOptions): Promise<World> {
    const clock = new TestClock();
    const auditor = await openWith(options, clock);
    const world = new World(auditor, clock, fresh(options.estate, clock));
    await world.sendSnapshot();
    void world.collect();
    return world;
  }

  async close(): Promise<void> {
    this.stopped.abort();
    this.auditor.stop();
  }

  person(role: Role, name: string = role): PersonCaller {
    const person = { iss: "https://identity.test", sub: name };
    return { person, roles: [role], session: { jti: `jti-${name}`, issued: isoTime(this.clock.now()) } };
  }

  async sendSnapshot(): Promise<void> {
    this.estate = fresh(this.estate, this.clock);
    await this.auditor.holder.accept(signStatement(PAYLOAD_TYPES.estate, toWire(this.estate), keys.estate));
  }

  /** What somebody changes, Trias or not; the collector tells the auditor of it unless it is to stay unnoticed. */
  async change(next: Estate, unnoticed = false): Promise<void> {
    const before = this.estate;
    this.estate = { ...next, serial: before.serial + 1 };
    if (unnoticed) return;
    const changed = differences(before, this.estate).map(({ part, id, after }) => ({ part, id, resource: after }));
    const delta = {
      schema: "trias.estate-delta/1",
      lineage: before.lineage,
      base_serial: before.serial,
      serial: this.estate.serial,
      time: isoTime(this.clock.now()),
      changed,
    };
    await this.auditor.holder.accept(signStatement(PAYLOAD_TYPES.delta, delta, keys.estate));
  }

  async event(event: unknown, source: string | null = "guardduty"): Promise<EventAccepted> {
    const bytes = utf8(JSON.stringify(event));
    const signature = toBase64(keys.guardduty.sign(preAuthEncoding(PAYLOAD_TYPES.event, bytes)));
    const headers = source === null ? { source: undefined, signature: undefined } : { source, signature };
    return acceptEvent(this.auditor, bytes, headers);
  }

  planBytes(caseId: string, round: number, intents: readonly Intent[], built: BuiltPlan): Uint8Array {
    const plan: Plan = {
      schema: "trias.plan/1",
      case: caseId,
      round,
      intents: [...intents],
      summary: built.summary,
      options: [],
      steps: [...built.steps],
    };
    return utf8(JSON.stringify(plan));
  }

  /** Carries a warranted plan out on this cloud and reports it, as an honest executor does. */
  async execute(envelope: Envelope, planBytes: Uint8Array): Promise<ExecutionReport> {
    const warrant: Warrant = JSON.parse(Buffer.from(envelope.payload, "base64").toString("utf8"));
    const { plan } = parsePlan(planBytes);
    const { predicate } = warrant;
    await this.report(predicate, 0, "redeemed", []);
    const ids = new Map<string, string>();
    const steps: StepOutcome[] = [];
    const simulation = simulatePlan(this.estate, plan);
    for (const { step, action } of simulation.steps) {
      const created = action.definition.creates ? `${step.action.split("_").at(-1)}-${toHex(random(8))}` : undefined;
      if (created !== undefined) ids.set(step.id, created);
      const time = isoTime(this.clock.now());
      const out: StepOutcome = {
        step: step.id,
        direction: "do",
        status: "done",
        after: [],
        message: "",
        started: time,
        finished: time,
        ...(created === undefined ? {} : { created }),
      };
      steps.push(out);
    }
    const changes = substitutePlanned(
      simulation.steps.flatMap((step) => step.changes),
      ids,
    );
    await this.change(applyChanges(this.estate, changes, this.estate));
    return this.report(predicate, 1, "executed", steps);
  }

  async report(
    { id, case: caseId, plan_digest, touches, verdict }: Warrant["predicate"],
    sequence: number,
    state: ExecutionReport["state"],
    steps: StepOutcome[],
  ): Promise<ExecutionReport> {
    const report: ExecutionReport = {
      schema: "trias.execution-report/1",
      warrant: id,
      case: caseId,
      plan_digest,
      sequence,
      state,
      steps,
      touched: touches.map((touch) => ({ part: touch.part, id: touch.id })),
      checkpoint_size: verdict.proof.index + 1,
      message: "",
      time: isoTime(this.clock.now()),
    };
    await acceptReport(this.auditor, signStatement(PAYLOAD_TYPES.report, report, keys.report));
    return report;
  }

  /** The collector: reads what is wanted, for as long as the world exists. */
  private async collect(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      for (const { id, resources } of await this.auditor.readings.wanted(5000, signal)) {
        const reading = {
          schema: "trias.reading/1",
          id,
          lineage: this.estate.lineage,
          serial: this.estate.serial,
          time: isoTime(this.clock.now()),
          resources: readResources(this.estate, resources),
        };
        this.auditor.readings.accept(signStatement(PAYLOAD_TYPES.reading, reading, keys.estate));
      }
    }
  }
}

export async function openWith({ database, charter }: WorldOptions, clock: Clock): Promise<Auditor> {
  const cedar = wasmCedarEngine();
  const files = charterFiles();
  const sources = JSON.stringify({ sources: { guardduty: keys.guardduty.publicKey } });
  const changed = Object.entries(charter ?? {}).map(([path, value]) => [path, JSON.stringify(value)]);
  const assembled = assembleCharter(
    { ...files, "event-sources.json": sources, ...Object.fromEntries(changed) },
    cedar,
  );
  return openAuditor({
    database,
    notebook: database,
    clock,
    random,
    log: silent,
    origin: "trias.test/audit/2026",
    signers: { receipt: keys.receipt, warrant: keys.warrant, log: keys.log },
    pins: { collectorEstate: keys.estate.publicKey, executorReport: keys.report.publicKey },
    charter: assembled.charter,
    cedar,
    reach: createReachEngine(),
    reasoner: rulesReasoner,
  });
}

/** The same estate, read now. */
function fresh(estate: Estate, clock: Clock): Estate {
  const time = isoTime(clock.now());
  const parts = Object.fromEntries(
    Object.entries(estate.parts).map(([name, part]) => [name, part.status === "known" ? { ...part, time } : part]),
  );
  return { ...estate, time, parts: parts as Estate["parts"] };
}
