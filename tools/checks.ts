import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A command that exits 0 when all is well; each counts as one item of the test run. */
export interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const bin = (name: string) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));
const tool = (name: string) => fileURLToPath(new URL(`${name}.ts`, import.meta.url));

export const typecheck: Check = { name: "typecheck", command: [bin("tsc"), "-b"] };

export const lints: readonly Check[] = [
  { name: "biome", command: [bin("biome"), "check", "--error-on-warnings"] },
  { name: "oxlint", command: [bin("oxlint"), "--type-aware", "--deny-warnings"] },
  { name: "layers", command: [process.execPath, tool("check-layers")] },
  {
    name: "dead code",
    command: [bin("knip"), "--no-progress", "--no-config-hints", "--include", "files,unlisted,unresolved,duplicates"],
  },
  { name: "auditor bundle", command: [process.execPath, tool("check-auditor-bundle")] },
  { name: "notices", command: [process.execPath, tool("notices")] },
  { name: "openapi", command: [process.execPath, tool("openapi")] },
  { name: "schemas", command: [process.execPath, tool("schemas")] },
];

/** Runs the checks side by side and prints each one's output as it ends; returns the names of those that failed. */
export async function runChecks(checks: readonly Check[]): Promise<string[]> {
  const outcomes = await Promise.all(checks.map(runCheck));
  return checks.filter((_, index) => !outcomes[index]).map((check) => check.name);
}

async function runCheck({ name, command: [file, ...args] }: Check): Promise<boolean> {
  const started = performance.now();
  const { ok, output } = await capture(file, args);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (!ok) console.log(output.trimEnd());
  return ok;
}

function capture(file: string, args: readonly string[]): Promise<{ ok: boolean; output: string }> {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(file, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ ok: false, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}
