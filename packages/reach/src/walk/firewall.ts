import { lookUpBy, type ResourceOf } from "@trias/estate";
import { verdictOf } from "../firewalls.ts";
import { ALL_SERVICES } from "../services.ts";
import type { View } from "../view.ts";
import type { Flight } from "./flight.ts";

type Firewall = ResourceOf<"firewalls">;

const byEndpoint = lookUpBy<Firewall>(({ endpoints }) => (endpoints ?? []).map(({ endpoint }) => endpoint));

/** The firewall that an endpoint belongs to; null where the appliance is somebody else's. */
export function firewallOf(view: View, endpoint: string): Firewall | null {
  const named = byEndpoint(view.part("firewalls"), endpoint).at(0);
  if (named) return named;
  const tagged = view.part("endpoints").get(endpoint)?.tags["Firewall"];
  return (tagged === undefined ? undefined : view.part("firewalls").get(tagged)) ?? null;
}

/** A firewall on the way: what its rules decide by addresses; all else only may pass (R80). */
export function inspect(flight: Flight, firewall: Firewall): void {
  const hop = { at: "firewall", resource: firewall.id };
  flight.inspected.push(firewall.id);
  if (flight.reply) {
    flight.note({ ...hop, rule: "it knows the flow" });
    return;
  }
  const verdict = verdictOf(flight.view, firewall);
  const dropped = (["source", "target"] as const).find((end) =>
    verdict.blocked.some((block) => flight.holds(block, end)),
  );
  if (dropped) {
    const rule = `the block list names the ${dropped === "source" ? "source" : "destination"}`;
    flight.block({ ...hop, rule, code: "FIREWALL_RULES_RESTRICTION" });
    return;
  }
  flight.pass({ ...hop, rule: "no rule drops it" }, ALL_SERVICES);
  for (const rule of verdict.unmodelled.slice(0, 3)) flight.assume(`the firewall lets it pass: ${rule}`);
}
