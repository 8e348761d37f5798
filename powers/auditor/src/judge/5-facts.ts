import { type Estate, isKnown, list, PART_NAMES, type PartName } from "@trias/estate";
import { activeFreezes, type Charter, type Facts, maxAgeSeconds } from "@trias/policy";
import { costOfChanges } from "@trias/pricing";
import type { Concern, Intent } from "@trias/protocol";
import type { ReachEngine } from "@trias/reach";
import { callsForIsolation } from "@trias/reasoning";
import { isoTime } from "../ports.ts";
import type { Effects } from "./3-effects.ts";
import { warned } from "./concern.ts";
import type { JudgeContext } from "./context.ts";
import { blockedAddresses, blockFacts, isContainment, lastHealthyTargets } from "./facts/containment.ts";
import { deletionsOf } from "./facts/deletions.ts";
import { exposuresOf, openedCount } from "./facts/exposures.ts";
import { invariantFacts } from "./facts/invariants.ts";
import { pciLacks, residencyViolations } from "./facts/protected-data.ts";
import { standingOf } from "./facts/standing.ts";
import { tamperingOf } from "./facts/watchers.ts";

export interface FoundOut {
  readonly facts: Facts;
  readonly monthlyUsd: number | null;
  readonly blocks: readonly string[];
  readonly concerns: readonly Concern[];
}

const MANY = 2000;

/** Finds out what the plan means here: from the simulated effects, the charter, and what other cases did lately. */
export function findFacts(
  effects: Effects,
  context: JudgeContext,
  charter: Charter,
  reach: ReachEngine,
  now: number,
): FoundOut {
  const { own, kind } = context;
  const standing = standingOf(effects);
  const containment = isContainment(effects);
  const blocks = blockedAddresses(effects);
  const cost = costOfChanges(effects.changes);
  const invariants = invariantFacts(effects, charter, reach);
  const time = isoTime(now);
  const facts: Facts = {
    kind,
    authenticated: context.authenticated,
    malicious_finding: kind === "incident" && own.incident !== null && callsForIsolation(own.incident.type),
    certain: own.certain,
    intents: [...own.intents],
    actions: [...new Set(effects.steps.map(({ simulated }) => simulated.action.definition.name))],
    changes: effects.changes.length + effectsWithoutChange(effects),
    containment,
    environments: [...standing.environments],
    segments: standing.segments.slice(0, 200),
    compliance: standing.compliance.slice(0, 16),
    // An incident's containment gets its emergency ticket as soon as it may run; beyond the cap a person decides first.
    ticket: context.ticket === "none" && kind === "incident" && containment ? "emergency" : context.ticket,
    deletions: deletionsOf(effects)
      .slice(0, MANY)
      .map((ref) => ({ ...ref, confirmed: false })),
    exposures: exposuresOf(effects, charter).slice(0, MANY),
    monthly_usd_delta: cost.monthly_usd_delta,
    accumulated: [],
    tampering: tamperingOf(effects),
    pci_lacks: pciLacks(effects).slice(0, MANY),
    residency_violations: residencyViolations(effects).slice(0, MANY),
    unknown: [],
    opened: effects.opened.slice(0, MANY),
    opened_count: openedCount(effects),
    invariant_violations: invariants.violations,
    irreversible: effects.irreversible.filter(({ step }) => !(containment && isMomentary(effects, step))),
    way_back_proven: effects.wayBack.ok,
    rollback: rollbackOf(effects, context),
    ...blockFacts(blocks, charter, time),
    trend_sustained: false,
    access_expired_or_suspicious: false,
    caps_exceeded: containment ? capsExceeded(context, charter, standing.segments, blocks.length) : [],
    last_healthy_targets: lastHealthyTargets(effects),
    taints: [],
    stale_parts: staleParts(effects, maxAgeSeconds(charter, containment), now),
    freezes: activeFreezes(charter, time, standing.environments),
    downtime_seconds: effects.closed.length > 0 ? null : 0,
  };
  const unpriced = cost.unpriced.slice(0, 20);
  const concerns = [
    ...unpriced.map(({ part, id, reason }) => warned("cost.unpriced", reason, `${part} ${id}`)),
    ...invariants.concerns,
  ];
  return { facts, monthlyUsd: cost.monthly_usd_after, blocks, concerns };
}

/** Steps with an effect that the estate does not hold count as changes: they are no mere reading. */
function effectsWithoutChange({ steps }: Effects): number {
  return steps.filter(({ simulated }) => simulated.changes.length === 0).length;
}

/** A step whose only effect is over in a moment, such as connections that are cut and made anew by their owners. */
function isMomentary({ steps }: Effects, id: string): boolean {
  return steps.some(({ simulated: { step, changes } }) => step.id === id && changes.length === 0);
}

function rollbackOf(effects: Effects, { own, rolledBack }: JudgeContext): Facts["rollback"] {
  if (!own.intents.some(({ type }: Intent) => type === "roll_back")) return null;
  return { approvers: [...(rolledBack?.approvers ?? [])], unused: nobodyUses(effects) };
}

/** Whether nothing stands in the networks that the plan deletes. */
function nobodyUses({ changes, before }: Effects): boolean {
  const going = new Set(
    changes.flatMap((change) => (change.part === "vpcs" && change.after === null ? [change.id] : [])),
  );
  const users = ["interfaces", "instances", "databases", "load_balancers", "endpoints"] as const;
  const uses = users.some((part) => !isKnown(before, part) || list(before, part).some(({ vpc }) => going.has(vpc)));
  const other = changes.some(({ part, after }) => after === null && (users as readonly string[]).includes(part));
  return going.size > 0 && !uses && !other;
}

function capsExceeded(
  { kind, ticket, lately }: JudgeContext,
  { caps }: Charter,
  segments: readonly string[],
  blocks: number,
): Facts["caps_exceeded"] {
  const counted: [string, number, number][] = [
    ["block_ip_per_hour", caps.block_ip_per_hour, blocks && lately.blocks + blocks],
  ];
  if (kind === "incident") {
    const bySegment = Math.max(0, ...segments.map((segment) => lately.containmentsBySegment.get(segment) ?? 0));
    counted.push(
      ["containment_per_hour", caps.containment_per_hour, lately.containments + 1],
      ["containment_per_segment_per_hour", caps.containment_per_segment_per_hour, segments.length && bySegment + 1],
    );
    if (ticket === "none") {
      counted.push(["emergency_tickets_per_hour", caps.emergency_tickets_per_hour, lately.emergencyTickets + 1]);
    }
  }
  return counted.filter(([, limit, count]) => count > limit).map(([cap, limit, count]) => ({ cap, limit, count }));
}

/** Parts that every verdict reads, beside those that the plan touches: where things stand, and what reaches what. */
const ALWAYS_READ: readonly PartName[] = ["core_networks", "attachments", "vpcs", "subnets", "interfaces"];

function staleParts({ before, touches }: Effects, limit: number, now: number): Facts["stale_parts"] {
  const touched = new Set<string>(touches.map(({ part }) => part));
  const read = PART_NAMES.filter((part) => ALWAYS_READ.includes(part) || touched.has(part));
  return read.flatMap((part) => {
    const age = ageSeconds(before, part, now);
    return age === null || age > limit ? [{ part, age_seconds: age }] : [];
  });
}

function ageSeconds(estate: Estate, name: PartName, now: number): number | null {
  const part = estate.parts[name];
  return part.status === "unknown" ? null : Math.max(0, (now - Date.parse(part.time)) / 1000);
}
