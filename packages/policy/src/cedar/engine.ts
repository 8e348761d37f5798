import type { CedarContext } from "./context.ts";

export interface ParsedPolicy {
  readonly effect: "permit" | "forbid";
  readonly template: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  /** The expressions of its conditions, in Cedar's JSON form. */
  readonly conditions: readonly unknown[];
}

/** Policy texts by the id under which they are reported. */
export type PolicyTexts = Readonly<Record<string, string>>;

export type CedarAnswer =
  | {
      readonly type: "success";
      readonly decision: "allow" | "deny";
      /** For a deny: every forbid that was satisfied. */
      readonly reason: readonly string[];
      /** Policies that could not be evaluated; Cedar skips them, so whoever reads this must not. */
      readonly errors: readonly { readonly policy: string; readonly message: string }[];
    }
  | { readonly type: "failure"; readonly messages: readonly string[] };

/**
 * The policy engine as this package needs it. Every method may throw: a crash is no answer, and callers turn it into a
 * block. Sets are named by their content, never by a caller, so that no set can stand in for another.
 */
export interface CedarEngine {
  /** Parses exactly one policy. */
  parse(text: string): ParsedPolicy;
  /** What strict validation says against, warnings included; empty where nothing. */
  validate(policies: PolicyTexts, schema: string): readonly string[];
  /** Gets a set ready, so that its first evaluation is as fast as the others; throws where it can't be evaluated at all. */
  prepare(policies: PolicyTexts, schema: string): void;
  evaluate(policies: PolicyTexts, schema: string, context: CedarContext): CedarAnswer;
}
