import type { z } from "zod";
import { nearest } from "./nearest.ts";
import { type PolicyProblem, pathText } from "./problems.ts";

/** AWS's own keys, for the suggestion beside one that is not. */
const KEYS =
  "version core-network-configuration segments network-function-groups segment-actions attachment-policies routing-policies attachment-routing-policy-rules asn-ranges inside-cidr-blocks vpn-ecmp-support dns-support security-group-referencing-support edge-locations location asn name description isolate-attachments require-attachment-acceptance deny-filter allow-filter action mode segment share-with except routing-policy-names destination-cidr-blocks destinations when-sent-to via network-function-groups with-edge-overrides edge-sets use-edge-location edge-location-association edge-location peer-edge-location rule-number condition-logic conditions type operator key value association-method tag-value-of-key add-to-network-function-group require-acceptance routing-policy-name routing-policy-description routing-policy-direction routing-policy-number routing-policy-rules rule-definition match-conditions associate-routing-policies".split(
    " ",
  );

/** One problem for each thing that a schema found, in the order of the document. */
export function explain(issues: readonly z.core.$ZodIssue[], document: unknown): PolicyProblem[] {
  return issues.flatMap((issue) => {
    const path = pathText(issue.path);
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key));
    return [one(issue, path, valueAt(document, issue.path))];
  });
}

/** Keys that begin with `_` are comments by custom: said, but no reason to refuse the document. */
export function isCommentKey(key: string): boolean {
  return key.startsWith("_") || key.startsWith("//") || key === "$comment" || key === "$schema";
}

function unknownKey(path: string, key: string): PolicyProblem {
  const at = path === "" ? key : `${path}.${key}`;
  if (isCommentKey(key)) {
    const message = `\`${key}\` is no key of the grammar; taken for a comment`;
    return { id: "comment-key", path: at, level: "warning", message, fix: "leave it out of what is sent to AWS" };
  }
  const close = nearest(key, KEYS);
  const fix = close === null ? "leave it out, or correct its name" : `did you mean \`${close}\`?`;
  return { id: "unknown-key", path: at, level: "error", message: `unknown key \`${key.slice(0, 64)}\``, fix };
}

function one(issue: z.core.$ZodIssue, path: string, value: unknown): PolicyProblem {
  const expected = expectation(issue);
  if (value === undefined && issue.code !== "custom") {
    return {
      id: "missing",
      path,
      level: "error",
      message: "is missing",
      fix: `give ${expected.replace(/^expected /, "")}`,
    };
  }
  const id = issue.code === "invalid_type" || issue.code === "invalid_union" ? "wrong-type" : "not-allowed";
  const parts = issue.code === "custom" && typeof value === "object";
  const message = parts ? "its parts do not go together" : `${shown(value)} is not allowed here`;
  return { id, path, level: "error", message, fix: expected };
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return `expected ${issue.values.map((value) => `\`${String(value)}\``).join(" or ")}`;
    case "invalid_type":
      return issue.message.startsWith("expected") ? issue.message : `expected ${withArticle(issue.expected)}`;
    case "too_big":
      return `expected ${issue.origin === "number" || issue.origin === "int" ? "at most" : `no more than`} ${issue.maximum}`;
    case "too_small":
      return `expected at least ${issue.minimum}`;
    default:
      return issue.message;
  }
}

function withArticle(type: string): string {
  if (type === "int") return "a whole number";
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return `\`${String(value).slice(0, 60)}\``;
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = document;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
