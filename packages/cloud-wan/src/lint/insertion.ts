import { InsertionPlan, sentTo } from "../tables/insertion.ts";
import { inspectedBetween, inspectedOnTheWayOut } from "../tables/inspected.ts";
import type { Check, Finding, LintInput } from "./finding.ts";

/** CW-03, R69: without isolation the direct route is there, and traffic passes the firewall by. */
export const notIsolated: Check = ({ policy }) =>
  policy.segmentActions.flatMap((action, i): Finding[] => {
    if (action.action !== "send-via" || !sentTo(action, policy).includes(action.segment)) return [];
    const index = policy.segments.findIndex(({ name }) => name === action.segment);
    if (policy.segments[index]?.["isolate-attachments"] === true) return [];
    return [
      {
        id: "send-via-not-isolated",
        path: `segment-actions[${i}]`,
        level: "error",
        message: `traffic inside \`${action.segment}\` is not inspected: its attachments have direct routes to each other`,
        fix: `set segments[${index}].isolate-attachments to true, or leave \`${action.segment}\` out of when-sent-to`,
      },
    ];
  });

/** R71: a group serves dual-hop or single-hop and send-to, not both. */
export const groupModes: Check = ({ policy }) => {
  const plan = new InsertionPlan(policy);
  return policy.functionGroups.flatMap(({ name }, i): Finding[] => {
    const { dualHop, once, segments } = plan.users(name);
    const path = `network-function-groups[${i}]`;
    if (segments.size === 0) {
      const message = `no action sends anything through \`${name}\``;
      return [
        {
          id: "function-group-unused",
          path,
          level: "note",
          message,
          fix: "use it in send-via or send-to, or take it out",
        },
      ];
    }
    if (dualHop.length === 0 || once.length === 0) return [];
    const message = `\`${name}\` serves dual-hop (${dualHop.join(", ")}) and single-hop or send-to (${once.join(", ")})`;
    return [
      { id: "function-group-mode-conflict", path, level: "error", message, fix: "give dual-hop a group of its own" },
    ];
  });
};

/** R71: one segment's traffic takes one mode. */
export const segmentModes: Check = ({ policy }) =>
  policy.segments.flatMap(({ name }): Finding[] => {
    const modes = policy.segmentActions.flatMap((action, i) =>
      action.action === "send-via" && action.segment === name
        ? [{ mode: action.mode, path: `segment-actions[${i}]` }]
        : [],
    );
    const other = modes.find(({ mode }) => mode !== modes[0]?.mode);
    if (!other) return [];
    const message = `\`${name}\` is sent single-hop and dual-hop (${modes.map(({ path }) => path).join(", ")})`;
    return [
      {
        id: "segment-mode-mixed",
        path: `${other.path}.mode`,
        level: "error",
        message,
        fix: "take one mode for the segment",
      },
    ];
  });

export const dualHopOverrides: Check = ({ policy }) =>
  policy.segmentActions.flatMap((action, i): Finding[] => {
    if (action.action !== "send-via" || action.mode !== "dual-hop" || !action.via["with-edge-overrides"]?.length)
      return [];
    const message = "an edge override picks the one edge of single-hop; what it does to dual-hop is not documented";
    return [
      {
        id: "dual-hop-override",
        path: `segment-actions[${i}].via.with-edge-overrides`,
        level: "warning",
        message,
        fix: "take it out, or take single-hop",
      },
    ];
  });

/** CW-05, CW-06, R68, R70: where the group has no attachment, traffic is lost or goes where AWS likes. */
export const reachOfInspection: Check = (input) => {
  if (!input.withAttachments) return [];
  return input.policy.segmentActions.flatMap((action, i): Finding[] => {
    if (action.action !== "send-via" && action.action !== "send-to") return [];
    return action.via["network-function-groups"].flatMap((group): Finding[] => {
      const serving = servingEdges(input, group);
      const path = `segment-actions[${i}].via`;
      const edges = edgesOfSegment(input, action.segment);
      if (action.action === "send-to") {
        return edges.flatMap((edge): Finding[] => {
          const found = inspectedOnTheWayOut(action, edge, serving);
          const what = `what leaves \`${action.segment}\` at ${edge}`;
          if (found.options.length === 0) return [lost("send-to-without-inspection", path, what, found.reason, edge)];
          return found.options.length > 1 ? [undefinedOrder(path, what, found.reason)] : [];
        });
      }
      const targets = sentTo(action, input.policy).flatMap((name) => edgesOfSegment(input, name));
      const pairs = edges.flatMap((from) => [...new Set(targets)].map((to) => [from, to].sort() as [string, string]));
      const distinct = new Map(pairs.map((pair) => [pair.join(" "), pair]));
      return [...distinct.values()].flatMap(([from, to]): Finding[] => {
        const found = inspectedBetween(action, from, to, serving);
        const what = from === to ? `traffic inside ${from}` : `traffic between ${from} and ${to}`;
        if (found.options.length === 0)
          return [lost("dual-hop-region-without-inspection", path, what, found.reason, from)];
        return found.options.length > 1 ? [undefinedOrder(path, what, found.reason)] : [];
      });
    });
  });
};

function lost(
  id: "send-to-without-inspection" | "dual-hop-region-without-inspection",
  path: string,
  what: string,
  reason: string,
  edge: string,
): Finding {
  return {
    id,
    path,
    level: "error",
    message: `${what} is lost: ${reason}`,
    fix: `attach an inspection VPC at ${edge}, or give a single-hop edge override`,
  };
}

function undefinedOrder(path: string, what: string, reason: string): Finding {
  const fix = "give a `with-edge-overrides` entry that names the edge";
  return {
    id: "inspection-order-undefined",
    path,
    level: "warning",
    message: `where ${what} is inspected is not decided: ${reason}`,
    fix,
  };
}

/** CW-04, R58: without appliance mode the answer may meet another zone's firewall. */
export const applianceMode: Check = ({ attachments, placements }) =>
  attachments.flatMap((attachment): Finding[] => {
    const placement = placements.get(attachment.id);
    if (placement?.state !== "placed" || placement.function_group === null || attachment.appliance_mode !== false)
      return [];
    const message = `\`${attachment.id}\` inspects for \`${placement.function_group}\` without appliance mode: answers may meet another zone's firewall and be dropped`;
    return [
      {
        id: "appliance-mode-off",
        path: `attachments[${attachment.id}]`,
        level: "error",
        message,
        fix: "switch ApplianceModeSupport on for the attachment",
      },
    ];
  });

function servingEdges({ policy, placements }: LintInput, group: string): string[] {
  const there = new Set<string>();
  for (const placement of placements.values()) {
    if (placement.state === "placed" && placement.function_group === group)
      for (const edge of placement.edges) there.add(edge);
  }
  return policy.configuration["edge-locations"].map(({ location }) => location).filter((edge) => there.has(edge));
}

function edgesOfSegment({ policy }: LintInput, name: string): readonly string[] {
  const segment = policy.segments.find((each) => each.name === name);
  return segment?.["edge-locations"] ?? policy.configuration["edge-locations"].map(({ location }) => location);
}
