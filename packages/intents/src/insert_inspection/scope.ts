import { type CoreNetwork, type Estate, get, readPolicy, segmentNames, sharesOf } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { same } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import {
  type Action,
  actionsBeyond,
  actionsOf,
  type Fate,
  outsidePolicy,
  partingFate,
  STAYS,
} from "../policy-change.ts";

interface Inspected {
  readonly network: string;
  /** Policy names. */
  readonly segment: string;
  readonly others: readonly string[];
  readonly group: string;
}

export function insertInspectionScope(intent: Intent, before: Estate): Scope {
  const wanted = wantedOf(intent, before);
  if (wanted === null) {
    return permitsNothing(
      "nothing, until segment and inspection group are known",
      "nothing is named that could be inspected",
    );
  }
  const { segment, others, group } = wanted;
  const named = `\`${segment}\` and ${others.map((name) => `\`${name}\``).join(", ")}`;
  return {
    summary: `what passes between ${named} through \`${group}\`; nothing becomes newly reachable`,
    change: (change) =>
      change.part === "core_networks" && change.id === wanted.network
        ? policyChange(wanted, change.before, change.after)
        : `\`${change.id}\` of \`${change.part}\` inspects nothing`,
    opened: ({ from, to }) => `inspection opens nothing, and \`${from}\` would reach \`${to}\``,
    closed: ({ from, to }) => `inspection closes nothing by itself, and \`${from}\` would no longer reach \`${to}\``,
  };
}

/** The pairs are those that share before the plan: what passes between them uninspected. */
function wantedOf(intent: Intent, estate: Estate): Inspected | null {
  const names = segmentNames(estate);
  const segment = names.resolve(textOf(intent, "segment") ?? "");
  const network = segment && get(estate, "core_networks", segment.coreNetwork);
  if (!network) return null;
  const { policy } = network;
  const groups = readPolicy(policy).groups.flatMap((group) => (group ? [group.name] : []));
  const through = textOf(intent, "through");
  const group =
    through === null ? (groups.length === 1 ? groups[0] : undefined) : groups.find((name) => name === through);
  const partners = sharesOf(policy).flatMap(({ a, b }) =>
    a === segment.policy ? [b] : b === segment.policy ? [a] : [],
  );
  const other = textOf(intent, "with");
  const named = other === null ? null : names.resolve(other);
  const others = other === null ? partners : partners.filter((name) => name === named?.policy);
  if (group === undefined || others.length === 0) return null;
  return { network: network.id, segment: segment.policy, others: others.sort(), group };
}

function policyChange(wanted: Inspected, before: CoreNetwork | null, after: CoreNetwork | null): string | null {
  const outside = outsidePolicy(before, after, ["segment-actions"]);
  if (outside !== null || before === null || after === null) return outside;
  const added = actionsBeyond(actionsOf(before), actionsOf(after), (action) => fateOf(wanted, action));
  if (typeof added === "string") return added;
  const [one, ...more] = added;
  if (one === undefined) return "shares go, and no inspection comes in their place";
  if (more.length > 0 || !isInspection(wanted, one))
    return `the policy gets more than the inspection by \`${wanted.group}\``;
  return null;
}

/** A share may lose all of the partners that are inspected now, at once. */
function fateOf({ segment, others }: Inspected, action: Action): Fate {
  let now = action;
  for (const other of others) {
    const { goes, becomes } = partingFate(now, segment, other);
    if (goes) return { goes, becomes: null };
    if (becomes !== null) now = becomes;
  }
  return now === action ? STAYS : { goes: false, becomes: now };
}

function isInspection({ segment, others, group }: Inspected, action: Action): boolean {
  const expected = {
    action: "send-via",
    segment,
    mode: "single-hop",
    "when-sent-to": { segments: others },
    via: { "network-function-groups": [group] },
  };
  return same(action, expected) || same(action, { ...expected, mode: "dual-hop" });
}
