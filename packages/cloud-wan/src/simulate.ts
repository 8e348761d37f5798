import { CloudWanError } from "./errors.ts";
import type { CoreNetworkPolicy } from "./grammar/document.ts";
import type { CoreAttachment } from "./place/attachment.ts";
import type { Placement } from "./place/place.ts";
import type { PrefixLists } from "./routing/match.ts";
import { entriesOf, type RouteEntry } from "./tables/entry.ts";
import { groupTable } from "./tables/group-table.ts";
import { CoreNetwork, type FilteredRoute } from "./tables/network.ts";
import { segmentTable } from "./tables/segment-table.ts";
import type { RouteTable, TableName } from "./tables/table.ts";

export interface SimulationOptions {
  /** Entries of the prefix lists that routing policies name, by alias; what is absent leaves routes `may`. */
  readonly prefixLists?: PrefixLists;
  /** Where each attachment is, where that is known; without it the policy's rules place them. */
  readonly place?: (attachment: CoreAttachment) => Placement;
}

/** A route table as AWS's `GetNetworkRoutes` would show it after all policies. */
export interface ShownTable {
  readonly table: TableName;
  readonly routes: readonly RouteEntry[];
  readonly filtered: readonly FilteredRoute[];
}

/** What a policy makes of its attachments. Tables are computed when they are asked for, and kept. */
export interface CoreNetworkSimulation {
  readonly network: CoreNetwork;
  readonly placements: readonly Placement[];
  readonly tables: RouteTables;
}

/** Places every attachment and lays out the route tables of every segment and network function group at every edge. */
export function simulateCoreNetwork(
  policy: CoreNetworkPolicy,
  attachments: readonly CoreAttachment[],
  options: SimulationOptions = {},
): CoreNetworkSimulation {
  const network = new CoreNetwork(policy, attachments, options.prefixLists ?? {}, options.place);
  return { network, placements: [...network.placements.values()], tables: new RouteTables(network) };
}

export class RouteTables {
  private readonly network: CoreNetwork;
  private readonly kept = new Map<string, RouteTable>();

  constructor(network: CoreNetwork) {
    this.network = network;
  }

  segment(name: string, edge: string): RouteTable {
    if (!this.network.policy.segments.some((each) => each.name === name)) throw unknown(`segment \`${name}\``);
    return this.keep(`s ${name} ${edge}`, () => segmentTable(this.network, name, edge));
  }

  group(name: string, edge: string): RouteTable {
    if (!this.network.policy.functionGroups.some((each) => each.name === name)) {
      throw unknown(`network function group \`${name}\``);
    }
    return this.keep(`g ${name} ${edge}`, () => groupTable(this.network, name, edge));
  }

  /** Names of all tables: segments first, each at its edges, in the order of the document. */
  names(): TableName[] {
    const { policy, edges } = this.network;
    return [
      ...policy.segments.flatMap(({ name }) =>
        this.network.edgesOfSegment(name).map((edge): TableName => ({ kind: "segment", segment: name, edge })),
      ),
      ...policy.functionGroups.flatMap(({ name }) =>
        edges.map((edge): TableName => ({ kind: "function-group", group: name, edge })),
      ),
    ];
  }

  table(name: TableName): RouteTable {
    return name.kind === "segment" ? this.segment(name.segment, name.edge) : this.group(name.group, name.edge);
  }

  /** One table with its routes written out. */
  show(name: TableName): ShownTable {
    const table = this.table(name);
    return { table: name, routes: entriesOf(this.network, table), filtered: table.filtered };
  }

  all(): ShownTable[] {
    return this.names().map((name) => this.show(name));
  }

  private keep(key: string, make: () => RouteTable): RouteTable {
    const known = this.kept.get(key);
    if (known) return known;
    const table = make();
    this.kept.set(key, table);
    return table;
  }
}

function unknown(what: string): CloudWanError {
  return new CloudWanError("destination_malformed", `the policy has no ${what}`, { fix: "name one that it defines" });
}
