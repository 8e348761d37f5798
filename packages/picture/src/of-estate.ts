import { type Estate, environmentOfSegment, get, list, segmentNames } from "@trias/estate";
import type { FlowDifference, ReachEngine } from "@trias/reach";
import type { Box, Cell, Crossing, Mark, Segment, WanPicture } from "./picture.ts";

export interface PictureOptions {
  readonly title: string;
  readonly reach: Pick<ReachEngine, "reach">;
  /** The network after a change, and the flows that the change opens and closes. */
  readonly change?: { readonly after: Estate; readonly flows: FlowDifference };
}

const NO_FLOWS: FlowDifference = { opened: [], closed: [] };

/** The picture of a network, or of what a change makes of it. */
export function wanPicture(before: Estate, { title, reach, change }: PictureOptions): WanPicture {
  const after = change?.after ?? before;
  const cells = cellsOf(before, after);
  const segments = segmentsOf(before, after);
  const { opened, closed } = change?.flows ?? NO_FLOWS;
  return {
    title,
    regions: [...new Set(cells.map(({ region }) => region))].sort(),
    segments,
    cells,
    crossings: crossingsOf(before, after, segments, reach),
    opened,
    closed,
  };
}

function namesOf(estate: Estate): Set<string> {
  return new Set(segmentNames(estate).all.map((segment) => segment.estate));
}

function segmentsOf(before: Estate, after: Estate): Segment[] {
  const [had, has] = [namesOf(before), namesOf(after)];
  return [...new Set([...had, ...has])].map((name) => ({
    name,
    environment: environmentOfSegment(has.has(name) ? after : before, name),
    mark: markOf(had.has(name), has.has(name)),
  }));
}

function markOf(before: boolean, after: boolean, changed = false): Mark {
  if (before && after) return changed ? "changed" : "same";
  return after ? "new" : "gone";
}

/** Attachments by segment and region; one that moved is gone there and new here. */
function cellsOf(before: Estate, after: Estate): Cell[] {
  const boxes = new Map<string, Map<string, Box>>();
  for (const [estate, other, there] of [
    [before, after, "gone"],
    [after, before, "new"],
  ] as const) {
    const placesThere = new Set(placed(other).map(({ key }) => key));
    for (const { key, cell, box } of placed(estate)) {
      const of = boxes.get(cell) ?? new Map<string, Box>();
      boxes.set(cell, of.set(key, { ...box, mark: placesThere.has(key) ? "same" : there }));
    }
  }
  return [...boxes].map(([cell, of]) => {
    const [segment = "", region = ""] = cell.split("\n");
    return { segment, region, boxes: [...of.values()].sort((a, b) => (a.label < b.label ? -1 : 1)) };
  });
}

function placed(estate: Estate) {
  const names = segmentNames(estate);
  return list(estate, "attachments").flatMap((attachment) => {
    const { segment, region, resource, type, tags } = attachment;
    if (segment === null) return [];
    const vpc = type === "vpc" ? get(estate, "vpcs", resource) : undefined;
    const cell = `${names.estateName(segment)}\n${region}`;
    const box: Omit<Box, "mark"> = {
      label: vpc?.tags["Name"] ?? tags["Name"] ?? resource,
      detail: (vpc ? [...vpc.cidrs, ...vpc.ipv6_cidrs] : (attachment.advertised ?? [])).join(" "),
      kind: type === "vpc" ? "vpc" : "site",
    };
    return [{ key: `${cell}\n${attachment.id}`, cell, box }];
  });
}

function crossingsOf(
  before: Estate,
  after: Estate,
  segments: readonly Segment[],
  reach: Pick<ReachEngine, "reach">,
): Crossing[] {
  const names = segments.map(({ name }) => name);
  const [had, has] = [namesOf(before), namesOf(after)];
  return names.flatMap((from) =>
    names.map((to): Crossing => {
      const ask = (estate: Estate, there: ReadonlySet<string>) =>
        there.has(from) && there.has(to) ? howOf(estate, from, to, reach) : "closed";
      const [was, is] = [ask(before, had), before === after ? null : ask(after, has)];
      const how = is ?? was;
      return {
        from,
        to,
        how,
        mark: is === null || was === is ? "same" : was === "closed" ? "new" : is === "closed" ? "gone" : "changed",
      };
    }),
  );
}

function howOf(estate: Estate, from: string, to: string, reach: Pick<ReachEngine, "reach">): Crossing["how"] {
  const { verdict, hops } = reach.reach(estate, from, to, { protocol: "any", port: null });
  if (verdict === "blocked") return "closed";
  if (hops.some(({ at }) => at === "firewall")) return "inspected";
  return verdict === "may" ? "may" : "open";
}
