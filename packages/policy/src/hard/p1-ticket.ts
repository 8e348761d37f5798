import type { Facts } from "../facts.ts";
import { type HardPolicy, unknownsOf } from "./hard-policy.ts";

export const p1: HardPolicy = {
  id: "P1",
  title: "Production changes need a change ticket",
  rules: ["P1", "P1.unknown"],
  evaluate(facts) {
    const findings = unknownsOf("P1", facts);
    if (!changesProduction(facts) || ticketCovers(facts)) return findings;
    return [
      ...findings,
      {
        rule: "P1",
        policy: "P1",
        level: "block",
        message:
          facts.ticket === "emergency"
            ? "an emergency ticket covers only the containment of a live incident: open a change ticket with `trias ticket open` and ask again with `--ticket <id>`"
            : "a production change needs a change ticket: open one with `trias ticket open` and ask again with `--ticket <id>`",
        subject: `segments ${facts.segments.join(", ") || "unknown"}`,
      },
    ];
  },
};

/** What changes without a known environment counts as production. */
function changesProduction({ changes, environments }: Facts): boolean {
  if (changes === 0) return false;
  return environments.length === 0 || environments.some((environment) => environment !== "non-production");
}

function ticketCovers({ ticket, kind, containment }: Facts): boolean {
  switch (ticket) {
    case "change":
      return true;
    case "emergency":
      return kind === "incident" && containment;
    case "none":
      return false;
  }
}
