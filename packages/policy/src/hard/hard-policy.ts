import type { Facts, HardPolicyId } from "../facts.ts";
import type { Finding } from "../finding.ts";

/** One of the seven in TypeScript. Its Cedar form in `core-cedar.ts` must fire the same rules, or the plan is blocked. */
export interface HardPolicy {
  readonly id: HardPolicyId;
  readonly title: string;
  /** Every rule that it can fire. */
  readonly rules: readonly string[];
  evaluate(facts: Facts): readonly Finding[];
}

/** A value that this policy reads and that nobody knows yet: it fails closed. */
export function unknownsOf(policy: HardPolicyId, facts: Facts): Finding[] {
  return facts.unknown
    .filter(({ guards }) => guards.includes(policy))
    .map(({ part, id, attribute }) => ({
      rule: `${policy}.unknown`,
      policy,
      level: "block" as const,
      message: `${policy} needs \`${attribute}\` of \`${id}\`, which is not known before it is applied`,
      subject: `${part} ${id}`,
    }));
}
