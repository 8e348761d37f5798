import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runBench } from "../main.ts";
import { table } from "../table.ts";
import type { Measures } from "./one-size.ts";

const SIZES = [100, 1000, 5000];
/** Reading each rule once at memory speed, in nanoseconds a rule: nothing that looks at every rule can be faster. */
const BOUND_NS_A_RULE = 1.5;

await runBench({ name: "vpcs", byDefault: 5000, min: 100, max: 5000 }, async ({ count }, say) => {
  const rows: [number, Measures][] = [];
  for (const vpcs of SIZES.filter((size) => size <= count)) {
    say(`${vpcs} VPCs`);
    rows.push([vpcs, await measure(vpcs)]);
  }
  const head = ["VPCs", "rules", "build ms", "query p50 µs", "p99 µs", "diff p50 ms", "p99 ms", "share ms", "MB"];
  const text = table(
    head,
    rows.map(([vpcs, m]) => [
      vpcs,
      m.rules,
      m.build_ms,
      m.query_p50_us,
      m.query_p99_us,
      m.diff_p50_ms,
      m.diff_p99_ms,
      m.share_ms,
      m.rss_mb,
    ]),
  );
  const distances = rows.map(([vpcs, { rules, diff_p99_ms }]) => {
    const bound = (rules * BOUND_NS_A_RULE) / 1e6;
    return `${vpcs} VPCs: reading every rule once takes ${bound.toFixed(3)} ms; the widest differences take ${(diff_p99_ms / bound).toFixed(0)} times that`;
  });
  return {
    text: [text, ...distances].join("\n"),
    figures: Object.fromEntries(rows.map(([vpcs, measures]) => [`vpcs_${vpcs}`, measures])),
  };
});

/** In a process of its own, so that memory and warm code of one size do not count for the next. */
async function measure(vpcs: number): Promise<Measures> {
  const program = fileURLToPath(new URL("one-size.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-old-space-size=4096", program, String(vpcs)], {
    maxBuffer: 1 << 20,
  });
  return JSON.parse(stdout) as Measures;
}
