import * as wasm from "@cedar-policy/cedar-wasm/nodejs";
import { digestValue, messageOf } from "@trias/core";
import { PolicyError } from "../errors.ts";
import type { CedarContext } from "./context.ts";
import type { CedarAnswer, CedarEngine, ParsedPolicy, PolicyTexts } from "./engine.ts";

/** Prepared sets stay in the instance for ever; a charter changes rarely, and a process restarts more often. */
const MAX_PREPARED = 256;

/** What a WebAssembly trap, and a stack that ran out, are thrown as. */
const CRASHES: ReadonlySet<string> = new Set(["RuntimeError", "RangeError"]);

const REQUEST = {
  principal: { type: "Trias::Requester", id: "requester" },
  action: { type: "Trias::Action", id: "execute" },
  resource: { type: "Trias::Plan", id: "plan" },
  entities: [],
  validateRequest: true,
};

/**
 * Cedar as WebAssembly, in this process. The module is one instance a process: once it has crashed no later call can be
 * trusted, so that this engine refuses everything until the process starts anew.
 */
export function wasmCedarEngine(): CedarEngine {
  const prepared = new Set<string>();
  let crashed: string | undefined;

  function call<T>(work: () => T): T {
    if (crashed !== undefined) {
      throw new PolicyError("cedar_failed", `the policy engine has crashed: ${crashed}`, {
        fix: "restart the process",
      });
    }
    try {
      return work();
    } catch (cause) {
      if (cause instanceof PolicyError) throw cause;
      if (cause instanceof Error && CRASHES.has(cause.name)) crashed = messageOf(cause);
      throw new PolicyError("cedar_failed", `the policy engine gave no answer: ${messageOf(cause)}`, { cause });
    }
  }

  /** The id is the digest of the content: preparing twice under one id would silently replace the set. */
  function prepare(policies: PolicyTexts, schema: string): string {
    const id = digestValue({ policies, schema });
    if (prepared.has(id)) return id;
    if (prepared.size >= MAX_PREPARED) {
      throw new PolicyError("cedar_failed", `${MAX_PREPARED} policy sets are prepared`, { fix: "restart the process" });
    }
    demand(wasm.preparseSchema(id, schema), "the schema");
    demand(wasm.preparsePolicySet(id, { staticPolicies: { ...policies } }), "the policies");
    prepared.add(id);
    return id;
  }

  return {
    parse: (text) => call(() => parse(text)),
    validate: (policies, schema) => call(() => validate(policies, schema)),
    prepare: (policies, schema) => {
      call(() => prepare(policies, schema));
    },
    evaluate: (policies, schema, context) => call(() => evaluate(prepare(policies, schema), context)),
  };
}

function parse(text: string): ParsedPolicy {
  const parts = wasm.policySetTextToParts(text);
  if (parts.type === "failure") throw refused(parts.errors);
  const [policy, ...others] = parts.policies;
  const [template] = parts.policy_templates;
  if (others.length > 0 || (policy === undefined) === (template === undefined)) {
    throw new PolicyError("policy_refused", "a policy file holds exactly one policy");
  }
  const answer = policy === undefined ? wasm.templateToJson(template ?? "") : wasm.policyToJson(policy);
  if (answer.type === "failure") throw refused(answer.errors);
  const { effect, annotations = {}, conditions } = answer.json;
  return { effect, template: policy === undefined, annotations, conditions: conditions.map(({ body }) => body) };
}

function validate(policies: PolicyTexts, schema: string): string[] {
  const answer = wasm.validate({ schema, policies: { staticPolicies: { ...policies } } });
  if (answer.type === "failure") return answer.errors.map(({ message }) => message);
  const found = [...answer.validationErrors, ...answer.validationWarnings, ...answer.otherWarnings];
  return found.map((each) => ("error" in each ? `${each.policyId}: ${each.error.message}` : each.message));
}

function evaluate(id: string, context: CedarContext): CedarAnswer {
  const answer = wasm.statefulIsAuthorized({
    ...REQUEST,
    context: structuredClone(context) as wasm.Context,
    preparsedSchemaName: id,
    preparsedPolicySetId: id,
  });
  if (answer.type === "failure") return { type: "failure", messages: answer.errors.map(({ message }) => message) };
  const { decision, diagnostics } = answer.response;
  return {
    type: "success",
    decision,
    reason: diagnostics.reason,
    errors: diagnostics.errors.map(({ policyId, error }) => ({ policy: policyId, message: error.message })),
  };
}

function demand(answer: wasm.CheckParseAnswer, what: string): void {
  if (answer.type === "failure") throw refused(answer.errors, what);
}

function refused(errors: readonly wasm.DetailedError[], what = "the policy"): PolicyError {
  const first = errors[0];
  const fix = first?.help ?? undefined;
  return new PolicyError("policy_refused", `${what} can't be parsed: ${first?.message ?? "no reason given"}`, {
    ...(fix === undefined ? {} : { fix }),
  });
}
