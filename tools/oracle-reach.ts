import { parseArgs } from "node:util";
import { compare } from "../packages/reach/src/__fixtures__/against-oracle.ts";

/** Holds the reachability engine against the slow tracer: `npm run oracle -- --packets 100000 [--seed <number>]`. */
const { values } = parseArgs({ options: { packets: { type: "string" }, seed: { type: "string" } } });
const numbered = (text: string | undefined, otherwise: number): number =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;

const result = compare(numbered(values.seed, 1), numbered(values.packets, 100_000));
for (const difference of result.differences) console.error(difference);
console.log(JSON.stringify({ ...result, differences: result.differences.length }));
process.exitCode = result.differences.length === 0 ? 0 : 1;
