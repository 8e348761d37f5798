import { PolicyError } from "../errors.ts";

/** Bounds of an organisation policy's text, well below where the engine runs out of stack. */
export const POLICY_LIMITS = { bytes: 8_192, nesting: 100, branches: 20, accesses: 200 } as const;

const FORBIDDEN_SIGNS: Readonly<Record<string, string>> = {
  "+": "arithmetic can overflow, and a policy that errors can't forbid",
  "-": "arithmetic can overflow, and a policy that errors can't forbid",
  "*": "arithmetic can overflow, and a policy that errors can't forbid",
  "?": "templates are not taken",
};

/**
 * Refuses a policy text that could take the engine down or hide what it says, before the engine sees it: too long, too deep,
 * not ASCII, or with arithmetic. Text in strings and comments does not count.
 */
export function checkPolicySource(file: string, text: string): void {
  const refuse = (message: string, fix?: string) => {
    throw new PolicyError("policy_refused", message, { at: file, ...(fix === undefined ? {} : { fix }) });
  };
  if (text.length > POLICY_LIMITS.bytes)
    refuse(`${text.length} characters`, `at most ${POLICY_LIMITS.bytes} are taken`);
  if (!/^[\t\n\r\x20-\x7e]*$/.test(text)) refuse("only ASCII text is taken", "write identifiers and titles in ASCII");
  const code = withoutStringsAndComments(text);
  for (const [sign, why] of Object.entries(FORBIDDEN_SIGNS)) if (code.includes(sign)) refuse(`\`${sign}\`: ${why}`);
  if (nesting(code) > POLICY_LIMITS.nesting) refuse(`brackets nested deeper than ${POLICY_LIMITS.nesting}`);
  if (count(code, /\bif\b/g) > POLICY_LIMITS.branches) refuse(`more than ${POLICY_LIMITS.branches} \`if\``);
  if (count(code, /\./g) > POLICY_LIMITS.accesses) refuse(`more than ${POLICY_LIMITS.accesses} accesses`);
}

function withoutStringsAndComments(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*/g, (found) => (found.startsWith('"') ? '""' : ""));
}

function nesting(code: string): number {
  let depth = 0;
  let deepest = 0;
  for (const sign of code) {
    if ("([{".includes(sign)) deepest = Math.max(deepest, ++depth);
    else if (")]}".includes(sign)) depth -= 1;
  }
  return deepest;
}

function count(code: string, pattern: RegExp): number {
  return code.match(pattern)?.length ?? 0;
}
