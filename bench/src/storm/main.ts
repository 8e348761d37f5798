import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { utf8 } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { EventAnswer } from "@trias/protocol";
import { BenchError } from "../errors.ts";
import { benchEstate } from "../estate.ts";
import { type EventSource, openEventSource, type SignedEvent } from "../event-source.ts";
import { findingAbout, targetsOf } from "../finding.ts";
import { commitsOf } from "../latency/commits.ts";
import { type Measured, runBench } from "../main.ts";
import { percentile, round } from "../percentile.ts";
import { persist } from "../persist.ts";
import { type BenchSystem, startBenchSystem } from "../system.ts";
import { table } from "../table.ts";
import { stormEvent } from "./alarms.ts";
import { idsInEvidence } from "./evidence.ts";
import { Memory } from "./memory.ts";

const DISTINCT = 600;
const AT_ONCE = 250;
const SENDERS = 4;
/** A finding that has to be contained while it storms. */
const FINDING_EVERY_MS = 400;
const WARM_UP = 10;
const PATIENCE_MS = 120_000;
/** Longer than the auditor leaves a window of folded events open. */
const WINDOWS_MS = 25_000;
const RUN = "storm";

await runBench({ name: "events", byDefault: 100_000, min: 2000, max: 1_000_000 }, async ({ count }, say) => {
  const estate = benchEstate({ instances: 2000, scalingGroups: 0 });
  const bench = await startBenchSystem(estate, say);
  try {
    return await measure(bench, estate, count, say);
  } finally {
    await bench.stop();
  }
});

interface Body {
  readonly signed: SignedEvent;
  readonly alarms: readonly string[];
}

interface Finding {
  readonly networkInterface: string;
  readonly signed: SignedEvent;
  sent: number;
}

async function measure(
  bench: BenchSystem,
  estate: Estate,
  count: number,
  say: (line: string) => void,
): Promise<Measured> {
  const source = openEventSource(bench.system.layout);
  const urgent = openEventSource(bench.system.layout);
  const findings = targetsOf(estate).map((instance): Finding => {
    const signed = urgent.sign(findingAbout(instance, estate, RUN));
    return { networkInterface: instance.interfaces[0] ?? "", signed, sent: 0 };
  });
  say(`${WARM_UP} findings to warm up, which are not counted`);
  for (const finding of findings.splice(0, WARM_UP)) await send(urgent, finding);
  await sleep(2000);
  say(`${count} alarm events are made and signed beforehand`);
  const bodies = bodiesOf(count, source);
  const memory = new Memory(bench);
  const alarmCases = new Map<string, Set<string>>();
  const stop = new AbortController();
  const contained = sendFindings(urgent, findings, stop.signal);
  // Heard below; where something else fails first, that is what is told.
  contained.catch(() => undefined);
  say("the storm begins");
  const start = performance.now();
  let accepted = 0;
  const waiting = bodies.values();
  const sender = async (): Promise<void> => {
    for (const body of waiting) {
      const taken = await deliver(source, body, alarmCases);
      accepted += taken;
      if (accepted % 25_000 < AT_ONCE) say(`${accepted} accepted`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const seconds = (performance.now() - start) / 1000;
  stop.abort();
  say(`the auditor is killed: ${killed(bench)}`);
  const sent = await contained;
  const peak = memory.stop();
  await settle(bench, say);
  const commits = commitsOf(await bench.journal());
  const taken = sent.map(
    ({ networkInterface, sent: at }) => (commits.get(networkInterface) ?? Number.POSITIVE_INFINITY) - at,
  );
  const found = await evidence(bench, say);
  const lost = Array.from({ length: count }, (_, n) => stormEvent(n, count, DISTINCT, RUN).id).filter(
    (id) => !found.has(id),
  );
  source.close();
  urgent.close();
  return report({
    events: count,
    accepted_per_s: Math.round(accepted / seconds),
    lost: lost.length,
    cases: new Set([...alarmCases.values()].flatMap((cases) => [...cases])).size,
    containment_p99_ms: round(percentile(taken, 0.99)),
    containment_p50_ms: round(percentile(taken, 0.5)),
    findings: taken.length,
    not_contained: taken.filter((ms) => !Number.isFinite(ms)).length,
    distinct_alarms: alarmCases.size,
    wrongly_folded: wronglyFolded(alarmCases),
    auditor_peak_mib: peak,
    ledger_verified: await bench.verifyLedger(),
  });
}

function bodiesOf(count: number, source: EventSource): Body[] {
  const bodies: Body[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const events = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) =>
      stormEvent(from + i, count, DISTINCT, RUN),
    );
    const signed = source.sign(utf8(events.map(({ text }) => `${text}\n`).join("")));
    bodies.push({ signed, alarms: events.map(({ alarm }) => alarm) });
  }
  return bodies;
}

/** Sends a body until each of its events is accepted; those that were are not taken twice. */
async function deliver(
  source: EventSource,
  { signed, alarms }: Body,
  cases: Map<string, Set<string>>,
): Promise<number> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answers = await persist(() => source.post(signed), until);
    if (answers.every((answer) => answer.outcome !== "refused")) {
      for (const [i, answer] of answers.entries()) note(cases, alarms[i] ?? "", answer);
      return answers.length;
    }
    const final = answers.find((answer) => answer.outcome === "refused" && answer.code !== "unavailable");
    if (final !== undefined || Date.now() > until)
      throw new BenchError("case_refused", JSON.stringify(final ?? "too slow"));
    await sleep(50);
  }
}

