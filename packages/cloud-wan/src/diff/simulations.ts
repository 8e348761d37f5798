import type { CoreNetworkSimulation } from "../simulate.ts";
import type { RouteEntry } from "../tables/entry.ts";
import type { TableName } from "../tables/table.ts";

/** A route that one simulation has and the other has not, or that leads elsewhere. */
export interface RouteChange {
  readonly table: TableName;
  readonly prefix: string;
  readonly change: "added" | "removed" | "changed";
  readonly before: RouteEntry | null;
  readonly after: RouteEntry | null;
}

/** Which routes appear, go or change their next hop or certainty, table by table. */
export function diffSimulations(before: CoreNetworkSimulation, after: CoreNetworkSimulation): readonly RouteChange[] {
  const names = new Map(
    [...before.tables.names(), ...after.tables.names()].map((name) => [JSON.stringify(name), name]),
  );
  const had = new Set(before.tables.names().map((name) => JSON.stringify(name)));
  const has = new Set(after.tables.names().map((name) => JSON.stringify(name)));
  return [...names].flatMap(([key, name]) => {
    const old = had.has(key) ? before.tables.show(name).routes : [];
    const now = has.has(key) ? after.tables.show(name).routes : [];
    return changed(name, old, now);
  });
}

function changed(table: TableName, old: readonly RouteEntry[], now: readonly RouteEntry[]): RouteChange[] {
  const was = new Map(old.map((entry) => [entry.prefix, entry]));
  const changes = now.flatMap((after): RouteChange[] => {
    const before = was.get(after.prefix) ?? null;
    was.delete(after.prefix);
    if (before === null) return [{ table, prefix: after.prefix, change: "added", before, after }];
    if (leads(before) === leads(after)) return [];
    return [{ table, prefix: after.prefix, change: "changed", before, after }];
  });
  return [
    ...changes,
    ...[...was.values()].map(
      (before): RouteChange => ({ table, prefix: before.prefix, change: "removed", before, after: null }),
    ),
  ];
}

function leads({ state, certainty, multipath, next_hops }: RouteEntry): string {
  const hops = next_hops.map((hop) => `${hop.function_group ?? ""} ${hop.attachment} ${hop.edge}`).sort();
  return JSON.stringify([state, certainty, multipath, hops]);
}
