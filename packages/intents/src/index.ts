export type { IntentDefinition, IntentQuestion, Scope, ScopeContext } from "./intent.ts";
