import { rulesInOrder, type UnplacedReason } from "../place/place.ts";
import type { Check, Finding, FindingId } from "./finding.ts";
import { contradiction, implies } from "./implies.ts";

const ID_OF: Readonly<Record<UnplacedReason, { id: FindingId; level: Finding["level"]; fix: string }>> = {
  "no-rule": {
    id: "attachment-matches-no-rule",
    level: "error",
    fix: "tag the attachment (not its VPC) so that a rule matches, or add a rule",
  },
  "tag-absent": { id: "attachment-tag-absent", level: "error", fix: "give the attachment the tag" },
  "tag-names-no-segment": {
    id: "attachment-tag-names-no-segment",
    level: "error",
    fix: "correct the tag's value: it is the segment's name, in the same case",
  },
  "segment-not-in-region": {
    id: "attachment-segment-not-in-region",
    level: "error",
    fix: "add the region to the segment's edge-locations, or attach elsewhere",
  },
  "region-not-an-edge": {
    id: "attachment-region-not-an-edge",
    level: "error",
    fix: "add an edge location in its region",
  },
  "acceptance-pending": { id: "attachment-acceptance-pending", level: "note", fix: "accept the attachment" },
  "not-available": { id: "attachment-not-available", level: "note", fix: "wait until it is AVAILABLE" },
};

/** CW-13: an attachment that is nowhere is AVAILABLE and carries nothing. */
export const unplacedAttachments: Check = ({ placements }) =>
  [...placements.values()].flatMap((placement): Finding[] => {
    const path = `attachments[${placement.attachment}]`;
    if (placement.state === "unplaced") {
      const { id, level, fix } = ID_OF[placement.reason];
      return [{ id, path, level, message: `\`${placement.attachment}\` is in no segment: ${placement.message}`, fix }];
    }
    if (placement.state === "placed") return [];
    const fix = "write the rule with a condition that AWS documents for what is known of the attachment";
    return [
      {
        id: "attachment-placement-unknown",
        path,
        level: "warning",
        message: `\`${placement.attachment}\`: ${placement.message}`,
        fix,
      },
    ];
  });

/** Beyond so many rules every pair is too much work for what it finds. */
const MAX_RULES_COMPARED = 400;

/** Rules that an earlier one leaves nothing for, and rules that nothing can fulfil. */
export const deadRules: Check = ({ policy }) => {
  const all = rulesInOrder(policy);
  const ordered = all.slice(0, MAX_RULES_COMPARED);
  const left = all.length - ordered.length;
  return [
    ...(left > 0 ? [notCompared(left)] : []),
    ...ordered.flatMap(({ rule, path }, i): Finding[] => {
      const both = contradiction(rule);
      if (both) {
        const [one, two] = both.map((condition) => JSON.stringify(condition));
        return [
          {
            id: "rule-never-matches",
            path: `${path}.conditions`,
            level: "error",
            message: `nothing fulfils both ${one} and ${two}`,
            fix: 'set condition-logic to "or", or take one of them out',
          },
        ];
      }
      const earlier = ordered.slice(0, i).find((other) => implies(rule, other.rule));
      if (!earlier) return [];
      const message = `rule ${rule["rule-number"]} never decides: all that it matches is matched by rule ${earlier.rule["rule-number"]} before`;
      return [
        {
          id: "rule-shadowed",
          path,
          level: "warning",
          message,
          fix: `give it a number below ${earlier.rule["rule-number"]}, or take it out`,
        },
      ];
    }),
  ];
};

function notCompared(left: number): Finding {
  const message = `the last ${left} rules were not held against the others`;
  return {
    id: "rules-not-compared",
    path: "attachment-policies",
    level: "note",
    message,
    fix: "fewer rules say the same by tag",
  };
}

/** Segments and groups that no rule leads to. */
export const unreachableNames: Check = ({ policy }) => {
  const byTag = policy.attachmentRules.some(({ action }) => action["association-method"] === "tag");
  const named = new Set(policy.attachmentRules.flatMap(({ action }) => action.segment ?? []));
  const groups = new Set(policy.attachmentRules.flatMap(({ action }) => action["add-to-network-function-group"] ?? []));
  const segments = policy.segments.flatMap(({ name }, i): Finding[] => {
    if (byTag || named.has(name)) return [];
    const message = `no rule puts an attachment into segment \`${name}\``;
    return [
      {
        id: "segment-without-rule",
        path: `segments[${i}]`,
        level: "warning",
        message,
        fix: "add an attachment policy for it, or take it out",
      },
    ];
  });
  const functions = policy.functionGroups.flatMap(({ name }, i): Finding[] => {
    if (groups.has(name)) return [];
    const message = `no rule puts an attachment into network function group \`${name}\`: what is sent through it is lost`;
    return [
      {
        id: "function-group-without-rule",
        path: `network-function-groups[${i}]`,
        level: "warning",
        message,
        fix: "add an attachment policy with add-to-network-function-group",
      },
    ];
  });
  return [...segments, ...functions];
};

/** Who may tag an attachment chooses its segment, unless the account or a person's yes stands before it. */
export const openTagAssociation: Check = ({ policy }) =>
  policy.attachmentRules.flatMap((rule, i): Finding[] => {
    if (rule.action["association-method"] !== "tag" || rule.action["require-acceptance"] === true) return [];
    const bound = (type: string) => type === "account-id" || type === "account" || type === "resource-id";
    const guarded =
      rule["condition-logic"] === "and" || rule.conditions.length === 1
        ? rule.conditions.some(({ type }) => bound(type))
        : rule.conditions.every(({ type }) => bound(type));
    const open = policy.segments
      .filter((segment) => segment["require-attachment-acceptance"] === false)
      .map(({ name }) => name);
    if (guarded || open.length === 0) return [];
    const message = `any account may choose its segment by tag \`${rule.action["tag-value-of-key"] ?? ""}\` and join ${open.slice(0, 6).join(", ")} without anybody's yes`;
    return [
      {
        id: "tag-lets-account-choose",
        path: `attachment-policies[${i}]`,
        level: "warning",
        message,
        fix: "add an account-id condition with condition-logic `and`, or require acceptance",
      },
    ];
  });
