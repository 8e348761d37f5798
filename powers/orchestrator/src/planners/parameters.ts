import type { Intent } from "@trias/protocol";
import { OrchestratorError } from "../errors.ts";

/** A parameter that is needed and must be text. */
export function textOf({ type, parameters }: Intent, name: string): string {
  const value = parameters[name];
  if (typeof value === "string") return value;
  throw new OrchestratorError("impossible", `\`${type}\` does not say its \`${name}\``, { at: name, remedy: "ask" });
}

export function textOrNone({ parameters }: Intent, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" ? value : undefined;
}

export function listOrNone({ parameters }: Intent, name: string): readonly string[] | undefined {
  const value = parameters[name];
  return Array.isArray(value) ? value : undefined;
}
