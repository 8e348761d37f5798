import type { Cidr } from "@trias/estate";
import type { RoutePath } from "../routing/path.ts";
import { prefer } from "../routing/prefer.ts";

/** Where a route leads next. */
export type Target =
  | { readonly kind: "attachment"; readonly attachment: string; readonly edge: string }
  /** Through the attachments of a network function group, at these edges in order. `out`: it leaves the core network behind them. */
  | { readonly kind: "inspection"; readonly group: string; readonly edges: readonly string[]; readonly out: boolean }
  | { readonly kind: "blackhole"; readonly reason: string };

/** A route that stands for one prefix at one table, before the table chooses. */
export interface Candidate {
  readonly prefix: Cidr;
  readonly type: "static" | "propagated";
  readonly target: Target;
  /** What was propagated; null for what the policy itself installs. */
  readonly path: RoutePath | null;
  /** Paths into the document; the last one decides. */
  readonly rules: readonly string[];
  /** Why it may not be there. */
  readonly doubts: readonly string[];
}

export interface Choice {
  /** One, or those between which nothing that is known decides. */
  readonly winners: readonly Candidate[];
  /** Equal routes that are used side by side, not one of them at random. */
  readonly multipath: boolean;
  /** Why it is these. */
  readonly because: string;
  /** What was taken for granted to choose so; null where nothing was. */
  readonly assumption: string | null;
}

/** Chooses among the candidates for one prefix at one edge (R72). */
export function choose(candidates: readonly Candidate[], edge: string, vpnEcmp: boolean): Choice {
  let because = "the only route";
  const winners = candidates.filter((candidate) =>
    candidates.every((other) => {
      if (other === candidate) return true;
      const result = compare(candidate, other, edge);
      because = result.because;
      return result.takes !== "second";
    }),
  );
  const left = candidates.some(({ path }) => path !== null && path.preferredAt !== null && path.preferredAt !== edge);
  const assumption =
    left && candidates.length > 1 ? "a local preference counts at the edge that set it, and at no other" : null;
  return { winners, multipath: winners.length > 1 && sideBySide(winners, vpnEcmp), because, assumption };
}

function compare(a: Candidate, b: Candidate, edge: string): ReturnType<typeof prefer> {
  if (a.path === null || b.path === null) return compareInstalled(a, b, edge);
  if (a.path.attachment === b.path.attachment && a.path.edge === b.path.edge) {
    const because = "AWS does not say which of two service insertions, or of one and a share, the pair gets (R69)";
    return { takes: "either", because };
  }
  return prefer(a.path, b.path, edge);
}

/** Static routes come before everything propagated; between two of them AWS states no order. */
function compareInstalled(a: Candidate, b: Candidate, edge: string): ReturnType<typeof prefer> {
  if (a.path === null && b.path === null) {
    return { takes: "either", because: "AWS states no order between routes that a policy installs for one prefix" };
  }
  const [installed, takes] = a.path === null ? [a, "first" as const] : [b, "second" as const];
  const other = a.path === null ? b.path : a.path;
  const remote = installed.target.kind === "attachment" && installed.target.edge !== edge;
  if (remote && other?.type === "vpc" && other.edge === edge) {
    return {
      takes: "either",
      because: "AWS does not say whether another region's static route beats a VPC of the same region",
    };
  }
  return { takes, because: "a static route comes first" };
}

/** VPN (unless switched off), Connect and Direct Connect share equal routes of one edge, whichever edge looks at them (R60). */
function sideBySide(winners: readonly Candidate[], vpnEcmp: boolean): boolean {
  const kinds = new Set(winners.map(({ path }) => path?.type));
  const edges = new Set(winners.map(({ path }) => path?.edge));
  const [kind] = kinds;
  if (kinds.size !== 1 || edges.size !== 1 || !winners.every(({ target }) => target.kind === "attachment"))
    return false;
  if (!winners.every(({ path }) => path?.asPath !== null && path?.doubts.length === 0)) return false;
  return kind === "connect" || kind === "direct-connect-gateway" || (kind === "site-to-site-vpn" && vpnEcmp);
}
