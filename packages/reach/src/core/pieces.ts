import type { Candidate } from "@trias/cloud-wan";
import { atoms, isPrivateSpan, PRIVATE_SPANS, type Span, within } from "../spans.ts";
import type { View } from "../view.ts";
import type { Core, Member } from "./core.ts";
import { type Inspection, inspectionOf } from "./inspection.ts";
import { answered, type CoreLookup, endOf, lookUpCore, tableAt } from "./routes.ts";

export type Certainty = "yes" | "may";

/** What is at the end of a way from a segment through a core network. */
export type CoreHit =
  | { readonly kind: "member"; readonly member: Member; readonly certainty: Certainty }
  /** Behind an attachment to which a static route leads, for addresses that are not its own. */
  | { readonly kind: "beyond"; readonly member: Member; readonly certainty: Certainty }
  | { readonly kind: "internet"; readonly certainty: Certainty };

/** A stretch of address space with what is there. Pieces overlap where AWS may take either of several ways. */
export interface CorePiece extends Span {
  readonly hit: CoreHit;
}

interface Kept {
  readonly pieces: readonly CorePiece[];
  readonly inspections: readonly Inspection[];
}

const kept = new WeakMap<Core, Map<string, Kept>>();

/**
 * All that a segment reaches from an edge and that can answer, in the order of addresses: the simulated table with what the
 * inspection VPCs on the way let pass in sum.
 */
export function corePieces(view: View, core: Core, segment: string, edge: string): readonly CorePiece[] {
  const of = kept.get(core) ?? new Map<string, Kept>();
  kept.set(core, of);
  const key = `${segment} ${edge}`;
  const known = of.get(key);
  if (known?.inspections.every((each) => inspectionOf(view, each.group, each.vpc).key === each.key))
    return known.pieces;
  const made = layOut(view, core, segment, edge);
  of.set(key, made);
  return made.pieces;
}

function layOut(view: View, core: Core, segment: string, edge: string): Kept {
  const table = tableAt(core, { kind: "segment", segment, edge });
  if (!table) return { pieces: [], inspections: [] };
  const passed = new Map<string, Inspection>();
  const inspects = (candidate: Candidate): readonly Inspection[] => {
    const found = inspectionsOn(view, core, candidate);
    for (const each of found) passed.set(each.key, each);
    return found;
  };
  // First what inspects at all, since its block lists cut the address space.
  for (const block of table.blocks) {
    for (const { candidate } of lookUpCore(table, block).found) if (candidate) inspects(candidate);
  }
  const blocked = [...passed.values()].flatMap(({ verdict }) => verdict.blocked);
  const cuts = [...table.blocks, ...blocked, ...PRIVATE_SPANS];
  const pieces = ([4, 6] as const).flatMap((family) =>
    atoms(family, cuts).flatMap((span): CorePiece[] =>
      hitsOf(core, segment, edge, span, lookUpCore(table, span), inspects).map((hit) => ({ ...span, hit })),
    ),
  );
  return { pieces, inspections: [...passed.values()] };
}

function inspectionsOn(view: View, core: Core, { target }: Candidate): readonly Inspection[] {
  if (target.kind !== "inspection") return [];
  return target.edges.flatMap((edge) =>
    (core.simulation?.network.functions(target.group, edge) ?? []).flatMap((id) => {
      const vpc = core.simulation?.network.attachments.get(id)?.resource;
      return vpc === undefined ? [] : [inspectionOf(view, target.group, vpc)];
    }),
  );
}

function hitsOf(
  core: Core,
  segment: string,
  edge: string,
  span: Span,
  { found, multipath }: CoreLookup,
  inspects: (candidate: Candidate) => readonly Inspection[],
): CoreHit[] {
  // Whichever Region inspects, it comes to the same end; whether it is inspected at all is another matter.
  const ends = new Set(
    found.map(({ candidate }) => candidate && candidate.target.kind === "inspection" && endOf(candidate)),
  );
  const open = found.length > 1 && !multipath && (ends.size > 1 || ends.has(false));
  return found.flatMap(({ candidate }): CoreHit[] => {
    if (candidate === null || candidate.target.kind === "blackhole") return [];
    const through = inspects(candidate);
    if (through.some(({ verdict }) => verdict.blocked.some((block) => within(span, block)))) return [];
    const unsure = open || candidate.doubts.length > 0 || through.some(({ verdict }) => verdict.unmodelled.length > 0);
    const certainty = unsure ? "may" : "yes";
    const end = endOf(candidate);
    if (end === null) {
      const exit = through.length > 0 && through.every((each) => each.exit);
      return exit && !isPrivateSpan(span) ? [{ kind: "internet", certainty }] : [];
    }
    const member = core.memberOf.get(end);
    if (!member) return [];
    if (member.blocks.some((block) => within(span, block)))
      return answered(core, segment, edge, member) ? [{ kind: "member", member, certainty }] : [];
    return [{ kind: "beyond", member, certainty: "may" }];
  });
}

/** What of a span goes where. */
export function corePiecesIn(view: View, core: Core, segment: string, edge: string, span: Span): CorePiece[] {
  const table = corePieces(view, core, segment, edge);
  let low = 0;
  for (let high = table.length; low < high; ) {
    const middle = (low + high) >> 1;
    const piece = table[middle];
    if (piece && (piece.family < span.family || (piece.family === span.family && piece.last < span.first)))
      low = middle + 1;
    else high = middle;
  }
  const found: CorePiece[] = [];
  for (let i = low; i < table.length; i += 1) {
    const piece = table[i];
    if (!piece || piece.family !== span.family || piece.first > span.last) break;
    const first = piece.first > span.first ? piece.first : span.first;
    const last = piece.last < span.last ? piece.last : span.last;
    found.push({ family: span.family, first, last, hit: piece.hit });
  }
  return found;
}
