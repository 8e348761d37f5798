import { lookUpBy } from "@trias/estate";
import { type Firewall, type Handed, type Seen, stateful, stateless } from "../firewall/policy.ts";
import { intersect, isEmpty, type Services, subtract, unite } from "../services.ts";
import type { Span } from "../spans.ts";
import type { View } from "../view.ts";
import type { Flight } from "./flight.ts";

const byEndpoint = lookUpBy<Firewall>(({ endpoints }) => (endpoints ?? []).map(({ endpoint }) => endpoint));

/** The firewall that an endpoint belongs to; null where the appliance is somebody else's. */
export function firewallOf(view: View, endpoint: string): Firewall | null {
  const named = byEndpoint(view.part("firewalls"), endpoint).at(0);
  if (named) return named;
  const tagged = view.part("endpoints").get(endpoint)?.tags["Firewall"];
  return (tagged === undefined ? undefined : view.part("firewalls").get(tagged)) ?? null;
}

/**
 * A firewall on the way: first its stateless rules, which see replies too, then for a request its stateful ones, which know the
 * replies (R77–R81). What the header of a rule does not decide makes it `may`.
 */
export function inspect(flight: Flight, firewall: Firewall, endpoint: string): void {
  const hop = { at: "firewall", resource: firewall.id };
  // Each zone's endpoint knows its own flows.
  flight.inspected.push(endpoint);
  const first = stateless(
    flight.view,
    firewall,
    seenBy(flight, { possible: flight.services, certain: flight.services }),
  );
  const { certain: passed, possible } = first.passed.passed;
  if (flight.reply) {
    admit(
      flight,
      hop,
      unite(possible, first.handed.possible),
      unite(passed, first.handed.certain),
      first.passed.dropped ?? "it knows the flow",
    );
    return;
  }
  const second = stateful(flight.view, firewall, seenBy(flight, first.handed));
  const doubts = [...first.passed.unsure, ...second.unsure];
  const rule = first.passed.dropped ?? second.dropped ?? "no rule drops it";
  const all = unite(possible, second.passed.possible);
  admit(flight, hop, all, unite(passed, second.passed.certain), rule);
  if (isEmpty(intersect(flight.certain.services, flight.possible.services)))
    for (const doubt of doubts.slice(0, 3)) flight.assume(`the firewall lets it pass: ${doubt}`);
}

function admit(
  flight: Flight,
  hop: { at: string; resource: string },
  possible: Services,
  certain: Services,
  rule: string,
): void {
  const left = isEmpty(subtract(flight.services, possible));
  const code = "FIREWALL_RULES_RESTRICTION";
  flight.pass({ ...hop, rule: left ? "no rule drops it" : rule, code }, possible, certain);
}

function seenBy(flight: Flight, { possible: services, certain }: Handed): Seen {
  const asked = flight.possible;
  const clients = flight.reply ? { tcp: asked.services.tcp, udp: asked.services.udp } : asked.clients;
  return {
    services,
    certain,
    clients,
    holds(blocks: readonly Span[], end) {
      flight.cutAt(blocks, end);
      return blocks.some((block) => flight.holds(block, end));
    },
  };
}
