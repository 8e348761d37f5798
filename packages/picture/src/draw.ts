import type { Flow } from "@trias/protocol";
import type { Box, Crossing, Mark, Segment, WanPicture } from "./picture.ts";
import { element, escaped, label, rect, type Svg } from "./svg.ts";

const MARGIN = 24;
const NAMES = 150;
const REGION = 200;
const BOX = 30;
const GAP = 4;
const MOST_BOXES = 6;
const SQUARE = 22;
const MOST_FLOWS = 24;
const LINE = 18;

const STYLE = `
text{font:12px ui-sans-serif,system-ui,sans-serif;fill:#1f2933}
.title{font-size:18px;font-weight:600}.head{font-weight:600}.small{font-size:10px;fill:#52606d}.note{fill:#52606d}
.row{fill:#f7f9fb}.production{fill:#fdf1e7}.box{fill:#fff;stroke:#9aa5b1}.site{fill:#eef2f7;stroke:#9aa5b1;stroke-dasharray:3 2}
.new{stroke:#0b7a3e;stroke-width:2}.gone{stroke:#b42318;stroke-width:2;stroke-dasharray:4 3}.changed{stroke:#b54708;stroke-width:2}
.open{fill:#2f6fde}.inspected{fill:#8e63ce}.may{fill:#f0b429}.closed{fill:#e4e7eb}
.opens{stroke:#b42318;stroke-width:2.5}.shuts{stroke:#0b7a3e;stroke-width:2.5}
.opened{fill:#b42318;font-weight:600}.shut{fill:#0b7a3e;font-weight:600}`;

/** Draws a network as one self-contained SVG document: segments × regions, who reaches whom, and what a change opens and closes. */
export function drawWan(picture: WanPicture): string {
  const rows = rowsOf(picture);
  const top = MARGIN + 60;
  const heights = rows.map(({ height }) => height);
  const bottom = top + heights.reduce((sum, height) => sum + height + GAP, 0);
  const matrixX = MARGIN + NAMES + picture.regions.length * REGION + 2 * MARGIN;
  const side = picture.segments.length * SQUARE;
  const width = Math.max(matrixX + Math.max(side + 160, 500) + MARGIN, 720);
  const matrix = drawMatrix(picture, matrixX, top + 96);
  const flowsY = Math.max(bottom, top + 96 + side + 40) + MARGIN;
  const flows = drawFlows(picture, flowsY);
  const height = flowsY + flows.height + MARGIN;
  const body = [
    element("style", {}, STYLE as Svg),
    element("title", {}, escaped(picture.title) as Svg),
    element("rect", { x: 0, y: 0, width, height, fill: "#fff" }),
    label(MARGIN, MARGIN + 14, picture.title, "title", 110),
    ...picture.regions.map((region, i) => label(MARGIN + NAMES + i * REGION, top - 12, region, "head")),
    ...drawRows(picture, rows, top),
    ...matrix,
    ...flows.parts,
  ];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
  };
  return `${element("svg", attributes, ...body)}\n`;
}

interface Row {
  readonly segment: Segment;
  readonly cells: readonly (readonly Box[])[];
  readonly height: number;
}

function rowsOf({ segments, regions, cells }: WanPicture): Row[] {
  return segments.map((segment) => {
    const own = regions.map(
      (region) => cells.find((cell) => cell.segment === segment.name && cell.region === region)?.boxes ?? [],
    );
    const most = Math.max(
      1,
      ...own.map((boxes) => Math.min(boxes.length, MOST_BOXES) + (boxes.length > MOST_BOXES ? 1 : 0)),
    );
    return { segment, cells: own, height: Math.max(most * (BOX + GAP) + GAP, 42) };
  });
}

function drawRows(picture: WanPicture, rows: readonly Row[], top: number): Svg[] {
  let y = top;
  return rows.flatMap(({ segment, cells, height }) => {
    const width = NAMES + picture.regions.length * REGION;
    const shade = segment.environment === "production" ? "production" : "row";
    const parts = [
      rect(MARGIN, y, width, height, `${shade} ${marked(segment.mark)}`),
      label(MARGIN + 8, y + 20, segment.name, "head", 20),
      label(MARGIN + 8, y + 34, noteOf(segment), "small"),
      ...cells.flatMap((boxes, i) => drawBoxes(boxes, MARGIN + NAMES + i * REGION, y + GAP)),
    ];
    y += height + GAP;
    return parts;
  });
}

