import { auditorApi, type CaseView, type DecisionInput } from "@trias/protocol";
import type { Context } from "./command.ts";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";
import { follow } from "./follow.ts";
import { followToOutcome } from "./follow-outcome.ts";
import type { Outcome } from "./output.ts";

const TAKING_BACK: ReadonlySet<DecisionInput["kind"]> = new Set(["withdraw", "cancel"]);

/**
 * Sends what a person decided about the case as it stands now, then follows the case. The decision is made from the view that
 * was read, so that a plan that changed in between is never what was said yes to.
 */
export async function decide(
  context: Context,
  id: string,
  waitSeconds: number,
  decision: (view: CaseView) => DecisionInput,
): Promise<Outcome> {
  const session = await context.session();
  const view = await follow(session, id, { waitSeconds: 0 });
  const input = decision(view);
  await session.call("auditor", auditorApi.decide, { params: { case: id }, body: input });
  const outcome = await followToOutcome(context, session, id, waitSeconds, view.timeline.length);
  // Whoever takes something back gets what they wanted when the case ends that way.
  return TAKING_BACK.has(input.kind) ? { ...outcome, exit: EXIT.done } : outcome;
}

interface Bound {
  readonly plan_digest: NonNullable<CaseView["plan"]>["digest"];
  readonly verdict_digest: NonNullable<CaseView["verdict"]>["digest"];
  readonly nonce: string;
}

/** What a yes has to repeat: this plan, this verdict. */
export function boundTo(view: CaseView): Bound {
  const { plan, verdict } = view;
  if (plan === undefined || verdict === undefined) {
    throw new CliError(
      "not_waiting",
      EXIT.usage,
      `case ${view.case} is \`${view.state}\`: there is no plan to decide on`,
      {
        fix: "look at it with `trias case show`",
      },
    );
  }
  return { plan_digest: plan.digest, verdict_digest: verdict.digest, nonce: verdict.nonce };
}
