import { join } from "node:path";
import { install } from "./build.ts";
import { openCertificates } from "./certificates.ts";
import { SupervisorError } from "./errors.ts";
import { cellOf, isRoot, type Layout } from "./layout.ts";
import { readEndpoints } from "./people.ts";
import { configOf } from "./process-config.ts";
import { POSTGRES_PORT, type ProcessName, processEntry } from "./processes.ts";
import { readRunState } from "./run-state.ts";
import { type SealedProcess, sealedNode, spawnSealed } from "./seal.ts";
import { DEFAULT_UID_BASE } from "./system.ts";
import { openVault } from "./vault.ts";

/** Port of a substitute, counted from the base as those of the processes are. */
const SUBSTITUTE_PORT = 9;

/**
 * Runs the bundle in `bundleFolder` with the keys, certificate, database login, user and seal of one process of a running system, in a
 * folder of its own: what an attacker who has taken that process over could do. Works with the embedded database alone.
 */
export async function spawnSubstitute(layout: Layout, name: ProcessName, bundleFolder: string): Promise<SealedProcess> {
  const endpoints = readEndpoints(layout);
  const state = readRunState(layout);
  if (endpoints === null || state === null) {
    throw new SupervisorError("not_ready", "no system runs here", {
      at: layout.state,
      fix: "start one with `trias up`",
    });
  }
  const entry = processEntry(name);
  const secrets = openVault(layout);
  const portBase = endpoints.port_base;
  const passwords: Readonly<Partial<Record<ProcessName, string>>> = secrets.databases;
  const server = `127.0.0.1:${portBase + POSTGRES_PORT}`;
  const url = `postgresql://trias_${name}:${encodeURIComponent(passwords[name] ?? "")}@${server}/trias_${name}`;
  const folder = cellOf(layout, `${name}-substitute`);
  install(bundleFolder, folder);
  const config = configOf(entry, {
    layout,
    secrets,
    certificates: await openCertificates(layout, Date.now()),
    databases: entry.database ? { [name]: url } : {},
    portBase,
    build: state.build,
    settings: { orchestrator: {}, auditor: {}, executor: {}, collector: {}, sandbox: {}, identity: {} },
  });
  return spawnSealed({
    name,
    folder,
    node: sealedNode(layout),
    uid: isRoot ? DEFAULT_UID_BASE + entry.offset : null,
    // The real process may be listening on its port; the last two of the ten that a system has are free.
    config: {
      ...config,
      data_dir: join(folder, "data"),
      listen: { ...config.listen, port: portBase + SUBSTITUTE_PORT },
    },
    heapMiB: entry.heapMiB,
  });
}
