import { type Estate, EstateError } from "@trias/estate";
import type { Flow } from "@trias/protocol";
import { type ReachEngine, ReachError } from "@trias/reach";

const MOST_HOPS = 12;

/** The way that a flow takes, hop by hop with the rule that lets it pass; empty where the two ends are no places to ask about. */
export function wayOf(estate: Estate, { from, to, protocol, ports }: Flow, reach: Pick<ReachEngine, "reach">): string {
  const port = /^\d{1,5}$/.test(ports) ? Number(ports) : null;
  try {
    const { hops } = reach.reach(estate, from, to, { protocol, port });
    const texts = hops.map(({ at, resource, rule }) => `${at} ${resource}${rule === undefined ? "" : ` (${rule})`}`);
    const shown = texts.length > MOST_HOPS ? [...texts.slice(0, MOST_HOPS), "…"] : texts;
    return shown.join(" → ");
  } catch (error) {
    if (error instanceof ReachError || error instanceof EstateError) return "";
    throw error;
  }
}
