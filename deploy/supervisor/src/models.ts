import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf, parseStrictJson } from "@trias/core";
import { checkSettings, type ModelSettings, modelSettingsSchema } from "@trias/model/settings";
import { parseValue } from "@trias/protocol";
import { z } from "zod";
import { SupervisorError } from "./errors.ts";
import { readJson, writeJson } from "./files.ts";
import type { Layout } from "./layout.ts";

/** The models that the powers have, each its own; a power that is not named has none. */
const modelsSchema = z.strictObject({
  orchestrator: modelSettingsSchema.optional(),
  auditor: modelSettingsSchema.optional(),
});
export type Models = z.infer<typeof modelsSchema>;

const givenSchema = modelSettingsSchema.extend({
  key: modelSettingsSchema.shape.key.optional(),
  /** Name of the variable that holds the key, instead of the key itself. */
  key_env: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,99}$/)
    .optional(),
});
type Given = z.infer<typeof givenSchema>;
const fileSchema = z.strictObject({ orchestrator: givenSchema.optional(), auditor: givenSchema.optional() });

const MAX_BYTES = 1 << 20;
/** Stands for no model at all, which is how every system begins. */
export const NO_MODEL = "none";

const keptFile = (layout: Layout) => join(layout.vault, "model.json");

/**
 * The models of this system: those of the file at `path`, which is then kept in the vault; without a path those that the vault holds. `environment` is asked for
 * the keys that the file doesn't hold, and loses them: nobody that is started finds one there.
 */
export function openModels(layout: Layout, path: string | undefined, environment: NodeJS.ProcessEnv): Models {
  const file = keptFile(layout);
  if (path === undefined) return readJson(file, modelsSchema) ?? {};
  if (path === NO_MODEL) {
    rmSync(file, { force: true });
    return {};
  }
  const models = readModels(path, environment);
  writeJson(file, models);
  return models;
}

function readModels(path: string, environment: NodeJS.ProcessEnv): Models {
  try {
    if (!existsSync(path)) throw new RangeError("there is no such file");
    if (statSync(path).size > MAX_BYTES) throw new RangeError(`more than ${MAX_BYTES} bytes`);
    const given = parseValue(fileSchema, parseStrictJson(readFileSync(path)), path);
    const models: Models = {};
    for (const power of ["orchestrator", "auditor"] as const) {
      const one = given[power];
      if (one !== undefined) models[power] = settled(one, environment);
    }
    checkApart(models);
    for (const one of [given.orchestrator, given.auditor])
      if (one?.key_env !== undefined) delete environment[one.key_env];
    return models;
  } catch (cause) {
    throw new SupervisorError("model_malformed", `\`${path}\` names no model that could be used: ${messageOf(cause)}`, {
      at: path,
      fix: 'expected {"orchestrator": {"vendor", "model", "key" or "key_env", …}, "auditor": {…}}, as docs/model.md has it',
      cause,
    });
  }
}

function settled({ key, key_env: variable, ...settings }: Given, environment: NodeJS.ProcessEnv): ModelSettings {
  if ((key === undefined) === (variable === undefined)) throw new RangeError("give either `key` or `key_env`");
  const found = key ?? environment[variable ?? ""];
  if (found === undefined || found === "") throw new RangeError(`the environment has no \`${variable ?? ""}\``);
  const whole = parseValue(modelSettingsSchema, { ...settings, key: found }, "the model's settings");
  checkSettings(whole);
  return whole;
}

/** INVARIANT: nobody who holds the key of the one power's model holds that of the other's. */
function checkApart({ orchestrator, auditor }: Models): void {
  if (orchestrator !== undefined && auditor !== undefined && orchestrator.key === auditor.key) {
    throw new RangeError("the auditor's model has the orchestrator's key: give it one of its own");
  }
}
