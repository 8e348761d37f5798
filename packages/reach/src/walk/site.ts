import type { Flight } from "./flight.ts";

/** At the border of what the estate holds: a site is reached there, whatever it has behind. */
export function atSite(flight: Flight, by: string): null {
  const { goal } = flight;
  const hop = { at: "site", resource: by };
  const meant = goal.site !== null ? goal.site === "" || goal.site === by || goal.at === by : goal.anyone;
  if (meant) {
    flight.note({ ...hop, rule: "what is behind it is not in the estate" });
    flight.arrive({ kind: "site", by });
  } else flight.block({ ...hop, rule: `the address is behind it, not at \`${goal.at}\`` });
  return null;
}
