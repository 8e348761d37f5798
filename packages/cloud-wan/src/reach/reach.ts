import type { Cidr } from "@trias/estate";
import type { CoreNetworkSimulation } from "../simulate.ts";
import type { TableName } from "../tables/table.ts";
import { learns } from "./advertised.ts";
import { combine, type Outcome, type ReachAnswer, type Verdict } from "./answer.ts";
import { absent, blockOf, blocksOf, type Destination, type Goal, goalOf } from "./destination.ts";
import { placedOrReason } from "./standing.ts";
import { walk } from "./walk.ts";

export interface ReachQuestion {
  readonly from: {
    readonly attachment: string /** Where the answer has to come back to; the first block otherwise. */;
    readonly prefix?: string;
  };
  readonly to: Destination;
  readonly family: 4 | 6;
}

/** Whether a packet from an attachment arrives, by routes; security groups, network ACLs and firewall rules are not asked. */
export function reachCoreNetwork(simulation: CoreNetworkSimulation, question: ReachQuestion): ReachAnswer {
  return combine(forward(simulation, question));
}

export interface RoundTrip {
  readonly verdict: Verdict;
  readonly forward: ReachAnswer;
  /** Null where the packet does not arrive, so that nothing answers. */
  readonly back: ReachAnswer | null;
  readonly reason: string;
}

/** Whether the packet arrives and its answer comes back, past the same firewalls. */
export function roundTripCoreNetwork(simulation: CoreNetworkSimulation, question: ReachQuestion): RoundTrip {
  const there = forward(simulation, question);
  const forwardAnswer = combine(there);
  const backs: Outcome[] = [];
  const trips: { verdict: Verdict; reason: string }[] = [];
  for (const outcome of there) {
    if (outcome.verdict === "blocked") {
      trips.push(outcome);
      continue;
    }
    const answers = backward(simulation, question, outcome);
    backs.push(...answers);
    for (const back of answers) trips.push(trip(outcome, back));
  }
  const verdicts = new Set(trips.map(({ verdict }) => verdict));
  const [first] = trips;
  const verdict = verdicts.size === 1 && first ? first.verdict : "may";
  const reasons = [...new Set(trips.map(({ reason }) => reason))];
  return {
    verdict,
    forward: forwardAnswer,
    back: backs.length === 0 ? null : combine(backs),
    reason: reasons.slice(0, 4).join(", or "),
  };
}

function trip(there: Outcome, back: Outcome): { verdict: Verdict; reason: string } {
  if (back.verdict === "blocked") return { verdict: "blocked", reason: `the answer: ${back.reason}` };
  const same = there.inspectedIn.toSorted().join() === back.inspectedIn.toSorted().join();
  // A stateful firewall drops the answer of a flow that it did not see begin (R76).
  if (!same) return { verdict: "blocked", reason: "the answer passes other firewalls than the packet did" };
  if (there.verdict === "may") return there;
  return back.verdict === "may" ? { verdict: "may", reason: `the answer: ${back.reason}` } : there;
}

function forward(simulation: CoreNetworkSimulation, { from, to, family }: ReachQuestion): Outcome[] {
  const goal = goalOf(to, simulation.network.attachments, family);
  if (!goal) return [refused("blocked", "", `the destination has no IPv${family} address`)];
  if (sourceOf(simulation, from, family) === null) {
    return [refused("blocked", "", `\`${from.attachment}\` has no IPv${family} address`)];
  }
  return fromAttachment(simulation, from.attachment, goal);
}

function backward(simulation: CoreNetworkSimulation, { from, family }: ReachQuestion, outcome: Outcome): Outcome[] {
  const block = sourceOf(simulation, from, family);
  if (!block) return [];
  const goal: Goal = { destination: { kind: "attachment", attachment: from.attachment }, block };
  const last = outcome.hops.at(-1);
  const inspection = outcome.hops.findLast((hop) => hop.kind === "inspection");
  if (last?.kind === "internet" && inspection?.kind === "inspection" && inspection.group !== null) {
    const start: TableName = { kind: "function-group", group: inspection.group, edge: inspection.edge };
    // The answer comes in by the very attachment that it passed on the way out.
    return walk(simulation, start, goal, []).map((back) => ({
      ...back,
      inspectedIn: [inspection.edge, ...back.inspectedIn],
    }));
  }
  if (outcome.egressAttachment === null) return [refused("may", "", "by which attachment it leaves is not decided")];
  return fromAttachment(simulation, outcome.egressAttachment, goal, inspectedOnTheWayOut(outcome));
}

/** The answer comes out of the appliance that a static route led through to the internet. */
function inspectedOnTheWayOut(outcome: Outcome): readonly string[] {
  const last = outcome.hops.at(-1);
  return last?.kind === "inspection" && last.group === null ? [last.edge] : [];
}

function sourceOf(simulation: CoreNetworkSimulation, from: ReachQuestion["from"], family: 4 | 6): Cidr | null {
  const attachment = simulation.network.attachments.get(from.attachment);
  if (!attachment) throw absent(from.attachment);
  return from.prefix === undefined ? (blocksOf(attachment, family)[0] ?? null) : blockOf(from.prefix);
}

/** From every edge that the attachment is at: by which one a packet comes in, the network behind it decides. */
function fromAttachment(
  simulation: CoreNetworkSimulation,
  id: string,
  goal: Goal,
  inspected: readonly string[] = [],
): Outcome[] {
  const { network } = simulation;
  const attachment = network.attachments.get(id);
  if (!attachment) throw absent(id);
  const source = placedOrReason(network, id);
  if (!source.ok) return [refused(source.verdict, source.rule, source.reason)];
  const target = goal.destination.kind === "attachment" ? placedOrReason(network, goal.destination.attachment) : null;
  if (target && !target.ok) return [refused(target.verdict, target.rule, target.reason)];
  const assumptions = [...source.assumptions, ...(target?.ok ? target.assumptions : [])];
  return source.edges.flatMap((edge): Outcome[] => {
    if (source.segment === null) {
      return walk(simulation, { kind: "function-group", group: source.group ?? "", edge }, goal, assumptions);
    }
    const known = learns(simulation, attachment, source.segment, edge, goal.block);
    if (known.learns !== "yes") return [refused(known.learns === "no" ? "blocked" : "may", known.rule, known.reason)];
    const start: TableName = { kind: "segment", segment: source.segment, edge };
    return walk(simulation, start, goal, assumptions).map((each) => ({
      ...each,
      inspectedIn: [...inspected, ...each.inspectedIn],
    }));
  });
}

function refused(verdict: Verdict, rule: string, reason: string): Outcome {
  return {
    verdict,
    hops: [],
    inspectedIn: [],
    egressEdge: null,
    egressAttachment: null,
    asPath: null,
    rule,
    reason,
    assumptions: [],
  };
}
