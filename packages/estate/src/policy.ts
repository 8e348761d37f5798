import type { z } from "zod";
import {
  type AttachmentRule,
  attachmentRuleSchema,
  type CoreConfiguration,
  configurationSchema,
  type FunctionGroup,
  functionGroupSchema,
  type PolicySegment,
  policySegmentSchema,
  type SegmentAction,
  segmentActionSchema,
  TOP_KEYS,
} from "./policy-grammar.ts";

/** A core network policy document exactly as AWS writes it. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface PolicyIssue {
  /** JSON path, such as `$.segments[3].name`. */
  readonly path: string;
  readonly message: string;
  /** `error`: AWS or this grammar refuses it. `unmodelled`: it may be right, but its effect is not computed here. */
  readonly kind: "error" | "unmodelled";
}

/** An item of a document, or null where the grammar does not read it; issues say why. Indices are those of the document. */
export interface Policy {
  readonly version: string;
  readonly configuration: CoreConfiguration | null;
  readonly segments: readonly (PolicySegment | null)[];
  readonly groups: readonly (FunctionGroup | null)[];
  readonly actions: readonly (SegmentAction | null)[];
  readonly rules: readonly (AttachmentRule | null)[];
  readonly issues: readonly PolicyIssue[];
}

const read = new WeakMap<PolicyDocument, Policy>();

/** Reads a document item by item, so that one part outside the grammar does not hide the rest; nothing is left out in silence. */
export function readPolicy(document: PolicyDocument): Policy {
  const cached = read.get(document);
  if (cached) return cached;
  const issues: PolicyIssue[] = [];
  for (const key of Object.keys(document)) {
    const modelled = Object.hasOwn(TOP_KEYS, key) ? TOP_KEYS[key] : undefined;
    if (modelled === undefined)
      issues.push({ path: "$", message: `unknown key \`${key.slice(0, 64)}\``, kind: "error" });
    else if (!modelled) issues.push({ path: `$.${key}`, message: `\`${key}\` is not modelled`, kind: "unmodelled" });
  }
  const version = document["version"];
  if (version !== "2021.12" && version !== "2025.11") {
    issues.push({ path: "$.version", message: "expected `2021.12` or `2025.11`", kind: "error" });
  }
  const policy: Policy = {
    version: typeof version === "string" ? version : "",
    configuration: item(
      configurationSchema,
      document["core-network-configuration"],
      "$.core-network-configuration",
      issues,
    ),
    segments: items(policySegmentSchema, document, "segments", 40, issues),
    groups: items(functionGroupSchema, document, "network-function-groups", 40, issues),
    actions: items(segmentActionSchema, document, "segment-actions", 2000, issues),
    rules: items(attachmentRuleSchema, document, "attachment-policies", 2000, issues),
    issues,
  };
  read.set(document, policy);
  return policy;
}

/** Names of the document's segments, in its order. */
export function policySegments(document: PolicyDocument): readonly string[] {
  return readPolicy(document).segments.flatMap((segment) => (segment ? [segment.name] : []));
}

function items<T>(
  schema: z.ZodType<T>,
  document: PolicyDocument,
  key: string,
  max: number,
  issues: PolicyIssue[],
): (T | null)[] {
  const value = document[key];
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > max) {
    issues.push({ path: `$.${key}`, message: `expected an array of at most ${max}`, kind: "error" });
    return [];
  }
  return value.map((entry: unknown, i) => item(schema, entry, `$.${key}[${i}]`, issues));
}

/** Actions and conditions that AWS knows and this grammar does not. */
const UNMODELLED = new Set(["associate-routing-policy", "tag-name"]);

function item<T>(schema: z.ZodType<T>, value: unknown, path: string, issues: PolicyIssue[]): T | null {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const kind = namesUnmodelled(value) ? "unmodelled" : "error";
  for (const issue of result.error.issues.slice(0, 5)) {
    const at = issue.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
    issues.push({ path: `${path}${at}`, message: issue.message, kind });
  }
  return null;
}

function namesUnmodelled(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("routing-policy-names" in value) return true;
  if ("action" in value && typeof value.action === "string" && UNMODELLED.has(value.action)) return true;
  return (
    "conditions" in value &&
    Array.isArray(value.conditions) &&
    value.conditions.some((condition: unknown) => {
      return (
        typeof condition === "object" &&
        condition !== null &&
        "type" in condition &&
        UNMODELLED.has(String(condition.type))
      );
    })
  );
}
