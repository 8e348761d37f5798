import type { SendToAction, SendViaAction, Via } from "../grammar/segment-actions.ts";

/** The edges at which one packet is inspected, in order; several answers where AWS does not say which; none: it is lost. */
export interface Inspected {
  readonly options: readonly (readonly string[])[];
  readonly reason: string;
  /** Path within the action of what decides. */
  readonly rule: string;
}

/** Where `send-via` inspects between two edges (R70); `serving` are the edges at which the group has attachments. */
export function inspectedBetween(
  action: SendViaAction,
  from: string,
  to: string,
  serving: readonly string[],
): Inspected {
  const pair = from === to ? [from] : [from, to];
  if (action.mode === "dual-hop") return inspectedTwice(action, pair, serving);
  const override = overrides(action.via, pair);
  if (override.edges.length > 0) return byOverride(override, serving);
  if (from === to && serving.includes(from)) return sameEdge(from);
  return anywhere(serving, pair);
}

function inspectedTwice({ via }: SendViaAction, pair: readonly string[], serving: readonly string[]): Inspected {
  const missing = pair.filter((edge) => !serving.includes(edge));
  if (missing.length === 0) {
    return { options: [pair], reason: "dual-hop: at the source's edge, then at the destination's", rule: "via" };
  }
  const overridden = [pair, ...missing.map((edge) => [edge])].some((each) => overrides(via, each).edges.length > 0);
  if (!overridden) {
    const reason = `dual-hop needs an attachment of the group at ${missing.join(" and ")}`;
    return { options: [], reason, rule: "via" };
  }
  const reason = "AWS does not say what an edge override does to dual-hop";
  return { options: [[], pair.filter((edge) => serving.includes(edge))], reason, rule: "via.with-edge-overrides" };
}

/** Where `send-to` inspects what leaves at an edge (R68). */
export function inspectedOnTheWayOut({ via }: SendToAction, from: string, serving: readonly string[]): Inspected {
  const override = overridesWith(via, (set) => set.includes(from));
  const elsewhere = override.edges.filter((edge) => edge !== from && serving.includes(edge));
  if (serving.includes(from)) {
    if (elsewhere.length === 0) return sameEdge(from);
    const reason = "AWS does not say whether an edge override goes before the group's attachment of the same edge";
    return { options: [[from], ...elsewhere.map((edge) => [edge])], reason, rule: override.rule };
  }
  return override.edges.length > 0 ? byOverride(override, serving) : anywhere(serving, [from]);
}

function sameEdge(edge: string): Inspected {
  return { options: [[edge]], reason: "the attachment of the same edge", rule: "via" };
}

function byOverride({ edges, rule }: Overridden, serving: readonly string[]): Inspected {
  if (edges.every((edge) => serving.includes(edge))) {
    return { options: edges.map((edge) => [edge]), reason: "the edge override", rule };
  }
  return {
    options: [],
    reason: `the edge override names ${edges.join(", ")}, where the group has no attachment`,
    rule,
  };
}

function anywhere(serving: readonly string[], first: readonly string[]): Inspected {
  if (serving.length === 0) return { options: [], reason: "the group has no attachment", rule: "via" };
  if (serving.length === 1) return { options: [serving], reason: "the only attachment of the group", rule: "via" };
  const ordered = [
    ...first.filter((edge) => serving.includes(edge)),
    ...serving.filter((edge) => !first.includes(edge)),
  ];
  const reason = "without an edge override AWS takes an order of regions that it does not publish";
  return { options: ordered.map((edge) => [edge]), reason, rule: "via" };
}

interface Overridden {
  readonly edges: readonly string[];
  readonly rule: string;
}

/** Edges that the overrides name for an unordered pair, or for inside one edge. */
function overrides(via: Via, pair: readonly string[]): Overridden {
  return overridesWith(
    via,
    (set) => (pair.length === 1 ? set.length === 1 : true) && pair.every((edge) => set.includes(edge)),
  );
}

function overridesWith(via: Via, fits: (set: readonly string[]) => boolean): Overridden {
  const found = (via["with-edge-overrides"] ?? []).flatMap((override, i) =>
    override["edge-sets"].some(fits) ? [{ edge: override["use-edge-location"], i }] : [],
  );
  const [only, ...more] = found;
  const rule = only && more.length === 0 ? `via.with-edge-overrides[${only.i}]` : "via.with-edge-overrides";
  return { edges: [...new Set(found.map(({ edge }) => edge))], rule };
}
