import type { CoreAttachment } from "../place/attachment.ts";
import type { CoreNetworkSimulation } from "../simulate.ts";
import type { Candidate } from "../tables/candidate.ts";
import type { TableName } from "../tables/table.ts";
import type { Outcome, ReachHop } from "./answer.ts";
import { type Goal, isGoal, leaves } from "./destination.ts";
import { whyNoRoute } from "./no-route.ts";
import { placedOrReason } from "./standing.ts";

/** A packet underway: what it passed so far. */
interface Trail {
  readonly hops: readonly ReachHop[];
  readonly inspectedIn: readonly string[];
  readonly asPath: Outcome["asPath"];
  readonly rule: string;
  readonly assumptions: readonly string[];
  /** Why it may not go on although it looks so. */
  readonly doubts: readonly string[];
}

const START: Trail = { hops: [], inspectedIn: [], asPath: null, rule: "", assumptions: [], doubts: [] };
/** Longer than any way a policy can make; what goes on is a cycle. */
const MAX_STEPS = 12;
/** Undecided choices multiply; beyond these nothing new is learnt. */
const MAX_OUTCOMES = 64;

/** Every way that a packet from a table may take to its goal: one, where all is decided. */
export function walk(
  simulation: CoreNetworkSimulation,
  start: TableName,
  goal: Goal,
  assumptions: readonly string[],
): Outcome[] {
  return stepFrom(simulation, start, goal, { ...START, assumptions }, MAX_STEPS).slice(0, MAX_OUTCOMES);
}

function stepFrom(simulation: CoreNetworkSimulation, at: TableName, goal: Goal, trail: Trail, left: number): Outcome[] {
  if (left === 0) return [ended(trail, "blocked", "the routes lead in a circle")];
  const table = simulation.tables.table(at);
  const found = table.lookUp(goal.block);
  return found.slice(0, MAX_OUTCOMES).flatMap(({ candidate, assumption }) => {
    if (candidate === null) {
      const { rule, reason } = whyNoRoute(simulation.network, at, goal);
      return [
        ended(
          { ...trail, hops: [...trail.hops, tableHop(at, null, rule)], rule: rule || trail.rule },
          "blocked",
          reason,
        ),
      ];
    }
    return follow(simulation, at, goal, looked(trail, at, candidate, assumption), candidate, left);
  });
}

function looked(trail: Trail, at: TableName, candidate: Candidate, assumption: string | null): Trail {
  const rule = candidate.rules.at(-1) ?? "";
  const first = trail.hops.length === 0;
  return {
    ...trail,
    assumptions: assumption === null ? trail.assumptions : [...trail.assumptions, assumption],
    hops: [...trail.hops, tableHop(at, candidate.prefix.text, rule)],
    asPath: first ? (candidate.path?.asPath ?? null) : trail.asPath,
    rule: first ? rule : trail.rule,
  };
}

function tableHop(at: TableName, route: string | null, rule: string): ReachHop {
  return at.kind === "segment"
    ? { kind: "table", segment: at.segment, edge: at.edge, route, rule }
    : { kind: "group-table", group: at.group, edge: at.edge, route, rule };
}

function follow(
  simulation: CoreNetworkSimulation,
  at: TableName,
  goal: Goal,
  trail: Trail,
  candidate: Candidate,
  left: number,
): Outcome[] {
  const { target } = candidate;
  switch (target.kind) {
    case "blackhole":
      return [ended(trail, "blocked", target.reason)];
    case "attachment": {
      const attachment = simulation.network.attachments.get(target.attachment);
      if (!attachment) return [ended(trail, "blocked", `\`${target.attachment}\` is no attachment`)];
      return arrive(simulation, goal, trail, candidate, attachment, target.edge, left);
    }
    case "inspection": {
      const [edge = at.edge] = target.edges;
      const functions = simulation.network.functions(target.group, edge);
      const inspected = inspectedAt(simulation, trail, target.group, edge, functions);
      if (!target.out) {
        return stepFrom(simulation, { kind: "function-group", group: target.group, edge }, goal, inspected, left - 1);
      }
      return [wayOut(goal, inspected, functions, edge)];
    }
  }
}

