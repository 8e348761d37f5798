import type { CoreNetwork } from "../tables/network.ts";
import { absent } from "./destination.ts";

/** Where an attachment is, or why it is nowhere. */
export type Standing =
  | {
      readonly ok: true;
      readonly segment: string | null;
      readonly group: string | null;
      readonly edges: readonly string[];
      readonly assumptions: readonly string[];
    }
  | { readonly ok: false; readonly verdict: "blocked" | "may"; readonly rule: string; readonly reason: string };

export function placedOrReason(network: CoreNetwork, id: string): Standing {
  const placement = network.placements.get(id);
  const attachment = network.attachments.get(id);
  if (!placement || !attachment) throw absent(id);
  const rule = placement.rule ?? "";
  if (placement.state === "placed") {
    const assumed = placement.needs_acceptance && attachment.state === undefined;
    return {
      ok: true,
      segment: placement.segment,
      group: placement.function_group,
      edges: placement.edges,
      assumptions: assumed ? [`\`${id}\` needs acceptance, and was accepted`] : [],
    };
  }
  const reason = `\`${id}\` is in no segment: ${placement.message}`;
  return { ok: false, verdict: placement.state === "unplaced" ? "blocked" : "may", rule, reason };
}
