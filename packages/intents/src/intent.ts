import type { Estate, ResourceChange } from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import type { z } from "zod";

/** What an intent permits. A null answer lets the thing pass; a string says in plain words why it lies outside. */
export interface Scope {
  /** In one line, for people. */
  readonly summary: string;
  change(change: ResourceChange): string | null;
  opened(flow: Flow): string | null;
  closed(flow: Flow): string | null;
}

export interface IntentQuestion {
  readonly parameter: string;
  readonly question: string;
  readonly choices: readonly string[];
}

/** One entry of the intent catalogue: a folder with this definition, its examples, scope and docs. */
export interface IntentDefinition<Parameters = unknown> {
  readonly type: string;
  readonly summary: string;
  readonly parameters: z.ZodType<Parameters>;
  /** Whether acting on it changes anything. */
  readonly changes: boolean;
  /** Whether a planner exists; where it doesn't, the request ends `unavailable`. */
  readonly available: boolean;
  readonly examples: readonly IntentExample[];
  /** The one question to ask before anything can be planned, with choices taken from the estate; null where nothing is missing. */
  question(intent: Intent, estate: Estate): IntentQuestion | null;
  /** `before` is the estate that the plan was judged on; `context` what else the scope depends on, such as the case to roll back. */
  scope(intent: Intent, before: Estate, context: ScopeContext): Scope;
  /** The scope of several intents of this type in one sentence, where it is more than each by itself: two blocked neighbours are one range. */
  scopeTogether?(intents: readonly Intent[], before: Estate, context: ScopeContext): Scope;
}

/** A sentence and the parameters that it gives; what it does not give is absent. */
export interface IntentExample {
  readonly sentence: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ScopeContext {
  /** For `roll_back`: the changes of the executed plan that is to be undone, with the ids that the cloud gave. */
  readonly executed?: readonly ResourceChange[];
}
