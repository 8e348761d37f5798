import { refuses, sharedWith } from "../routing/shares.ts";
import { InsertionPlan } from "../tables/insertion.ts";
import type { Check, Finding } from "./finding.ts";

/** CW-11: `*` and `except` take in segments that do not exist yet. */
export const openShares: Check = ({ policy }) =>
  policy.segmentActions.flatMap((action, i): Finding[] => {
    if (action.action !== "share" || Array.isArray(action["share-with"])) return [];
    const now = sharedWith(action, policy);
    const shown = `${now.slice(0, 8).join(", ")}${now.length > 8 ? ` and ${now.length - 8} more` : ""}`;
    return [
      {
        id: "share-includes-future-segments",
        path: `segment-actions[${i}].share-with`,
        level: "warning",
        message: `\`${action.segment}\` will be shared with every segment that is added later; now with ${shown || "none"}`,
        fix: `name the segments: ${JSON.stringify(now.slice(0, 8))}`,
      },
    ];
  });

/** R66: a filter that stops a share, wholly or one way. */
export const filteredShares: Check = ({ policy }) => {
  const told = new Set<string>();
  return policy.segmentActions.flatMap((action, i) => {
    if (action.action !== "share") return [];
    return sharedWith(action, policy).flatMap((other): Finding[] => {
      const [one, two] = [refuses(policy, action.segment, other), refuses(policy, other, action.segment)];
      const key = [action.segment, other].sort().join(" ");
      if ((one === null && two === null) || told.has(key)) return [];
      told.add(key);
      const pair = `\`${action.segment}\` and \`${other}\``;
      if (one !== null && two !== null) {
        const message = `${pair} are shared, but \`${one}\` and \`${two}\` stop it both ways`;
        return [
          {
            id: "share-stopped-by-filter",
            path: `segment-actions[${i}]`,
            level: "warning",
            message,
            fix: "take out the share or the filters",
          },
        ];
      }
      return [
        {
          id: "filter-one-way",
          path: one ?? two ?? "",
          level: "warning",
          message: `${pair} are shared, and this filter stops one way: no answer comes back, whichever side asks`,
          fix: "put the filter on both segments, or leave the pair out of the share",
        },
      ];
    });
  });
};

/** R69: what AWS does with a pair that has both is not documented. */
export const sharesBesideInspection: Check = ({ policy }) => {
  const plan = new InsertionPlan(policy);
  return policy.segmentActions.flatMap((action, i) => {
    if (action.action !== "share") return [];
    return sharedWith(action, policy).flatMap((other): Finding[] => {
      const [via] = plan.between(action.segment, other);
      if (!via) return [];
      const message = `\`${action.segment}\` and \`${other}\` are shared, and \`${via.path}\` sends them through inspection: which one wins is not documented`;
      return [
        {
          id: "share-beside-send-via",
          path: `segment-actions[${i}]`,
          level: "warning",
          message,
          fix: "take the pair out of the share: send-via needs none",
        },
      ];
    });
  });
};