function note(cases: Map<string, Set<string>>, alarm: string, answer: EventAnswer): void {
  if (answer.outcome === "refused") return;
  const own = cases.get(alarm) ?? new Set();
  cases.set(alarm, own.add(answer.case));
}

/** Alarms that share a case with another alarm. */
function wronglyFolded(cases: ReadonlyMap<string, ReadonlySet<string>>): number {
  const alarms = Map.groupBy(
    [...cases].flatMap(([alarm, own]) => [...own].map((id) => ({ alarm, id }))),
    ({ id }) => id,
  );
  return [...alarms.values()].filter((sharing) => sharing.length > 1).length;
}

async function send(source: EventSource, finding: Finding): Promise<void> {
  // The sandbox stamps its journal with the same machine's clock.
  finding.sent = Date.now();
  await persist(() => source.send(finding.signed), finding.sent + PATIENCE_MS);
}

/** Findings at an even pace until the storm is over; the last of them have their answer before the auditor is killed. */
async function sendFindings(source: EventSource, findings: readonly Finding[], over: AbortSignal): Promise<Finding[]> {
  const sent: Finding[] = [];
  const sending: Promise<void>[] = [];
  for (const finding of findings) {
    if (over.aborted) break;
    sending.push(send(source, finding));
    sent.push(finding);
    await sleep(FINDING_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
  }
  await Promise.all(sending);
  // One that was sent as the storm ended may have met the kill, which is another measurement.
  return sent.slice(0, -Math.ceil(3000 / FINDING_EVERY_MS));
}

function killed({ system }: BenchSystem): string {
  const pid = system.pid("auditor");
  if (pid === null) throw new BenchError("system_not_up", "the auditor is away");
  process.kill(pid, "SIGKILL");
  return `process ${pid}, with open windows`;
}

async function settle({ system }: BenchSystem, say: (line: string) => void): Promise<void> {
  await sleep(1000);
  await system.ready(PATIENCE_MS);
  say("the auditor is back; its windows are waited for");
  await sleep(WINDOWS_MS);
}

async function evidence(bench: BenchSystem, say: (line: string) => void): Promise<Set<string>> {
  const folder = mkdtempSync(join(tmpdir(), "trias-storm-"));
  try {
    say("the ledger is exported");
    const code = await bench.trias(["ledger", "export", join(folder, "ledger"), "--json"]);
    if (code !== 0) throw new BenchError("stuck", `the ledger could not be exported (exit ${code})`);
    return idsInEvidence(join(folder, "ledger"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(figures: Readonly<Record<string, number | boolean | null>>): Measured {
  return {
    text: table(
      ["figure", "value"],
      Object.entries(figures).map(([name, value]) => [name, String(value)]),
    ),
    figures,
  };
}
