import { type Power, powerSchema } from "@trias/protocol";
import { benchEstate } from "../estate.ts";
import { openEventSource } from "../event-source.ts";
import { LogTail } from "../log-tail.ts";
import { type Measured, runBench } from "../main.ts";
import { type BenchSystem, startBenchSystem } from "../system.ts";
import { table } from "../table.ts";
import { type Boundary, Choice } from "./choice.ts";
import { type Kill, Killer } from "./killer.ts";
import { doubledOf, lostOf } from "./outcome.ts";
import { Work } from "./work.ts";

/** How long cases may take to come to their end once nobody is killed any more. */
const GENEROUS_MS = 120_000;
/** A supervisor waits before it restarts what ends too often: this keeps a power's lives longer than that. */
const LIFE_MS = 1200;
/** A power of which no step began is left alone for a while. */
const IDLE_MS = 10_000;
const AT_MOST_MS = 18 * 60_000;
/** Steps of the cloud are stretched so far that a kill can land within them. */
const CLOUD_MS = 5;

await runBench({ name: "kills", byDefault: 200, min: 1, max: 2000 }, async ({ count }, say) => {
  const estate = benchEstate({ instances: Math.max(400, count * 6), scalingGroups: Math.max(60, count * 3) });
  const bench = await startBenchSystem(estate, say);
  try {
    return await measure(bench, estate, count, say);
  } finally {
    await bench.stop();
  }
});

async function measure(
  bench: BenchSystem,
  estate: Parameters<typeof lostOf>[1],
  count: number,
  say: (line: string) => void,
): Promise<Measured> {
  await bench.slowCloud(CLOUD_MS);
  const source = openEventSource(bench.system.layout);
  const work = new Work(bench, source, estate);
  const choice = new Choice();
  const killer = new Killer(bench.system, choice, (id) => work.kindOf(id));
  const tail = new LogTail(bench.system.layout.logs, (power, line) => killer.line(power, line));
  const working = work.run();
  const kills = await killUntil(killer, choice, count, say);
  say(`${kills.length} kills landed; waiting for ${work.jobs.length} cases to end`);
  await Promise.all([work.finish(GENEROUS_MS), working]);
  tail.close();
  source.close();
  const lost = lostOf(work.jobs, estate, await bench.cloud());
  const doubled = doubledOf(work.jobs, await bench.journal());
  const ledger_ok = await bench.verifyLedger();
  for (const line of lost.slice(0, 20)) say(`lost: ${line}`);
  for (const line of doubled.slice(0, 20)) say(`doubled: ${line}`);
  const cases = work.jobs.length;
  const figures = {
    kills: kills.length,
    lost: lost.length,
    doubled: doubled.length,
    ledger_ok,
    cases,
    by: rowsOf(choice),
  };
  const sum = `${kills.length} kills, ${cases} cases: ${lost.length} lost, ${doubled.length} doubled, ledger ${ledger_ok ? "verifies" : "DOES NOT VERIFY"}`;
  return {
    text: `${table(["power", "step", "kind of case", "kills", "too late"], rowsOf(choice).map(cells))}\n\n${sum}`,
    figures,
  };
}

async function killUntil(killer: Killer, choice: Choice, count: number, say: (line: string) => void): Promise<Kill[]> {
  const landed: Kill[] = [];
  const upSince = new Map<Power, number>();
  const idleUntil = new Map<Power, number>();
  const start = performance.now();
  while (landed.length < count && performance.now() - start < AT_MOST_MS) {
    const power = nextPower(choice, upSince, idleUntil);
    const kill = await killer.killOne(power);
    upSince.set(power, performance.now());
    if (kill === null) {
      say(`no step of ${power} began for a while`);
      idleUntil.set(power, performance.now() + IDLE_MS);
    }
    if (!kill?.inFlight) continue;
    landed.push(kill);
    const { boundary } = kill;
    say(`kill ${landed.length}/${count}: ${power} (${kill.pid}) in ${boundary.step} of ${boundary.kind} ${kill.case}`);
  }
  return landed;
}

/** The power with the fewest kills, among those that have been back for long enough. */
function nextPower(choice: Choice, upSince: ReadonlyMap<Power, number>, idleUntil: ReadonlyMap<Power, number>): Power {
  const now = performance.now();
  const age = (power: Power) => now - (upSince.get(power) ?? Number.NEGATIVE_INFINITY);
  const busy = powerSchema.options.filter((power) => now > (idleUntil.get(power) ?? 0));
  const settled = busy.filter((power) => age(power) > LIFE_MS);
  const candidates = [settled, busy, powerSchema.options].find(({ length }) => length > 0) ?? [];
  const byKills = [...candidates].sort((a, b) => choice.killsOf(a) - choice.killsOf(b) || age(b) - age(a));
  return byKills[0] ?? "orchestrator";
}

interface Row extends Boundary {
  readonly kills: number;
  readonly too_late: number;
}

function rowsOf(choice: Choice): Row[] {
  return choice
    .all()
    .map(({ boundary, kills, misses }) => ({ ...boundary, kills, too_late: misses }))
    .sort((a, b) => (`${a.power} ${a.step} ${a.kind}` < `${b.power} ${b.step} ${b.kind}` ? -1 : 1));
}

function cells({ power, step, kind, kills, too_late }: Row): (string | number)[] {
  return [power, step, kind, kills, too_late];
}
