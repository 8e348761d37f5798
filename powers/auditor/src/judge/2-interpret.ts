import type { Concern, Plan } from "@trias/protocol";
import type { Understanding } from "../understand/understanding.ts";
import { blocked, escalated } from "./concern.ts";

/**
 * Holds the planner's intents against what the auditor understood by itself. Only the types are compared: what the plan does is held to
 * the scope of the auditor's intents, so the planner's parameters decide nothing.
 */
export function interpretAgain(plan: Plan, own: Understanding): Concern[] {
  const { next } = own;
  switch (next.to) {
    case "close":
      return [blocked("interpret.nothing_asked", `nothing is to be changed here: ${next.reason}`, "intents")];
    case "unavailable":
      return [blocked("interpret.unavailable", next.reason, "intents")];
    case "ask":
      return [escalated("interpret.incomplete", `a person has to say first: ${next.question.question}`, "intents")];
    case "plan":
      return mismatch(plan, own);
  }
}

function mismatch(plan: Plan, own: Understanding): Concern[] {
  const theirs = typesOf(plan.intents);
  const ours = typesOf(own.intents);
  if (theirs === ours) return [];
  const message = `the planner understood ${theirs || "nothing"}, the words mean ${ours}`;
  return [blocked("interpret.mismatch", message, "intents")];
}

function typesOf(intents: readonly { readonly type: string }[]): string {
  return [...new Set(intents.map(({ type }) => `\`${type}\``))].sort().join(", ");
}
