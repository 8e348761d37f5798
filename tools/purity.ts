import { transformSync } from "esbuild";

/** Node's own modules that compute and nothing else; everything outside this list is an effect. */
const pureBuiltins = new Set(["node:buffer", "node:crypto", "node:util", "node:util/types"]);

/** Globals and calls by which a clock, the environment, randomness or the network would get into a package. */
const effects: readonly (readonly [RegExp, string])[] = [
  [/(?<![.\w])process(?:\.\w|\[)/, "process"],
  [/\bDate\.now\b/, "Date.now()"],
  [/\bnew Date\(\s*\)|\bnew Date\b(?!\s*\()|(?<!new )(?<![.\w])Date\(\s*\)/, "the current date"],
  [/\bglobalThis\b/, "globalThis"],
  [/\bMath\.random\b/, "Math.random()"],
  [/(?<![.\w])performance\.\w/, "performance"],
  [/\b(?:random(?:Bytes|UUID|Int|Fill|FillSync)|getRandomValues|generateKey(?:Pair)?(?:Sync)?)\b/, "randomness"],
  [/(?<![.\w])fetch\(|\bnew (?:WebSocket|EventSource)\b/, "the network"],
  [/(?<![.\w])(?:setTimeout|setInterval|setImmediate)\(/, "timers"],
];

/** Every module specifier in a source, type-only ones included. Prose that looks like an import counts too: better loud than blind. */
export function importsOf(source: string): string[] {
  const pattern = /\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']|\b(?:import|require)\(\s*["'`]([^"'`]+)["'`]/g;
  return [...source.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

/** What in `source` makes it impure, in words; empty for a pure one. */
export function impurities(source: string): string[] {
  const found = importsOf(source)
    .filter((name) => isBuiltin(name) && !pureBuiltins.has(name))
    .map((name) => `imports \`${name}\``);
  // The compiler drops comments and types, in which these names are harmless.
  const { code } = transformSync(source, { loader: "ts", target: "esnext" });
  for (const [pattern, name] of effects) if (pattern.test(code)) found.push(`uses ${name}`);
  return found;
}

const bareBuiltins =
  /^(?:fs|net|http|http2|https|tls|dgram|dns|child_process|worker_threads|cluster|os|process|timers|crypto|path)(?:\/|$)/;

function isBuiltin(name: string): boolean {
  return name.startsWith("node:") || bareBuiltins.test(name);
}
