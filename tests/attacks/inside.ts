import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { open } from "node:inspector";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { ProcessConfig } from "@trias/protocol";
import type { Attempt } from "./attempts.ts";

/** What any sealed process must not be able to do to the machine, whichever power it is. */
export function sealAttempts(config: ProcessConfig): Attempt[] {
  const own = dirname(config.data_dir);
  const cells = dirname(own);
  const others = ["auditor", "executor", "collector", "orchestrator", "sandbox", "identity", "postgres"];
  return [
    ...others.map((name) => ({
      name: `read the folder of ${name}`,
      run: () => readFileSync(join(cells, name, "app.cjs")),
    })),
    ...others.map((name) => ({ name: `list the data of ${name}`, run: () => readdirSync(join(cells, name, "data")) })),
    { name: "list the vault", run: () => readdirSync(join(cells, "vault")) },
    { name: "list the people's credentials", run: () => readdirSync(join(cells, "people")) },
    { name: "read a system file", run: () => readFileSync("/etc/passwd") },
    { name: "read a process's environment", run: () => readFileSync("/proc/self/environ") },
    { name: "list the processes", run: () => readdirSync("/proc") },
    { name: "change its own code", run: () => writeFileSync(join(own, "app.cjs"), "") },
    { name: "write outside", run: () => writeFileSync("/tmp/trias-attack", "") },
    { name: "link out of its folder", run: () => symlinkSync("/etc", join(config.data_dir, "etc")) },
    { name: "start a child process", run: () => execFileSync("/bin/true") },
    {
      name: "start a child process without waiting",
      run: () =>
        new Promise((resolve, reject) => {
          const child = spawn("/bin/true");
          child.once("spawn", resolve);
          child.once("error", reject);
        }),
    },
    {
      name: "start a worker",
      run: () =>
        new Promise((resolve, reject) => {
          const worker = new Worker("0", { eval: true });
          worker.once("online", resolve);
          worker.once("error", reject);
        }),
    },
    { name: "open the inspector", run: () => open(0, "127.0.0.1") },
    { name: "load a native add-on", run: () => process.dlopen({ exports: {} }, join(own, "addon.node")) },
    {
      name: "find a credential in its environment",
      run: () => {
        const names = Object.keys(process.env).filter((name) => !/^(PWD|SHLVL|_)$/.test(name));
        if (names.length > 0) return names;
        throw new TypeError("the environment is empty");
      },
    },
  ];
}
