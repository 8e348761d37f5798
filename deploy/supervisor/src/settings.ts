import { createHash } from "node:crypto";
import type { Charter } from "@trias/policy";
import { AUDIENCES, type ProcessConfig, roleSchema } from "@trias/protocol";
import type { Models } from "./models.ts";
import type { ProcessName } from "./processes.ts";
import type { Secrets } from "./vault.ts";

export type Settings = Readonly<Record<ProcessName, ProcessConfig["settings"]>>;

/** What each process is told beyond what all are told. */
export function settingsOf(secrets: Secrets, charter: Charter, models: Models): Settings {
  return {
    auditor: { charter: asJson(charter), ...modelFor(models.auditor) },
    orchestrator: modelFor(models.orchestrator),
    executor: { resume_groups: [charter.roles.network, charter.roles.security, charter.roles.emergency] },
    collector: {},
    sandbox: {},
    identity: {
      issuer: secrets.identity.issuer,
      audiences: Object.values(AUDIENCES),
      accounts: roleSchema.options.map((role) => ({
        id: role,
        secret_sha256: createHash("sha256").update(secrets.identity.accounts[role]).digest("hex"),
        groups: [charter.roles[role]],
      })),
      signing_key: secrets.identity.signing_key,
    },
  };
}

/** INVARIANT: each power gets its own model's key and no other's. */
function modelFor(model: Models["auditor"]): ProcessConfig["settings"] {
  return model === undefined ? {} : { model: asJson(model) };
}

/** The same value as plain JSON: what `undefined` held is gone. */
function asJson(value: unknown): ProcessConfig["settings"][string] {
  return JSON.parse(JSON.stringify(value)) as ProcessConfig["settings"][string];
}
