import { setTimeout as sleep } from "node:timers/promises";
import type { Estate, Instance } from "@trias/estate";
import { followToEnd } from "../cases.ts";
import { benchEstate } from "../estate.ts";
import { type EventSource, openEventSource, type SignedEvent } from "../event-source.ts";
import { findingAbout, targetsOf } from "../finding.ts";
import { LogTail } from "../log-tail.ts";
import { type Measured, runBench } from "../main.ts";
import { percentile } from "../percentile.ts";
import { persist } from "../persist.ts";
import { type BenchSystem, startBenchSystem } from "../system.ts";
import { table } from "../table.ts";
import { commitsOf } from "./commits.ts";
import { perCase, processorTimes } from "./processor.ts";
import { Spans, type StepTimes } from "./spans.ts";

const WARM_UP = 20;
const PER_SECOND = 10;
const SETTLE_MS = 60_000;
/** Of the plan that isolates an instance with one interface. */
const STEPS = 2;
const LEAST_INSTANCES = 2000;
/** Instances of the PCI segment, about one in eight, are no targets: people decide there. */
const TARGETS_AMONG = 0.8;

await runBench({ name: "events", byDefault: 1000, min: 1, max: 5000 }, async ({ count }, say) => {
  const instances = Math.max(LEAST_INSTANCES, Math.ceil((2 * count + WARM_UP) / TARGETS_AMONG));
  const estate = benchEstate({ instances, scalingGroups: 0 });
  const bench = await startBenchSystem(estate, say);
  try {
    return await measure(bench, estate, count, say);
  } finally {
    await bench.stop();
  }
});

interface Event {
  readonly networkInterface: string;
  readonly signed: SignedEvent;
  sent: number;
  case: string;
}

interface Row {
  readonly how: string;
  readonly events: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
  /** Events whose effect was not committed in time; they count as slower than all others. */
  readonly missing: number;
  /** Milliseconds of processor that each process used, a case. */
  readonly processor_ms: Readonly<Record<string, number>>;
  readonly steps: readonly StepTimes[];
}

async function measure(
  bench: BenchSystem,
  estate: Estate,
  count: number,
  say: (line: string) => void,
): Promise<Measured> {
  const source = openEventSource(bench.system.layout);
  const spans = new Spans();
  const tail = new LogTail(bench.system.layout.logs, (power, line) => spans.line(power, line));
  const events = targetsOf(estate).map((instance) => eventAbout(instance, estate, source));
  const take = (n: number) => events.splice(0, n);
  say(`${WARM_UP} findings to warm up, which are not counted`);
  await oneAtATime(bench, source, take(WARM_UP), say);
  const before = processorTimes(bench.system);
  say(`${count} findings one at a time`);
  const first = take(count);
  await oneAtATime(bench, source, first, say);
  const between = processorTimes(bench.system);
  say(`${count} findings at ${PER_SECOND} a second`);
  const second = take(count);
  await openLoop(bench, source, second, say);
  const after = processorTimes(bench.system);
  const commits = commitsOf(await bench.journal());
  tail.close();
  source.close();
  return report([
    rowOf("one at a time", first, commits, spans, perCase(before, between, count)),
    rowOf(`${PER_SECOND} a second`, second, commits, spans, perCase(between, after, count)),
  ]);
}

function eventAbout(instance: Instance, estate: Estate, source: EventSource): Event {
  const signed = source.sign(findingAbout(instance, estate, "latency"));
  return { networkInterface: instance.interfaces[0] ?? "", signed, sent: 0, case: "" };
}

async function send(source: EventSource, event: Event): Promise<void> {
  // The sandbox stamps its journal with the same machine's clock.
  event.sent = Date.now();
  event.case = await persist(() => source.send(event.signed), event.sent + SETTLE_MS);
}

async function oneAtATime(
  bench: BenchSystem,
  source: EventSource,
  events: readonly Event[],
  say: (line: string) => void,
): Promise<void> {
  let serial = (await bench.journal()).at(-1)?.serial ?? 0;
  for (const [i, event] of events.entries()) {
    const [until, goal] = [Date.now() + SETTLE_MS, serial + STEPS];
    await send(source, event);
    // Watching the case itself would be work for the auditor, and part of what is measured.
    while (serial < goal && Date.now() < until) serial = await bench.journalBeyond(serial);
    await settled(bench, event);
    if ((i + 1) % 100 === 0) say(`${i + 1} of ${events.length}`);
  }
}

async function openLoop(
  bench: BenchSystem,
  source: EventSource,
  events: readonly Event[],
  say: (line: string) => void,
): Promise<void> {
  const start = Date.now();
  const sending: Promise<void>[] = [];
  for (const [i, event] of events.entries()) {
    await sleep(Math.max(0, start + (i * 1000) / PER_SECOND - Date.now()));
    const sent = send(source, event);
    sending.push(sent);
    // Heard below; until then a refusal must not end the process.
    sent.catch(() => undefined);
    if ((i + 1) % 100 === 0) say(`${i + 1} of ${events.length}`);
  }
  await Promise.all(sending);
  for (const event of events) await settled(bench, event);
}

async function settled(bench: BenchSystem, event: Event): Promise<void> {
  const until = Date.now() + SETTLE_MS;
  await followToEnd(bench, event.case, () => until);
}

function rowOf(
  how: string,
  events: readonly Event[],
  commits: ReadonlyMap<string, number>,
  spans: Spans,
  processor_ms: Row["processor_ms"],
): Row {
  const taken = events.map(
    ({ networkInterface, sent }) => (commits.get(networkInterface) ?? Number.POSITIVE_INFINITY) - sent,
  );
  const sentAt = new Map(events.map((event) => [event.case, event.sent]));
  return {
    how,
    events: events.length,
    p50_ms: percentile(taken, 0.5),
    p99_ms: percentile(taken, 0.99),
    max_ms: Math.max(...taken),
    missing: taken.filter((ms) => !Number.isFinite(ms)).length,
    processor_ms,
    steps: spans.times(sentAt),
  };
}

function report(rows: readonly Row[]): Measured {
  const worse = rows.reduce((a, b) => (b.p99_ms > a.p99_ms ? b : a));
  const { events, p50_ms, p99_ms } = worse;
  const steps = (row: Row) =>
    `Where the time goes, ${row.how} (milliseconds; \`starts\` counts from the sending):\n${table(
      ["power", "step", "starts", "p50", "p99", "cases"],
      row.steps.map((step) => [step.power, step.step, step.starts_ms, step.p50_ms, step.p99_ms, step.cases]),
    )}`;
  const text = [
    table(
      ["from accept to effect", "events", "p50 ms", "p99 ms", "max ms", "missing"],
      rows.map((row) => [row.how, row.events, row.p50_ms, row.p99_ms, row.max_ms, row.missing]),
    ),
    ...rows.map(steps),
    `Processor used (milliseconds a case):\n${table(
      ["", ...Object.keys(worse.processor_ms)],
      rows.map((row) => [row.how, ...Object.values(row.processor_ms)]),
    )}`,
  ].join("\n\n");
  return { text, figures: { events, p50_ms, p99_ms, worse: worse.how, rows } };
}
