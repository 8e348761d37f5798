// `node tools/bootstrap.js <script> [arguments]`: installs what the lockfile asks for when it is missing or stale, then runs
// the script under the pinned Node 24. Plain JavaScript, no dependencies: a clean clone and any Node >= 20 must do.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { handOver, onNode24, pinnedNode } from "./node24.js";
import { staleReason } from "./stale.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  console.error("usage: node tools/bootstrap.js <script> [arguments]");
  process.exit(2);
}

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 20) {
  console.error(`trias: Node 20 or newer is needed to set up, this is \`${process.version}\``);
  process.exit(2);
}

const reason = staleReason(read("package-lock.json"), read("node_modules/.package-lock.json"));
if (reason !== undefined || !(onNode24 || pinnedNode())) {
  console.error(`trias: installing dependencies (${reason ?? "Node 24 is not installed"}); this takes about a minute`);
  install();
  console.error("trias: dependencies are installed");
}
handOver(fileURLToPath(new URL(script, `file://${root}`)), args);

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  } catch {
    return undefined;
  }
}

function install() {
  // Under `npm run`, npm names its own script; otherwise the one on the PATH has to do.
  const npm = process.env["npm_execpath"];
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  // Packages that want a newer Node than the machine's are run on the pinned one, so npm's warnings about them mislead.
  const options = ["ci", "--loglevel=error", "--no-audit", "--no-fund"];
  const { status, error } = spawnSync(command, [...first, ...options], { cwd: root, stdio: "inherit" });
  if (status === 0) return;
  console.error(
    `trias: \`npm ci\` failed${error ? `: ${error.message}` : ""}; mend what it says above and run this again`,
  );
  process.exit(status ?? 1);
}
