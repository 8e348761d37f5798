import { join } from "node:path";
import { signerFromSeed } from "@trias/core";
import { AUDIENCES, type ProcessConfig } from "@trias/protocol";
import type { Certificates } from "./certificates.ts";
import type { DatabaseUrls } from "./database.ts";
import { cellOf, type Layout } from "./layout.ts";
import { urlOf } from "./people.ts";
import type { ProcessEntry, ProcessName } from "./processes.ts";
import type { Secrets } from "./vault.ts";

export interface ConfigInput {
  readonly layout: Layout;
  readonly secrets: Secrets;
  readonly certificates: Certificates;
  readonly databases: DatabaseUrls;
  readonly portBase: number;
  readonly build: string;
  readonly settings: Readonly<Record<ProcessName, ProcessConfig["settings"]>>;
}

/** All that one process is told. */
export function configOf(entry: ProcessEntry, input: ConfigInput): ProcessConfig {
  const { secrets, portBase } = input;
  const { name, people } = entry;
  const database = input.databases[name];
  return {
    process: name,
    build: input.build,
    data_dir: join(cellOf(input.layout, name), "data"),
    listen: { host: "127.0.0.1", port: portBase + entry.offset },
    tls: input.certificates[name],
    peers: Object.fromEntries(entry.calls.map((peer) => [peer, urlOf(peer, portBase)])),
    ...(database === undefined ? {} : { database_url: database }),
    seeds: seedsOf(name, secrets),
    pins: pinsOf(secrets),
    ...(people === null
      ? {}
      : {
          identity: {
            issuer: secrets.identity.issuer,
            audience: AUDIENCES[people],
            jwks_url: `${urlOf("identity", portBase)}/jwks`,
          },
        }),
    ...(name === "auditor" || name === "executor" ? { log_origin: secrets.log_origin } : {}),
    settings: input.settings[name],
  };
}

function seedsOf(name: ProcessName, secrets: Secrets): Record<string, string> {
  switch (name) {
    case "auditor":
      return { ...secrets.seeds.auditor };
    case "executor":
      return { ...secrets.seeds.executor };
    case "collector":
      return { ...secrets.seeds.collector };
    case "orchestrator":
    case "sandbox":
    case "identity":
      return {};
  }
}

function pinsOf(secrets: Secrets): Record<string, string> {
  const pins: Record<string, string> = {};
  for (const [power, uses] of Object.entries(secrets.seeds)) {
    for (const [use, seed] of Object.entries(uses)) pins[`${power}.${use}`] = signerFromSeed(seed).publicKey;
  }
  return pins;
}
