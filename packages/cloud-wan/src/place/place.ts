import type { AttachmentRule } from "../grammar/attachment-policies.ts";
import type { CoreNetworkPolicy } from "../grammar/document.ts";
import { type CoreAttachment, edgesOf } from "./attachment.ts";
import { ruleMatches, tagOf } from "./conditions.ts";

/** Why an attachment is where it is not. */
export type UnplacedReason =
  | "no-rule"
  | "tag-absent"
  | "tag-names-no-segment"
  | "segment-not-in-region"
  | "region-not-an-edge"
  | "acceptance-pending"
  | "not-available";

/** Where the policy puts an attachment (R63). */
export type Placement = { readonly attachment: string; readonly rule: string | null } & (
  | {
      readonly state: "placed";
      readonly segment: string;
      readonly function_group: null;
      /** The edges at which it is in the segment. */
      readonly edges: readonly string[];
      readonly needs_acceptance: boolean;
    }
  | {
      readonly state: "placed";
      readonly segment: null;
      readonly function_group: string;
      readonly edges: readonly string[];
      readonly needs_acceptance: boolean;
    }
  | { readonly state: "unplaced"; readonly reason: UnplacedReason; readonly message: string }
  | { readonly state: "unknown"; readonly message: string }
);

const PENDING = new Set(["PENDING_ATTACHMENT_ACCEPTANCE", "REJECTED"]);
const NOT_THERE = new Set(["CREATING", "FAILED", "DELETING"]);

/** Tries the rules in the order of their numbers; the first that matches decides, even where it leads nowhere. */
export function placeCoreAttachment(policy: CoreNetworkPolicy, attachment: CoreAttachment): Placement {
  for (const { rule, path } of rulesInOrder(policy)) {
    const matched = ruleMatches(rule, attachment);
    if (matched === null) {
      return unknown(attachment, path, `rule ${rule["rule-number"]} can't be decided for what is known of it`);
    }
    if (matched) return byRule(policy, rule, path, attachment);
  }
  const tags = Object.entries(attachment.tags).map(([key, value]) => `${key}=${value}`);
  const message = `no rule matches (${attachment.type}, ${attachment.region}, account ${attachment.account || "not given"}, tags ${tags.join(" ") || "none"})`;
  return unplaced(attachment, null, "no-rule", message);
}

interface PlacedRule {
  readonly rule: AttachmentRule;
  readonly path: string;
}

const inOrder = new WeakMap<CoreNetworkPolicy, readonly PlacedRule[]>();

/** The attachment rules by their numbers, each with its path into the document. */
export function rulesInOrder(policy: CoreNetworkPolicy): readonly PlacedRule[] {
  const known = inOrder.get(policy);
  if (known) return known;
  const ordered = policy.attachmentRules
    .map((rule, index) => ({ rule, path: `attachment-policies[${index}]` }))
    .sort((a, b) => a.rule["rule-number"] - b.rule["rule-number"]);
  inOrder.set(policy, ordered);
  return ordered;
}

function byRule(policy: CoreNetworkPolicy, rule: AttachmentRule, path: string, attachment: CoreAttachment): Placement {
  const edges = edgesOf(attachment);
  const known = new Set(policy.configuration["edge-locations"].map(({ location }) => location));
  const there = edges.filter((edge) => known.has(edge));
  if (there.length === 0) {
    const message = `the core network has no edge in ${edges.join(", ")}`;
    return unplaced(attachment, path, "region-not-an-edge", message);
  }
  const { action } = rule;
  const tightened = action["require-acceptance"] === true;
  const group = policy.functionGroups.find(({ name }) => name === action["add-to-network-function-group"]);
  if (group) {
    const needs = tightened || (group["require-attachment-acceptance"] ?? true);
    const base = {
      attachment: attachment.id,
      rule: path,
      state: "placed",
      edges: there,
      needs_acceptance: needs,
    } as const;
    return whenAccepted(attachment, path, { ...base, segment: null, function_group: group.name });
  }
  const key = action["tag-value-of-key"];
  const value = key === undefined ? action.segment : tagOf(attachment, key);
  if (value === undefined) {
    return unplaced(attachment, path, "tag-absent", `it has no tag \`${key ?? ""}\` to name its segment`);
  }
  const segment = policy.segments.find(({ name }) => name === value);
  if (!segment) {
    return unplaced(
      attachment,
      path,
      "tag-names-no-segment",
      `its tag \`${key ?? ""}\` says \`${value}\`, which is no segment`,
    );
  }
  const within = segment["edge-locations"] ? there.filter((edge) => segment["edge-locations"]?.includes(edge)) : there;
  if (within.length === 0) {
    const message = `segment \`${segment.name}\` is not in ${there.join(", ")}`;
    return unplaced(attachment, path, "segment-not-in-region", message);
  }
  const needs = tightened || (segment["require-attachment-acceptance"] ?? true);
  const base = {
    attachment: attachment.id,
    rule: path,
    state: "placed",
    edges: within,
    needs_acceptance: needs,
  } as const;
  return whenAccepted(attachment, path, { ...base, segment: segment.name, function_group: null });
}

/** What is not said to wait is taken as accepted: a snapshot names the state where somebody still has to say yes. */
function whenAccepted(attachment: CoreAttachment, path: string, placed: Placement): Placement {
  const { state } = attachment;
  if (state === undefined) return placed;
  if (PENDING.has(state)) {
    return unplaced(attachment, path, "acceptance-pending", `it is ${state}: nobody has accepted it yet`);
  }
  if (NOT_THERE.has(state)) return unplaced(attachment, path, "not-available", `it is ${state}`);
  if (state === "PENDING_TAG_ACCEPTANCE") {
    const stays = placed.state === "placed" && placed.segment !== null && attachment.segment === placed.segment;
    return stays
      ? placed
      : unknown(attachment, path, "its move waits for acceptance; until then it stays where it was");
  }
  return placed;
}

function unplaced({ id }: CoreAttachment, rule: string | null, reason: UnplacedReason, message: string): Placement {
  return { attachment: id, rule, state: "unplaced", reason, message };
}

function unknown({ id }: CoreAttachment, rule: string | null, message: string): Placement {
  return { attachment: id, rule, state: "unknown", message };
}
