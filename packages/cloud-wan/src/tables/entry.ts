import type { Asn } from "../routing/path.ts";
import { preferenceAt } from "../routing/prefer.ts";
import type { Candidate, Choice } from "./candidate.ts";
import type { CoreNetwork } from "./network.ts";
import type { RouteTable } from "./table.ts";

/** One next hop of a route: an attachment, with the group it inspects for where it does. */
export interface NextHop {
  readonly attachment: string;
  readonly edge: string;
  readonly function_group: string | null;
}

/** A route as a table shows it. */
export interface RouteEntry {
  readonly prefix: string;
  readonly family: 4 | 6;
  readonly state: "active" | "blackhole";
  readonly type: "static" | "propagated";
  /** `may`: AWS does not decide it, or the snapshot does not hold what decides; `reason` says what. */
  readonly certainty: "yes" | "may";
  readonly next_hops: readonly NextHop[];
  /** Used side by side. */
  readonly multipath: boolean;
  /** What announced it, and at which edge; null for what the policy installs. */
  readonly origin: { readonly attachment: string; readonly segment: string; readonly edge: string } | null;
  readonly as_path: readonly Asn[] | null;
  readonly med: number | null;
  readonly local_preference: number | null;
  readonly communities: readonly string[];
  /** Path into the document of what decided last. */
  readonly rule: string;
  readonly rules: readonly string[];
  readonly reason: string;
}

/** The routes of a table, in the order of addresses. */
export function entriesOf(network: CoreNetwork, table: RouteTable): RouteEntry[] {
  return table.choices().flatMap(({ choice }) => {
    const [first] = choice.winners;
    return first ? [entry(network, table.name.edge, first, choice)] : [];
  });
}

function entry(network: CoreNetwork, edge: string, first: Candidate, choice: Choice): RouteEntry {
  const { winners, multipath, because, assumption } = choice;
  const doubts = [...new Set(winners.flatMap((winner) => winner.doubts))];
  const undecided = winners.length > 1 && !multipath;
  const lost = winners.flatMap(({ target }) => (target.kind === "blackhole" ? [target.reason] : []));
  const same = winners.every((winner) => winner.path === first.path);
  const path = same || multipath ? first.path : null;
  return {
    prefix: first.prefix.text,
    family: first.prefix.family,
    state: lost.length === winners.length ? "blackhole" : "active",
    type: first.type,
    certainty: undecided || doubts.length > 0 ? "may" : "yes",
    next_hops: nextHops(network, winners),
    multipath,
    origin: path && { attachment: path.attachment, segment: path.segment, edge: path.edge },
    as_path: path?.asPath ?? null,
    med: path?.med ?? null,
    local_preference: path && preferenceAt(path, edge),
    communities: path?.communities ?? [],
    rule: first.rules.at(-1) ?? "",
    rules: [...new Set(winners.flatMap(({ rules }) => rules))],
    reason: [
      ...doubts,
      ...(undecided || doubts.length === 0 ? [because] : []),
      ...lost,
      ...(assumption ? [assumption] : []),
    ].join("; "),
  };
}

function nextHops(network: CoreNetwork, winners: readonly Candidate[]): NextHop[] {
  const hops = winners.flatMap(({ target }) => hopsOf(network, target));
  return [...new Map(hops.map((hop) => [`${hop.attachment} ${hop.edge}`, hop])).values()];
}

function hopsOf(network: CoreNetwork, target: Candidate["target"]): NextHop[] {
  switch (target.kind) {
    case "blackhole":
      return [];
    case "attachment":
      return [{ attachment: target.attachment, edge: target.edge, function_group: null }];
    case "inspection": {
      const [edge = ""] = target.edges;
      const functions = network.functions(target.group, edge);
      return functions.map((attachment) => ({ attachment, edge, function_group: target.group }));
    }
  }
}
