import { type ScopeContext, scopeOfIntents } from "@trias/intents";
import type { Concern, Intent } from "@trias/protocol";
import type { ReachEngine } from "@trias/reach";
import type { Effects } from "./3-effects.ts";
import { blocked, lineOf } from "./concern.ts";
import { wayOf } from "./way.ts";

/** Of so many flows the way is told too; nobody reads more, and each is a question to the engine. */
const WITH_WAY = 20;

/**
 * Every change and every flow that opens or closes must lie inside what the auditor's own intents permit.
 *
 * INVARIANT (I5): the scope is made from the auditor's intents and the estate before the plan; nothing of the plan goes into it.
 */
export function checkScope(
  intents: readonly Intent[],
  effects: Effects,
  context: ScopeContext,
  reach: Pick<ReachEngine, "reach">,
): Concern[] {
  const scope = scopeOfIntents(intents, effects.before, context);
  const changes = effects.steps.flatMap(({ simulated: { step, changes: made } }) =>
    made.flatMap((change) => {
      const why = scope.change(change);
      return why === null ? [] : [blocked("scope.change_outside", why, lineOf(step))];
    }),
  );
  let told = 0;
  const opened = effects.opened.flatMap((flow) => {
    const why = scope.opened(flow);
    if (why === null) return [];
    told += 1;
    const way = told > WITH_WAY ? "" : wayOf(effects.after, flow, reach);
    return [blocked("scope.flow_outside", way === "" ? why : `${why}; its way: ${way}`, openedAt(effects, flow))];
  });
  const closed = effects.closed.flatMap((flow) => {
    const why = scope.closed(flow);
    return why === null ? [] : [blocked("scope.flow_outside", why, `closed ${flow.from} → ${flow.to}`)];
  });
  return [...changes, ...opened, ...closed];
}

/** The first step after which the flow is possible. */
function openedAt(effects: Effects, flow: Effects["opened"][number]): string {
  const key = JSON.stringify(flow);
  const first = effects.steps.find(({ opened }) => opened.some((each) => JSON.stringify(each) === key));
  return first ? `${lineOf(first.simulated.step)}: ${flow.from} → ${flow.to}` : `opened ${flow.from} → ${flow.to}`;
}
