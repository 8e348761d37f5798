import type { CedarEngine } from "./cedar/engine.ts";
import { contextOf, type Evaluation, evaluateSet } from "./cedar/evaluate.ts";
import { type OrganisationPolicy, organisationSet } from "./cedar/organisation-policy.ts";
import type { Charter } from "./charter/charter.ts";
import { type Facts, factsSchema } from "./facts.ts";
import { type Finding, mergeOutcomes, outcomeOf } from "./finding.ts";
import { guardFindings } from "./guards/guards.ts";
import { CORE_POLICIES, CORE_RULES } from "./hard/core-set.ts";
import { hardFindings } from "./hard/hard-policies.ts";
import { NOTHING, type Outcome } from "./outcome.ts";

export interface PolicyOutcome extends Outcome {
  /** Where the TypeScript and the Cedar form of the hard policies differ; null as it must be. */
  readonly disagreement: string | null;
}

/**
 * The hard policies in both forms, the charter's guards, and the organisation's policies. Nothing here can lower what
 * another part raised: the outcomes are added up.
 */
export function evaluatePolicies(facts: Facts, charter: Charter, cedar: CedarEngine): PolicyOutcome {
  const checked = factsSchema.safeParse(facts);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    const message = `the facts are malformed: \`${issue?.path.join(".")}\` ${issue?.message}`;
    return { ...blocked("policy.facts", message), disagreement: null };
  }
  const typed = hardFindings(facts);
  const context = contextOf(facts);
  if ("finding" in context) {
    return {
      ...mergeOutcomes(outcomeOf([...typed, context.finding]), outcomeOf(guardFindings(facts, charter))),
      disagreement: null,
    };
  }
  const core = evaluateSet("hard", CORE_POLICIES, context.context, cedar);
  const disagreement = compare(typed, core);
  return {
    ...mergeOutcomes(
      outcomeOf(typed),
      core.type === "failed" ? outcomeOf([core.finding]) : NOTHING,
      disagreement === null ? NOTHING : blocked("policy.disagreement", disagreement),
      outcomeOf(guardFindings(facts, charter)),
      outcomeOf(organisationFindings(charter.policies, evaluateOrganisation(charter.policies, context.context, cedar))),
    ),
    disagreement,
  };
}

function blocked(rule: string, message: string): Outcome {
  return outcomeOf([{ rule, policy: rule, level: "block", message, subject: "hard policies" }]);
}

// INVARIANT (I7): both forms fire the same rules at the same level and ask the same roles, or nothing goes through.
function compare(typed: readonly Finding[], core: Evaluation): string | null {
  if (core.type === "failed") return null;
  const inTypeScript = new Set(typed.map(({ rule, level, approvers = [] }) => signature(rule, level, approvers)));
  const inCedar = new Set(
    core.satisfied.map((id) => {
      const rule = CORE_RULES.get(id);
      return rule === undefined ? signature(id, "block", []) : signature(id, rule.level, rule.approvers);
    }),
  );
  const differences = [
    ...[...inTypeScript.difference(inCedar)].map((each) => `only in TypeScript: ${each}`),
    ...[...inCedar.difference(inTypeScript)].map((each) => `only in Cedar: ${each}`),
  ];
  return differences.length === 0 ? null : `the two forms of the hard policies disagree (${differences.join("; ")})`;
}

function signature(rule: string, level: string, approvers: readonly string[]): string {
  return [rule, level, ...[...approvers].sort()].join(" ");
}

function evaluateOrganisation(
  policies: readonly OrganisationPolicy[],
  context: Parameters<typeof evaluateSet>[2],
  cedar: CedarEngine,
): Evaluation {
  return evaluateSet("organisation", organisationSet(policies), context, cedar);
}

function organisationFindings(policies: readonly OrganisationPolicy[], evaluation: Evaluation): Finding[] {
  if (evaluation.type === "failed") return [evaluation.finding];
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  return evaluation.satisfied.map((id) => {
    const policy = byId.get(id);
    if (policy === undefined) {
      return {
        rule: "policy.engine",
        policy: id,
        level: "block",
        message: `\`${id}\` is unknown`,
        subject: "policy evaluation",
      };
    }
    const control = policy.control === undefined ? "" : ` (${policy.control})`;
    return {
      rule: id,
      policy: id,
      level: policy.guardrail,
      message: `${policy.title}${control}`,
      subject: policy.file,
      approvers: policy.approvers,
    };
  });
}
