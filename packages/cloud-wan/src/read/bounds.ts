import { type PathStep, type PolicyProblem, pathText } from "./problems.ts";

/** AWS takes a document of 1 MB; a value is four characters or more of it. */
const MAX_VALUES = 1_000_000;
/** The grammar itself is nine deep. */
const MAX_DEPTH = 32;
const MAX_INTRINSICS = 50;

const INTRINSIC_KEY = /^(?:Ref|Condition|Fn::\w+|!\w+)$/;
const INTRINSIC_TEXT = /^!(?:Ref|Sub|GetAtt|Join|Select|FindInMap|ImportValue|If)\b|\$\{[^}]*\}/;

interface Scan {
  readonly problems: PolicyProblem[];
  /** Paths whose value stands for something that is not in the document. */
  readonly notLiteral: ReadonlySet<string>;
}

/**
 * Looks at every value once before any schema does: refuses what is too large or too deep, and names CloudFormation and
 * Terraform placeholders for what they are, since a schema would only say that they have the wrong type.
 */
export function scanBounds(document: unknown): Scan {
  const problems: PolicyProblem[] = [];
  const notLiteral = new Set<string>();
  const stack: { value: unknown; path: readonly PathStep[] }[] = [{ value: document, path: [] }];
  let seen = 0;
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, path } = item;
    seen += 1;
    if (seen > MAX_VALUES) {
      problems.push(tooLarge());
      break;
    }
    if (path.length > MAX_DEPTH) {
      problems.push(tooDeep(path));
      break;
    }
    const intrinsic = intrinsicOf(value);
    if (intrinsic !== null) {
      notLiteral.add(pathText(path));
      if (notLiteral.size <= MAX_INTRINSICS) problems.push(notLiteralProblem(path, intrinsic));
      continue;
    }
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i -= 1) stack.push({ value: value[i], path: [...path, i] });
    } else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value).reverse()) stack.push({ value: inner, path: [...path, key] });
    }
  }
  return { problems, notLiteral };
}

function intrinsicOf(value: unknown): string | null {
  if (typeof value === "string") return INTRINSIC_TEXT.test(value) ? value.slice(0, 60) : null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const [key, ...more] = Object.keys(value);
  return key !== undefined && more.length === 0 && INTRINSIC_KEY.test(key) ? key : null;
}

function notLiteralProblem(path: readonly PathStep[], intrinsic: string): PolicyProblem {
  return {
    id: "not-literal",
    path: pathText(path),
    level: "error",
    message: `not literal: \`${intrinsic}\` stands for a value that is not in the document`,
    fix: "give the policy as it is deployed, with every reference and substitution resolved",
  };
}

function tooLarge(): PolicyProblem {
  const message = `more than ${MAX_VALUES} values`;
  return { id: "too-large", path: "", level: "error", message, fix: "AWS takes a policy of at most 1 MB" };
}

function tooDeep(path: readonly PathStep[]): PolicyProblem {
  return {
    id: "too-deep",
    path: pathText(path.slice(0, 4)),
    level: "error",
    message: `nested deeper than ${MAX_DEPTH}`,
    fix: "no part of a policy is nested so deep: look for an object that was put into itself",
  };
}
