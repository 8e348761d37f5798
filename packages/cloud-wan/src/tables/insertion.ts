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

  /** Segments whose routes a group's tables hold, each with the action that puts them there, and the actions by mode. */
  users(group: string): GroupUse {
    const segments = new Map<string, string>();
    const dualHop = new Set<string>();
    const once = new Set<string>();
    const uses = ({ action }: Placed<SendViaAction | SendToAction>) =>
      action.via["network-function-groups"].includes(group);
    for (const [pair, list] of this.via) {
      for (const { action, path } of list.filter(uses)) {
        for (const name of pair.split(" ")) if (!segments.has(name)) segments.set(name, path);
        (action.mode === "dual-hop" ? dualHop : once).add(path);
      }
    }
    for (const [segment, list] of this.to) {
      for (const { path } of list.filter(uses)) {
        if (!segments.has(segment)) segments.set(segment, path);
        once.add(path);
      }
    }
    return { segments, dualHop: [...dualHop], once: [...once] };
  }
}

export interface GroupUse {
  readonly segments: ReadonlyMap<string, string>;
  readonly dualHop: readonly string[];
  readonly once: readonly string[];
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
