import { messageOf } from "@trias/core";
import type { Facts } from "../facts.ts";
import type { Finding } from "../finding.ts";
import { BASE_ID } from "../hard/core-set.ts";
import { type CedarContext, cedarContext, notAscii } from "./context.ts";
import type { CedarAnswer, CedarEngine, PolicyTexts } from "./engine.ts";
import { CEDAR_SCHEMA } from "./schema.ts";

/** Either every forbid that is satisfied, or why that can't be known: then nothing goes through. */
export type Evaluation =
  | { readonly type: "evaluated"; readonly satisfied: readonly string[] }
  | { readonly type: "failed"; readonly finding: Finding };

/** The facts as context, or the finding that they can't be put before a policy. */
export function contextOf(facts: Facts): { readonly context: CedarContext } | { readonly finding: Finding } {
  const context = cedarContext(facts);
  const attribute = notAscii(context);
  if (attribute === null) return { context };
  const message = `\`${attribute}\` holds letters outside of ASCII, which could pass for others in a comparison`;
  return { finding: failure("policy.not_ascii", message) };
}

/**
 * Cedar, wrapped. It skips a `forbid` that errors and then may allow, so that only an answer without a single error counts;
 * a throw, a failure, a permit that did not decide, an id that is not of the set: all of them block.
 */
export function evaluateSet(
  name: string,
  policies: PolicyTexts,
  context: CedarContext,
  cedar: CedarEngine,
): Evaluation {
  let answer: CedarAnswer;
  try {
    answer = cedar.evaluate(policies, CEDAR_SCHEMA, context);
  } catch (error) {
    return failed(`the ${name} policies could not be evaluated: ${messageOf(error)}`);
  }
  if (answer.type !== "success") {
    return failed(`the ${name} policies could not be evaluated: ${answer.messages.join("; ")}`);
  }
  const [error] = answer.errors;
  if (error !== undefined) return failed(`policy \`${error.policy}\` could not be evaluated: ${error.message}`);
  if (answer.decision === "allow") {
    const permitted = answer.reason.length === 1 && answer.reason[0] === BASE_ID;
    return permitted
      ? { type: "evaluated", satisfied: [] }
      : failed(`an unknown permit decided in the ${name} policies`);
  }
  if (answer.reason.length === 0) return failed(`the ${name} policies denied without a reason`);
  const stranger = answer.reason.find((id) => !Object.hasOwn(policies, id) || id === BASE_ID);
  if (stranger !== undefined) return failed(`\`${stranger}\` denied, which is none of the ${name} policies`);
  return { type: "evaluated", satisfied: answer.reason };
}

function failed(message: string): Evaluation {
  return { type: "failed", finding: failure("policy.engine", message) };
}

function failure(rule: string, message: string): Finding {
  return { rule, policy: rule, level: "block", message, subject: "policy evaluation" };
}
