import type { Cidr } from "@trias/estate";
import { type Candidate, type Choice, choose } from "./candidate.ts";
import type { FilteredRoute } from "./network.ts";

export type TableName =
  | { readonly kind: "segment"; readonly segment: string; readonly edge: string }
  | { readonly kind: "function-group"; readonly group: string; readonly edge: string };

/** What a look-up may find: a route, or none; several where it is not decided. */
export interface Found {
  /** Null where no route applies. */
  readonly candidate: Candidate | null;
  readonly assumption: string | null;
}

/** The routes of one segment or network function group at one edge. */
export class RouteTable {
  readonly name: TableName;
  readonly filtered: readonly FilteredRoute[];
  private readonly vpnEcmp: boolean;
  private readonly byPrefix: ReadonlyMap<string, readonly Candidate[]>;
  /** Prefix lengths that occur, longest first, by family. */
  private readonly lengths: Readonly<Record<4 | 6, readonly number[]>>;

  constructor(name: TableName, candidates: readonly Candidate[], filtered: readonly FilteredRoute[], vpnEcmp: boolean) {
    this.name = name;
    this.filtered = filtered;
    this.vpnEcmp = vpnEcmp;
    this.byPrefix = Map.groupBy(candidates, ({ prefix }) => keyOf(prefix, prefix.prefix));
    const lengthsOf = (family: 4 | 6) =>
      [...new Set(candidates.flatMap(({ prefix }) => (prefix.family === family ? [prefix.prefix] : [])))].sort(
        (a, b) => b - a,
      );
    this.lengths = { 4: lengthsOf(4), 6: lengthsOf(6) };
  }

  /** Every prefix with what was chosen for it, in the order of addresses. */
  choices(): { readonly prefix: Cidr; readonly choice: Choice; readonly candidates: readonly Candidate[] }[] {
    return [...this.byPrefix.values()]
      .flatMap((candidates) => {
        const [first] = candidates;
        return first ? [{ prefix: first.prefix, choice: this.choose(candidates), candidates }] : [];
      })
      .sort((a, b) => order(a.prefix, b.prefix));
  }

  /** Candidates for the prefixes that hold the whole block, longest first. */
  *covering(block: Cidr): Generator<readonly Candidate[]> {
    for (const length of this.lengths[block.family]) {
      if (length > block.prefix) continue;
      const candidates = this.byPrefix.get(keyOf(block, length));
      if (candidates) yield candidates;
    }
  }

  /** Longest prefix first; where its routes may not be there, what would apply without them as well. */
  lookUp(block: Cidr): readonly Found[] {
    const found = new Map<Candidate | null, Found>();
    for (const candidates of this.covering(block)) {
      this.add(found, candidates);
      const sure = candidates.filter(({ doubts }) => doubts.length === 0);
      if (sure.length === candidates.length) return [...found.values()];
      if (sure.length === 0) continue;
      this.add(found, sure);
      return [...found.values()];
    }
    return [...found.values(), { candidate: null, assumption: null }];
  }

  private add(found: Map<Candidate | null, Found>, candidates: readonly Candidate[]): void {
    const { winners, assumption } = this.choose(candidates);
    for (const candidate of winners) found.set(candidate, { candidate, assumption });
  }

  choose(candidates: readonly Candidate[]): Choice {
    return choose(candidates, this.name.edge, this.vpnEcmp);
  }
}

function keyOf(block: Cidr, length: number): string {
  const width = block.family === 4 ? 32 : 128;
  return `${block.family} ${length} ${(block.first >> BigInt(width - length)).toString(36)}`;
}

function order(a: Cidr, b: Cidr): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.prefix - b.prefix;
}
