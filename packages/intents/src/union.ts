import type { Estate } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { intentDefinition } from "./catalogue.ts";
import type { Scope, ScopeContext } from "./intent.ts";
import { permitsNothing } from "./nothing.ts";

/**
 * The scope of a sentence with several intents: what any of them permits. Each line of a refusal says why one intent does not
 * permit the thing. Without intents, or with a type that the catalogue does not have, nothing is permitted.
 */
export function scopeOfIntents(intents: readonly Intent[], estate: Estate, context: ScopeContext): Scope {
  const scopes = [...Map.groupBy(intents, ({ type }) => type)].flatMap(([type, alike]) => {
    return scopesOf(type, alike, estate, context);
  });
  const [only, ...more] = scopes;
  if (only === undefined) return permitsNothing("nothing: no intent was understood", "nothing was asked for");
  if (more.length === 0) return only;
  return {
    summary: scopes.map(({ summary }) => summary).join("; "),
    change: (change) => union(scopes.map((scope) => scope.change(change))),
    opened: (flow) => union(scopes.map((scope) => scope.opened(flow))),
    closed: (flow) => union(scopes.map((scope) => scope.closed(flow))),
  };
}

function scopesOf(type: string, intents: readonly Intent[], estate: Estate, context: ScopeContext): Scope[] {
  const definition = intentDefinition(type);
  const well = intents.filter(({ parameters }) => definition?.parameters.safeParse(parameters).success === true);
  // INVARIANT: a scope is made only from parameters that the intent's own schema takes; anything else permits nothing.
  if (definition === null || well.length < intents.length) return [malformed(type)];
  if (intents.length > 1 && definition.scopeTogether) return [definition.scopeTogether(intents, estate, context)];
  return intents.map((intent) => definition.scope(intent, estate, context));
}

function malformed(type: string): Scope {
  const why = `\`${type.slice(0, 64)}\` is not an intent of the catalogue with parameters that it takes`;
  return permitsNothing("nothing: the intent is malformed", why);
}

function union(answers: readonly (string | null)[]): string | null {
  return answers.includes(null) ? null : answers.filter((answer) => answer !== null).join("; ");
}
