import {
  type CoreAttachment,
  type CoreNetworkPolicy,
  type Placement,
  type PolicyProblem,
  type SegmentRelation,
  type ShownTable,
  segmentMatrix,
  simulateCoreNetwork,
} from "@trias/cloud-wan";
import type { FlowDifference } from "@trias/reach";
import pc from "picocolors";
import { EXIT } from "../exit-codes.ts";
import type { Outcome } from "../output.ts";
import { differenceLines } from "../show/flows.ts";
import { oneLine, table } from "../show/text.ts";

/** What a core network policy makes of its attachments: where each goes, which segments may talk, and every route table. */
export function simulatePolicy(
  policy: CoreNetworkPolicy,
  problems: readonly PolicyProblem[],
  attachments: readonly CoreAttachment[],
  flows: FlowDifference | null = null,
): Outcome {
  const simulation = simulateCoreNetwork(policy, attachments);
  const matrix = segmentMatrix(policy);
  const tables = simulation.tables.all();
  const { placements } = simulation;
  return {
    exit: EXIT.done,
    object: { problems, placements, matrix, tables, ...flows },
    text: () =>
      [
        ...placementLines(placements),
        pc.bold("segments (row sends to column)"),
        ...matrixLines(policy, matrix),
        ...(attachments.length === 0 ? [] : [pc.bold("routes"), ...tables.flatMap(tableLines)]),
        ...(flows === null ? [] : differenceLines(flows)),
      ].join("\n"),
  };
}

function placementLines(placements: readonly Placement[]): string[] {
  if (placements.length === 0)
    return [pc.dim("no attachments given: `--attachments <file>` places them and fills the route tables")];
  const rows = placements.map((placement) => {
    if (placement.state !== "placed") {
      const state = placement.state === "unplaced" ? pc.red("nowhere") : pc.yellow("not decided");
      return [oneLine(placement.attachment, 60), state, pc.dim(oneLine(placement.message))];
    }
    const where = placement.segment ?? `${placement.function_group ?? ""} (inspection)`;
    const accept = placement.needs_acceptance ? ", needs acceptance" : "";
    return [
      oneLine(placement.attachment, 60),
      where,
      pc.dim(`${placement.edges.join(", ")}, by ${placement.rule ?? ""}${accept}`),
    ];
  });
  return [pc.bold("attachments"), ...table(rows).map((line) => `  ${line}`)];
}

const CELLS = {
  open: pc.green("open"),
  inspected: pc.cyan("inspected"),
  closed: pc.dim("-"),
  "one-way": pc.yellow("one way"),
  may: pc.yellow("may"),
} as const;

function matrixLines(policy: CoreNetworkPolicy, matrix: readonly SegmentRelation[]): string[] {
  const columns = [...policy.segments.map(({ name }) => name), null];
  const cells = new Map(matrix.map((each) => [`${each.from} ${each.to ?? ""}`, CELLS[each.relation]]));
  const rows = policy.segments.map(({ name }) => [
    name,
    ...columns.map((to) => cells.get(`${name} ${to ?? ""}`) ?? ""),
  ]);
  return table([["", ...columns.map((name) => name ?? "internet")], ...rows]).map((line) => `  ${line}`);
}

function tableLines({ table: name, routes, filtered }: ShownTable): string[] {
  const title = name.kind === "segment" ? `segment ${name.segment}` : `inspection ${name.group}`;
  const rows = routes.map((route) => {
    const hops = route.next_hops.map((hop) => hop.attachment).join(route.multipath ? " + " : " or ");
    const asPath = route.as_path === null || route.as_path.length === 0 ? "" : `AS ${route.as_path.join(" ")}`;
    const certainty = route.certainty === "yes" ? "" : pc.yellow(`may: ${oneLine(route.reason, 100)}`);
    return [
      route.prefix,
      route.state === "blackhole" ? pc.red("blackhole") : hops,
      asPath,
      pc.dim(route.rule),
      certainty,
    ];
  });
  const dropped = filtered.map(({ prefix, attachment, rule }) => [
    prefix,
    pc.red("filtered"),
    oneLine(attachment, 60),
    pc.dim(rule),
    "",
  ]);
  if (rows.length + dropped.length === 0) return [];
  return [`  ${pc.bold(title)} at ${name.edge}`, ...table([...rows, ...dropped]).map((line) => `    ${line}`)];
}
