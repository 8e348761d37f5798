import { applyChanges, type Estate, get, list, type ResourceChange, type ResourceOf } from "@trias/estate";
import { createReachEngine } from "@trias/reach";
import { percentile, round } from "../percentile.ts";
import { benchNetwork, coreNetwork } from "./network.ts";
import { random } from "./random.ts";

/** What one size of network is measured by; written to standard output as one line for the process that asked. */
export interface Measures {
  readonly rules: number;
  readonly build_ms: number;
  readonly query_p50_us: number;
  readonly query_p99_us: number;
  readonly diff_p50_ms: number;
  readonly diff_p99_ms: number;
  readonly share_ms: number;
  readonly rss_mb: number;
}

const QUERIES = 20_000;
const DIFFS = 500;
/** Asked before anything is measured, of other pairs: code that runs for the first time is slow whatever it does. */
const WARM_QUERIES = 2000;
const WARM_DIFFS = 100;

const vpcs = Number(process.argv[2]);
const { estate, rules, segments, unshared } = benchNetwork(vpcs);
const engine = createReachEngine();
const interfaces = list(estate, "interfaces").map(({ id }) => id);
const groups = list(estate, "security_groups").map(({ id }) => id);
const next = random(5);
const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)] as string;
const ask = (on: Estate) => engine.reach(on, pick(interfaces), pick(interfaces), { protocol: "tcp", port: 443 });

const start = performance.now();
engine.prepare(estate);
ask(estate);
ruleChange(estate, engine.diff);
const build_ms = performance.now() - start;

for (let i = 0; i < WARM_QUERIES; i += 1) ask(estate);
const queries = Array.from({ length: QUERIES }, () => timed(() => ask(estate)));
for (let i = 0; i < WARM_DIFFS; i += 1) ruleChange(estate, engine.diff);
const diffs = Array.from({ length: DIFFS }, () => ruleChange(estate, engine.diff));
const share_ms = shareChange(estate);
const measures: Measures = {
  rules,
  build_ms: round(build_ms),
  query_p50_us: round(percentile(queries, 0.5) * 1000),
  query_p99_us: round(percentile(queries, 0.99) * 1000),
  diff_p50_ms: round(percentile(diffs, 0.5)),
  diff_p99_ms: round(percentile(diffs, 0.99)),
  share_ms: round(share_ms),
  rss_mb: Math.round(process.memoryUsage.rss() / 1e6),
};
process.stdout.write(`${JSON.stringify(measures)}\n`);

function timed(run: () => unknown): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

/** One more rule in one group. */
function ruleChange(on: Estate, diff: (before: Estate, after: Estate) => unknown): number {
  const before = get(on, "security_groups", pick(groups)) as ResourceOf<"security_groups">;
  const rule = {
    ...before.ingress[0],
    protocol: "tcp",
    from_port: 9999,
    to_port: 9999,
    groups: [],
    cidrs: ["10.0.0.0/8"],
  };
  const narrow = next() < 0.9 ? { ...rule, cidrs: [`10.${Math.floor(next() * 100)}.0.0/16`] } : rule;
  const change = {
    part: "security_groups",
    id: before.id,
    before,
    after: { ...before, ingress: [...before.ingress, narrow] },
  };
  const after = applyChanges(on, [change as ResourceChange], { serial: on.serial + 1, time: on.time });
  return timed(() => diff(on, after));
}

function shareChange(on: Estate): number {
  const [before] = list(on, "core_networks");
  if (!before) throw new TypeError("the network has a core network");
  const shares = (before.policy["segment-actions"] ?? []).flatMap((action): [string, string][] => {
    const others = action["share-with"];
    return Array.isArray(others) ? [[String(action["segment"]), String(others[0])]] : [];
  });
  const after = { ...coreNetwork(segments, [...shares, unshared]), policy_version: 2 };
  const changed = applyChanges(on, [{ part: "core_networks", id: before.id, before, after } as ResourceChange], {
    serial: on.serial + 1,
    time: on.time,
  });
  return timed(() => engine.diff(on, changed));
}
