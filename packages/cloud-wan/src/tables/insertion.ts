import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { SendToAction, SendViaAction } from "../grammar/segment-actions.ts";

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
