import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { SendToAction, SendViaAction, Via } from "../grammar/segment-actions.ts";

interface Placed<T> {
  readonly action: T;
  /** Path into the document. */
  readonly path: string;
}

/** Which pairs of segments and which ways out go through network function groups. */
export class InsertionPlan {
  private readonly via = new Map<string, Placed<SendViaAction>[]>();
  private readonly to = new Map<string, Placed<SendToAction>[]>();

  constructor(policy: CoreNetworkPolicy) {
    policy.segmentActions.forEach((action, i) => {
      const path = `segment-actions[${i}]`;
      if (action.action === "send-to") push(this.to, action.segment, { action, path });
      if (action.action !== "send-via") return;
      for (const target of sentTo(action, policy)) {
        push(this.via, `${action.segment} ${target}`, { action, path });
        // The answer takes the same way, without an action of its own (R69).
        if (target !== action.segment) push(this.via, `${target} ${action.segment}`, { action, path });
      }
    });
  }

  between(from: string, to: string): readonly Placed<SendViaAction>[] {
    return this.via.get(`${from} ${to}`) ?? [];
  }

  out(segment: string): readonly Placed<SendToAction>[] {
    return this.to.get(segment) ?? [];
  }

  /** Segments whose routes a group's tables hold, and the mode that its east-west traffic takes. */
  users(group: string): {
    readonly segments: readonly string[];
    readonly dualHop: readonly string[];
    readonly once: readonly string[];
  } {
    const segments = new Set<string>();
    const dualHop = new Set<string>();
    const once = new Set<string>();
    for (const [pair, list] of this.via) {
      for (const { action, path } of list) {
        if (!action.via["network-function-groups"].includes(group)) continue;
        for (const name of pair.split(" ")) segments.add(name);
        (action.mode === "dual-hop" ? dualHop : once).add(path);
      }
    }
    for (const [segment, list] of this.to) {
      for (const { action, path } of list) {
        if (!action.via["network-function-groups"].includes(group)) continue;
        segments.add(segment);
        once.add(path);
      }
    }
    return { segments: [...segments], dualHop: [...dualHop], once: [...once] };
  }
}

/** Segments to which a `send-via` applies: its own where it does not say, every one for `*` (R69). */
export function sentTo(action: SendViaAction, policy: CoreNetworkPolicy): readonly string[] {
  const sent = action["when-sent-to"]?.segments;
  if (sent === undefined) return [action.segment];
  return sent === "*" ? policy.segments.map(({ name }) => name) : [...new Set(sent)];
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The edges at which one packet is inspected, in order; several answers where AWS does not say which; none: it is lost. */
export interface Inspected {
  readonly options: readonly (readonly string[])[];
  readonly reason: string;
}

/** Where `send-via` inspects between two edges (R70); `serving` are the edges at which the group has attachments. */
export function inspectedBetween(
  action: SendViaAction,
  from: string,
  to: string,
  serving: readonly string[],
): Inspected {
  const pair = from === to ? [from] : [from, to];
  const override = overrides(action.via, pair);
  if (action.mode === "dual-hop") {
    const missing = pair.filter((edge) => !serving.includes(edge));
    if (missing.length === 0)
      return { options: [pair], reason: "dual-hop: at the source's edge, then at the destination's" };
    if (override.length > 0 || missing.some((edge) => overrides(action.via, [edge]).length > 0)) {
      const reason = "AWS does not say what an edge override does to dual-hop";
      return { options: [[], pair.filter((edge) => serving.includes(edge))], reason };
    }
    return { options: [], reason: `dual-hop needs an attachment of the group at ${missing.join(" and ")}` };
  }
  if (override.length > 0) {
    const there = override.filter((edge) => serving.includes(edge));
    if (there.length < override.length) {
      return {
        options: [],
        reason: `the edge override names ${override.join(", ")}, where the group has no attachment`,
      };
    }
    return { options: there.map((edge) => [edge]), reason: "the edge override for this pair" };
  }
  if (from === to && serving.includes(from)) return { options: [[from]], reason: "the attachment of the same edge" };
  return anywhere(serving, pair);
}

/** Where `send-to` inspects what leaves at an edge (R68). */
export function inspectedOnTheWayOut(action: SendToAction, from: string, serving: readonly string[]): Inspected {
  const override = overridesOf(action.via, from);
  const there = override.filter((edge) => serving.includes(edge));
  const local = serving.includes(from);
  if (local && there.every((edge) => edge === from))
    return { options: [[from]], reason: "the attachment of the same edge" };
  if (local) {
    const reason = "AWS does not say whether an edge override goes before the group's attachment of the same edge";
    return { options: [[from], ...there.map((edge) => [edge])], reason };
  }
  if (override.length > there.length) {
    return { options: [], reason: `the edge override names ${override.join(", ")}, where the group has no attachment` };
  }
  if (there.length > 0) return { options: there.map((edge) => [edge]), reason: "the edge override for this edge" };
  return anywhere(serving, [from]);
}

function anywhere(serving: readonly string[], first: readonly string[]): Inspected {
  if (serving.length === 0) return { options: [], reason: "the group has no attachment" };
  if (serving.length === 1) return { options: [serving], reason: "the only attachment of the group" };
  const ordered = [
    ...first.filter((edge) => serving.includes(edge)),
    ...serving.filter((edge) => !first.includes(edge)),
  ];
  const reason = "without an edge override AWS takes an order of regions that it does not publish";
  return { options: ordered.map((edge) => [edge]), reason };
}

/** Edges that the overrides name for an unordered pair, or for inside one edge. */
function overrides(via: Via, pair: readonly string[]): string[] {
  const [a, b] = pair;
  const fits = (set: readonly string[]) =>
    b === undefined
      ? set.length === 1 && set[0] === a
      : set.length > 1 && a !== undefined && set.includes(a) && set.includes(b);
  return distinct(via, fits);
}

function overridesOf(via: Via, edge: string): string[] {
  return distinct(via, (set) => set.includes(edge));
}

function distinct(via: Via, fits: (set: readonly string[]) => boolean): string[] {
  const found = (via["with-edge-overrides"] ?? []).filter((override) => override["edge-sets"].some(fits));
  return [...new Set(found.map((override) => override["use-edge-location"]))];
}