function noteOf({ environment, mark }: Segment): string {
  return mark === "same" ? environment : `${environment}, ${mark}`;
}

function marked(mark: Mark): string {
  return mark === "same" ? "" : mark;
}

function drawBoxes(boxes: readonly Box[], x: number, top: number): Svg[] {
  const first = [...boxes].sort((a, b) => Number(a.mark === "same") - Number(b.mark === "same")).slice(0, MOST_BOXES);
  const parts = first.flatMap(({ label: text, detail, kind, mark }, i) => {
    const y = top + i * (BOX + GAP);
    return [
      rect(x, y, REGION - 12, BOX, `${kind === "vpc" ? "box" : "site"} ${marked(mark)}`),
      label(x + 8, y + 13, text, "", 28),
      label(x + 8, y + 25, detail, "small", 34),
    ];
  });
  const more = boxes.length - first.length;
  if (more > 0) parts.push(label(x + 8, top + MOST_BOXES * (BOX + GAP) + 16, `and ${more} more`, "note"));
  return parts;
}

const MEANING: readonly (readonly [Crossing["how"], string])[] = [
  ["open", "reaches"],
  ["inspected", "through a firewall"],
  ["may", "may reach"],
  ["closed", "does not reach"],
];

/** From down the side, to across the top. */
function drawMatrix({ segments, crossings }: WanPicture, x: number, y: number): Svg[] {
  const index = new Map(segments.map(({ name }, i) => [name, i]));
  const heads = segments.flatMap(({ name }, i) => [
    element(
      "text",
      { class: "small", transform: `translate(${x + 110 + i * SQUARE + 14} ${y - 6}) rotate(-60)` },
      escaped(name) as Svg,
    ),
    label(x, y + i * SQUARE + 15, name, "small", 18),
  ]);
  const squares = crossings.map(({ from, to, how, mark }) => {
    const [row, column] = [index.get(from) ?? 0, index.get(to) ?? 0];
    const place = { x: x + 110 + column * SQUARE, y: y + row * SQUARE, width: SQUARE - 3, height: SQUARE - 3, rx: 3 };
    const tip = element("title", {}, escaped(`${from} → ${to}: ${how}`) as Svg);
    return element("rect", { ...place, class: `${how} ${edged(mark)}` }, tip);
  });
  const below = y + segments.length * SQUARE + 10;
  const legend = MEANING.flatMap(([how, text], i) => [
    element("rect", { x: x + i * 122, y: below, width: 12, height: 12, rx: 2, class: how }),
    label(x + i * 122 + 17, below + 10, text, "small"),
  ]);
  return [label(x, y - 88, "who reaches whom (rows reach columns)", "head"), ...heads, ...squares, ...legend];
}

/** A pair that is newly open is what people have to look at: it has the colour of what opens. */
function edged(mark: Mark): string {
  return { same: "", new: "opens", gone: "shuts", changed: "changed" }[mark];
}

function drawFlows({ opened, closed }: WanPicture, y: number): { readonly parts: Svg[]; readonly height: number } {
  const lines: Svg[] = [];
  const add = (text: string, style: string) =>
    lines.push(label(MARGIN, y + lines.length * LINE + 12, text, style, 150));
  const all = (flows: readonly Flow[], title: string, style: string, sign: string) => {
    if (flows.length === 0) return;
    add(`${title} (${flows.length})`, style);
    for (const flow of flows.slice(0, MOST_FLOWS))
      add(`${sign} ${flow.from} → ${flow.to}  ${flow.protocol} ${flow.ports}`, "");
    if (flows.length > MOST_FLOWS) add(`and ${flows.length - MOST_FLOWS} more`, "note");
  };
  all(opened, "opened", "opened", "+");
  all(closed, "closed", "shut", "−");
  return { parts: lines, height: lines.length * LINE };
}
