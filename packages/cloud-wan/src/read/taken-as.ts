import { type PathStep, type PolicyProblem, pathText } from "./problems.ts";

/**
 * What was read although it is not of the type that AWS documents: a boolean or number as a string, one segment as a list of
 * one. Public policies hold both; nothing is taken in silence.
 */
export function takenAs(read: unknown, given: unknown): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const stack: { read: unknown; given: unknown; path: readonly PathStep[] }[] = [{ read, given, path: [] }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { read: ours, given: theirs, path } = item;
    if (typeof ours === "string" && typeof theirs !== "string") {
      problems.push(
        problem(path, `${JSON.stringify(theirs)} was taken as ${JSON.stringify(ours)}`, "write it as a string"),
      );
    } else if (Array.isArray(ours) && !Array.isArray(theirs)) {
      // A routing policy's `value` may be one or several.
      if (path.at(-1) !== "value")
        problems.push(problem(path, "one name was taken as a list of one", "write it as a list"));
    } else if (typeof ours === "object" && ours !== null && typeof theirs === "object" && theirs !== null) {
      for (const [key, value] of Object.entries(ours).reverse()) {
        const step = Array.isArray(ours) ? Number(key) : key;
        stack.push({ read: value, given: (theirs as Record<string, unknown>)[key], path: [...path, step] });
      }
    }
  }
  return problems;
}

function problem(path: readonly PathStep[], message: string, fix: string): PolicyProblem {
  return { id: "taken-as", path: pathText(path), level: "warning", message, fix };
}
