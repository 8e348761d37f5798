import { roleSchema } from "@trias/protocol";
import { z } from "zod";
import { PolicyError } from "../errors.ts";
import { BASE_ID, CORE_POLICIES } from "../hard/core-set.ts";
import type { CedarEngine, PolicyTexts } from "./engine.ts";
import { checkPolicySource } from "./policy-source.ts";
import { CEDAR_SCHEMA } from "./schema.ts";

const flag = z.enum(["", "true"]).transform(() => true);

/** Ids begin with `org.`, so that none can be taken for one of the hard policies or of the base. */
const annotationsSchema = z.strictObject({
  id: z.string().regex(/^org\.[a-z][a-z0-9_.]{0,60}$/, "expected an id such as `org.weekend`"),
  title: z.string().min(1).max(200),
  guardrail: z.enum(["warn", "fix", "escalate", "block"]),
  approvers: z
    .string()
    .transform((text) => text.split(",").map((role) => role.trim()))
    .pipe(z.array(roleSchema).min(1).max(8))
    .optional(),
  liftable: flag.optional(),
  control: z.string().max(100).optional(),
});

export const organisationPolicySchema = z.strictObject({
  ...annotationsSchema.shape,
  approvers: z.array(roleSchema),
  liftable: z.boolean(),
  file: z.string(),
  text: z.string(),
});
export type OrganisationPolicy = z.infer<typeof organisationPolicySchema>;

/**
 * Reads one policy file of the charter. A permit is read and then ignored: organisation policies can only restrict.
 * Everything is refused that could make a `forbid` error, since Cedar would skip it then.
 */
export function readOrganisationPolicy(file: string, text: string, cedar: CedarEngine): OrganisationPolicy | null {
  checkPolicySource(file, text);
  const parsed = attempt(file, () => cedar.parse(text));
  if (parsed.template) throw new PolicyError("policy_refused", "templates are not taken", { at: file });
  if (parsed.effect === "permit") return null;
  const extension = parsed.conditions.map(extensionCall).find((name) => name !== null);
  if (extension) {
    throw new PolicyError(
      "policy_refused",
      `\`${extension}\` can fail on its argument, and a policy that errors can't forbid`,
      {
        at: file,
        fix: "compare with the attributes of the schema instead",
      },
    );
  }
  const annotations = annotationsSchema.safeParse(parsed.annotations);
  if (!annotations.success) {
    const issue = annotations.error.issues[0];
    throw new PolicyError("policy_refused", `annotation \`@${issue?.path.join(".") ?? ""}\`: ${issue?.message ?? ""}`, {
      at: file,
    });
  }
  const { approvers = [], liftable = false, ...rest } = annotations.data;
  if (rest.guardrail === "escalate" && approvers.length === 0) {
    throw new PolicyError("policy_refused", "an `escalate` has to say whom it asks", {
      at: file,
      fix: 'add `@approvers("security")`',
    });
  }
  const problems = attempt(file, () => cedar.validate({ [rest.id]: text }, CEDAR_SCHEMA));
  if (problems.length > 0) throw new PolicyError("policy_refused", problems.slice(0, 3).join("; "), { at: file });
  return { ...rest, approvers, liftable, file, text };
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new PolicyError(cause.code, cause.message, {
      at: file,
      cause,
      ...(cause.fix === undefined ? {} : { fix: cause.fix }),
    });
  }
}

/** The organisation's set as it is evaluated: its forbids, and our own permit that they take from. */
export function organisationSet(policies: readonly OrganisationPolicy[]): PolicyTexts {
  return { ...Object.fromEntries(policies.map(({ id, text }) => [id, text])), [BASE_ID]: CORE_POLICIES[BASE_ID] ?? "" };
}

/** Operators that can't fail on values of the types that validation has proven. */
const TOTAL = new Set(
  "Value Var ! == != in < <= > >= && || contains containsAll containsAny isEmpty . has like is if-then-else Set Record".split(
    " ",
  ),
);

/** The first operator in an expression outside of that list, or null. */
function extensionCall(expression: unknown): string | null {
  if (typeof expression !== "object" || expression === null) return null;
  for (const [operator, operand] of Object.entries(expression)) {
    if (!TOTAL.has(operator)) return operator;
    const found = operands(operator, operand)
      .map(extensionCall)
      .find((name) => name !== null);
    if (found) return found;
  }
  return null;
}

/** The expressions that an operator takes; literals, names and patterns are none. */
function operands(operator: string, operand: unknown): unknown[] {
  if (operator === "Value" || operator === "Var") return [];
  if (operator === "Set") return Array.isArray(operand) ? operand : [];
  if (typeof operand !== "object" || operand === null) return [];
  if (operator === "Record") return Object.values(operand);
  return ["left", "right", "arg", "if", "then", "else", "in"].flatMap((key) =>
    key in operand ? [(operand as Record<string, unknown>)[key]] : [],
  );
}
