import { CloudWanError } from "../errors.ts";
import { type CoreNetworkPolicy, documentSchema } from "../grammar/document.ts";
import { scanBounds } from "./bounds.ts";
import { explain, isCommentKey } from "./explain.ts";
import { type PolicyProblem, pathText } from "./problems.ts";
import { checkReferences } from "./references.ts";
import { takenAs } from "./taken-as.ts";

export interface ReadPolicy {
  /** Null where a problem is an error. */
  readonly policy: CoreNetworkPolicy | null;
  readonly problems: readonly PolicyProblem[];
}

/** More than these tell a person nothing new. */
const MAX_PROBLEMS = 200;

/** Reads a parsed JSON document; whatever it is, the answer is a policy or a list of what is wrong and where. */
export function readCoreNetworkPolicy(document: unknown): ReadPolicy {
  const scan = scanBounds(document);
  if (scan.problems.some(({ id }) => id === "too-large" || id === "too-deep")) return refused(scan.problems);
  const comments: PolicyProblem[] = [];
  const result = documentSchema.safeParse(withoutComments(document, comments));
  if (!result.success) {
    const literal = result.error.issues.filter(({ path }) => !isUnder(scan.notLiteral, path));
    const found = explain(literal, document);
    return refused([...scan.problems, ...found, ...comments]);
  }
  const data = result.data;
  const policy: CoreNetworkPolicy = {
    version: data.version,
    configuration: data["core-network-configuration"],
    segments: data.segments,
    functionGroups: data["network-function-groups"] ?? [],
    segmentActions: data["segment-actions"] ?? [],
    attachmentRules: data["attachment-policies"] ?? [],
    routingPolicies: data["routing-policies"] ?? [],
    attachmentRoutingRules: data["attachment-routing-policy-rules"] ?? [],
  };
  const problems = [...scan.problems, ...checkReferences(policy), ...takenAs(data, document), ...comments];
  return problems.some(({ level }) => level === "error") ? refused(problems) : { policy, problems };
}

/** As `readCoreNetworkPolicy`; throws on the first error, for callers that have no use for the list. */
export function parseCoreNetworkPolicy(document: unknown): CoreNetworkPolicy {
  const { policy, problems } = readCoreNetworkPolicy(document);
  if (policy !== null) return policy;
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  throw new CloudWanError("policy_malformed", `not a core network policy: ${first?.message ?? "unreadable"}${more}`, {
    ...(first ? { at: first.path === "" ? "the document" : first.path, fix: first.fix } : {}),
  });
}

function refused(problems: readonly PolicyProblem[]): ReadPolicy {
  if (problems.length <= MAX_PROBLEMS) return { policy: null, problems };
  const left = problems.length - MAX_PROBLEMS;
  const last: PolicyProblem = {
    id: "more-problems",
    path: "",
    level: "error",
    message: `${left} more problems`,
    fix: "mend those above first",
  };
  return { policy: null, problems: [...problems.slice(0, MAX_PROBLEMS), last] };
}

function isUnder(places: ReadonlySet<string>, path: readonly PropertyKey[]): boolean {
  return places.size > 0 && path.some((_, i) => places.has(pathText(path.slice(0, i + 1))));
}

/** Takes comment keys off the top level, where people put them, and says so. */
function withoutComments(document: unknown, found: PolicyProblem[]): unknown {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return document;
  const entries = Object.entries(document);
  if (!entries.some(([key]) => isCommentKey(key))) return document;
  for (const [key] of entries) {
    if (!isCommentKey(key)) continue;
    const message = `\`${key}\` is no key of the grammar; taken for a comment`;
    found.push({ id: "comment-key", path: key, level: "warning", message, fix: "leave it out of what is sent to AWS" });
  }
  return Object.fromEntries(entries.filter(([key]) => !isCommentKey(key)));
}
