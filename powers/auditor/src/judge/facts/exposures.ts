import { type Charter, type Facts, isPublicEntry } from "@trias/policy";
import type { Flow } from "@trias/protocol";
import type { Effects } from "../3-effects.ts";
import { environmentOfPlace } from "./standing.ts";

const INTERNET = new Set(["internet", "0.0.0.0/0", "::/0"]);

/** What becomes reachable from the internet, at the end or in any state between. */
export function exposuresOf(effects: Effects, charter: Charter): Facts["exposures"] {
  return effects.opened
    .filter(({ from }) => INTERNET.has(from))
    .map(({ to, ports }) => ({
      place: to,
      ports,
      environment: environmentOfPlace(effects.after, to),
      declared: declared(charter, to, ports),
    }));
}

/** One declared port declares that port, never a range around it. */
function declared(charter: Charter, place: string, ports: string): boolean {
  return /^[0-9]{1,5}$/.test(ports) && isPublicEntry(charter, place, Number(ports));
}

export function openedCount({ opened, after }: Effects): Facts["opened_count"] {
  const production = (flow: Flow) =>
    [flow.from, flow.to].some((place) => !outside(place) && environmentOfPlace(after, place) !== "non-production");
  return {
    total: opened.length,
    production: opened.filter(production).length,
    internet: opened.filter(({ from, to }) => INTERNET.has(from) || INTERNET.has(to)).length,
  };
}

function outside(place: string): boolean {
  return INTERNET.has(place) || place === "on-premises";
}
