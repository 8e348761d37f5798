import type { Candidate, Found, TableName } from "@trias/cloud-wan";
import { type Block, NestedBlocks } from "../nested-blocks.ts";
import type { Span } from "../spans.ts";
import type { Core, Member } from "./core.ts";

/** A prefix of a table with what the look-up of it comes to. */
interface CoreRoute {
  readonly block: Block;
  readonly found: readonly Found[];
  /** Of several equal ones all are used side by side. */
  readonly multipath: boolean;
}

/** A simulated table of the core network, laid out for look-ups of any span. */
export interface CoreTable {
  /** The prefixes at which an answer can change. */
  readonly blocks: readonly Block[];
  readonly routes: NestedBlocks<CoreRoute>;
}

const NO_ROUTE: readonly Found[] = [{ candidate: null, assumption: null }];
const tables = new WeakMap<Core, Map<string, CoreTable>>();

function keyOf(name: TableName): string {
  return name.kind === "segment" ? `s ${name.segment} ${name.edge}` : `g ${name.group} ${name.edge}`;
}

/** The table of a segment or a network function group at an edge; null where the policy can't be read. */
export function tableAt(core: Core, name: TableName): CoreTable | null {
  const of = tables.get(core) ?? new Map<string, CoreTable>();
  tables.set(core, of);
  const key = keyOf(name);
  const known = of.get(key);
  if (known) return known;
  if (!core.simulation) return null;
  const table = core.simulation.tables.table(name);
  const routes = table.choices().map(({ prefix, choice, candidates }): CoreRoute => {
    const doubtful = candidates.some(({ doubts }) => doubts.length > 0);
    const { winners, assumption, multipath } = choice;
    const found = doubtful ? table.lookUp(prefix) : winners.map((candidate) => ({ candidate, assumption }));
    return { block: prefix, found, multipath: multipath && !doubtful };
  });
  const made = { blocks: routes.map(({ block }) => block), routes: new NestedBlocks(routes) };
  of.set(key, made);
  return made;
}

/** What is known of tables that are the same in another state of the core network need not be made again. */
export function takeOverTables(from: Core, to: Core, same: (segment: string) => boolean): void {
  const [known, of] = [tables.get(from), tables.get(to) ?? new Map<string, CoreTable>()];
  if (known === undefined || from === to) return;
  tables.set(to, of);
  for (const segment of to.segments.keys()) {
    if (!same(segment) || !from.segments.has(segment)) continue;
    for (const edge of to.simulation?.network.edges ?? []) {
      const key = keyOf({ kind: "segment", segment, edge });
      const table = known.get(key);
      if (table && !of.has(key)) of.set(key, table);
    }
  }
}

export interface CoreLookup {
  /** Several where it is not decided, or where they are used side by side. */
  readonly found: readonly Found[];
  readonly multipath: boolean;
}

/** Looks up a span that has been cut at the table's blocks; longest prefix first. */
export function lookUpCore(table: CoreTable, span: Span): CoreLookup {
  const route = table.routes.longest(span);
  return route ?? { found: NO_ROUTE, multipath: false };
}

/** The attachment that a route comes to in the end, whatever inspects on the way; null where that is not one. */
export function endOf({ target, path }: Candidate): string | null {
  if (target.kind === "attachment") return target.attachment;
  return target.kind === "inspection" && !target.out ? (path?.attachment ?? null) : null;
}

const answers = new WeakMap<Core, Map<string, boolean>>();

/** Whether where a member is, a route leads back to somebody in a segment at an edge: without it nothing comes of a way there. */
export function answered(core: Core, segment: string, edge: string, member: Member): boolean {
  const of = answers.get(core) ?? new Map<string, boolean>();
  answers.set(core, of);
  const key = `${segment} ${edge} ${member.segment} ${member.region}`;
  const known = of.get(key);
  if (known !== undefined) return known;
  if (!core.segments.has(member.segment)) return false;
  const back = tableAt(core, { kind: "segment", segment: member.segment, edge: member.region });
  const asking = (core.members.get(segment) ?? []).filter(({ region }) => region === edge);
  const made = asking.some(({ attachment, blocks }) =>
    blocks.some((block) =>
      back?.routes.longest(block)?.found.some(({ candidate }) => candidate !== null && endOf(candidate) === attachment),
    ),
  );
  of.set(key, made);
  return made;
}
