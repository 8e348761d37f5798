import { type CoreNetwork, type Estate, segmentNames, sharesOf } from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import { same } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import { actionsBeyond, actionsOf, outsidePolicy, partingFate, STAYS } from "../policy-change.ts";
import { segmentTerritory, type Territory } from "../territory.ts";

interface Pair {
  /** Policy names. */
  readonly one: string;
  readonly other: string;
  readonly named: string;
  readonly network: string;
  readonly share: boolean;
}

export function shareSegmentsScope(intent: Intent, before: Estate): Scope {
  const pair = pairOf(intent, before);
  if (pair === null) {
    return permitsNothing("nothing, until two segments and the effect are known", "the request names no two segments");
  }
  const ends = [segmentTerritory(before, pair.one), segmentTerritory(before, pair.other)] as const;
  const verb = pair.share ? "share" : "no longer share";
  return {
    summary: `${verb} ${pair.named}, and no other two segments`,
    change: (change) =>
      change.part === "core_networks" && change.id === pair.network
        ? policyChange(pair, change.before, change.after)
        : `\`${change.id}\` of \`${change.part}\` is no share of segments`,
    opened: (flow) => (pair.share && between(ends, flow) ? null : strange(pair, flow)),
    closed: (flow) => (!pair.share && between(ends, flow) ? null : strange(pair, flow)),
  };
}

function pairOf(intent: Intent, estate: Estate): Pair | null {
  const names = segmentNames(estate);
  const [one, other] = [textOf(intent, "segment"), textOf(intent, "with")].map((text) =>
    text === null ? null : names.resolve(text),
  );
  const effect = intent.parameters["effect"];
  if (!one || !other || one.policy === other.policy || one.coreNetwork !== other.coreNetwork) return null;
  if (effect !== "share" && effect !== "unshare") return null;
  const named = `\`${one.estate}\` and \`${other.estate}\``;
  return { one: one.policy, other: other.policy, named, network: one.coreNetwork, share: effect === "share" };
}

function policyChange(pair: Pair, before: CoreNetwork | null, after: CoreNetwork | null): string | null {
  const outside = outsidePolicy(before, after, ["segment-actions"]);
  if (outside !== null || before === null || after === null) return outside;
  const added = actionsBeyond(actionsOf(before), actionsOf(after), (action) =>
    pair.share ? STAYS : partingFate(action, pair.one, pair.other),
  );
  if (typeof added === "string") return added;
  const stray = added.find((action) => !pair.share || !isShareOf(pair, action));
  if (stray !== undefined || added.length > 1) return `the policy gets more than one share of ${pair.named}`;
  return sharesElsewhere(pair, before, after);
}

/** INVARIANT: a new share names its partner; one with everybody would reach segments that come later. */
function isShareOf({ one, other }: Pair, action: unknown): boolean {
  return [
    [one, other],
    [other, one],
  ].some(([a, b]) => same(action, { action: "share", mode: "attachment-route", segment: a, "share-with": [b] }));
}

function sharesElsewhere({ one, other, named }: Pair, before: CoreNetwork, after: CoreNetwork): string | null {
  const [old, now] = [before, after].map(({ policy }) => new Set(sharesOf(policy).map(({ a, b }) => `${a} ${b}`)));
  const moved = [...(old ?? new Set<string>()).symmetricDifference(now ?? new Set<string>())];
  const foreign = moved.find((key) => key !== `${one} ${other}` && key !== `${other} ${one}`);
  return foreign === undefined
    ? null
    : `the share of \`${foreign.replace(" ", "` and `")}\` changes, and ${named} were named`;
}

function between([one, other]: readonly [Territory, Territory], { from, to }: Flow): boolean {
  return (one.holds(from) && other.holds(to)) || (other.holds(from) && one.holds(to));
}

function strange({ named }: Pair, { from, to }: Flow): string {
  return `the flow from \`${from}\` to \`${to}\` is none between ${named}`;
}