/** Past the firewall a way out takes what the internet has; a private address it does not carry (R68). */
function wayOut(goal: Goal, trail: Trail, functions: readonly string[], edge: string): Outcome {
  if (!leaves(goal)) {
    const reason = `the default route leads out by the inspection attachment at ${edge}, which is no way to ${goal.block.text}`;
    return ended(trail, "blocked", reason);
  }
  const hops: ReachHop[] = [...trail.hops, { kind: "internet", edge }];
  const assumptions = [...trail.assumptions, `the inspection VPC at ${edge} has a way out to the internet and back`];
  const [only = null, ...more] = functions;
  return {
    ...ended({ ...trail, hops, assumptions }, "delivered", "sent out through inspection"),
    egressEdge: edge,
    egressAttachment: more.length === 0 ? only : null,
  };
}

function arrive(
  simulation: CoreNetworkSimulation,
  goal: Goal,
  before: Trail,
  candidate: Candidate,
  attachment: CoreAttachment,
  edge: string,
  left: number,
): Outcome[] {
  const trail = { ...before, hops: [...before.hops, { kind: "attachment", attachment: attachment.id, edge } as const] };
  const there = { egressEdge: edge, egressAttachment: attachment.id };
  if (isGoal(goal, attachment)) return [{ ...ended(trail, "delivered", "a route leads there"), ...there }];
  if (candidate.type === "propagated") {
    if (goal.destination.kind === "internet") {
      const assumptions = [...trail.assumptions, `the network behind \`${attachment.id}\` leads to what it announces`];
      return [{ ...ended({ ...trail, assumptions }, "delivered", "its announced route holds the address"), ...there }];
    }
    return [{ ...ended(trail, "blocked", `${candidate.prefix.text} leads to \`${attachment.id}\` instead`), ...there }];
  }
  return beyondStatic(simulation, goal, trail, attachment, edge, left).map((outcome) =>
    outcome.egressAttachment === null ? { ...outcome, ...there } : outcome,
  );
}

/** A static route led to an attachment that does not have the address: it goes out there, or comes back from an appliance. */
function beyondStatic(
  simulation: CoreNetworkSimulation,
  goal: Goal,
  trail: Trail,
  attachment: CoreAttachment,
  edge: string,
  left: number,
): Outcome[] {
  const appliance = attachment.appliance_mode === true;
  const passed = appliance ? inspectedAt(simulation, trail, null, edge, [attachment.id]) : trail;
  if (leaves(goal)) {
    const assumptions = [
      ...passed.assumptions,
      `what is behind \`${attachment.id}\` has a way out to the internet and back`,
    ];
    return [ended({ ...passed, assumptions }, "delivered", "a static route leads out there")];
  }
  const placement = placedOrReason(simulation.network, attachment.id);
  if (appliance && placement.ok && placement.segment !== null) {
    return stepFrom(simulation, { kind: "segment", segment: placement.segment, edge }, goal, passed, left - 1);
  }
  const verdict = attachment.type === "vpc" || attachment.type === "connect" ? "may" : "delivered";
  const reason =
    verdict === "may"
      ? `a static route leads to \`${attachment.id}\`; whether something there passes it on is not in the snapshot`
      : `a static route leads to the network behind \`${attachment.id}\``;
  const meant = goal.destination.kind === "attachment";
  return [
    meant && verdict === "delivered"
      ? ended(passed, "blocked", `${reason}, not to \`${goal.destination.attachment}\``)
      : ended(passed, verdict, reason),
  ];
}

function inspectedAt(
  simulation: CoreNetworkSimulation,
  trail: Trail,
  group: string | null,
  edge: string,
  functions: readonly string[],
): Trail {
  const asymmetric = functions.filter((id) => simulation.network.attachments.get(id)?.appliance_mode === false);
  return {
    ...trail,
    hops: [...trail.hops, { kind: "inspection", group, edge, attachments: functions }],
    inspectedIn: [...trail.inspectedIn, edge],
    doubts: [
      ...trail.doubts,
      ...asymmetric.map(
        (id) => `\`${id}\` is without appliance mode: the answer may meet another zone's firewall (R58)`,
      ),
    ],
  };
}

function ended(trail: Trail, verdict: Outcome["verdict"], reason: string): Outcome {
  const doubtful = verdict === "delivered" && trail.doubts.length > 0;
  return {
    verdict: doubtful ? "may" : verdict,
    hops: trail.hops,
    inspectedIn: trail.inspectedIn,
    egressEdge: null,
    egressAttachment: null,
    asPath: trail.asPath,
    rule: trail.rule,
    reason: doubtful ? trail.doubts.join("; ") : reason,
    assumptions: trail.assumptions,
  };
}
