import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { CoreAttachment } from "../place/attachment.ts";
import type { NumberedPolicy } from "./apply.ts";

export interface EdgePolicies {
  readonly leaving: readonly NumberedPolicy[];
  readonly entering: readonly NumberedPolicy[];
}

/** Which routing policies act at each of the three scopes: attachment, share, pair of edges. */
export class RoutingScopes {
  private readonly policy: CoreNetworkPolicy;
  private readonly byName: ReadonlyMap<string, NumberedPolicy>;
  private readonly edgePolicies = new Map<string, EdgePolicies>();
  private readonly labelled = new Map<string, readonly NumberedPolicy[]>();

  constructor(policy: CoreNetworkPolicy) {
    this.policy = policy;
    this.byName = new Map(
      policy.routingPolicies.map((each, i) => [
        each["routing-policy-name"],
        { policy: each, path: `routing-policies[${i}]` },
      ]),
    );
  }

  /** By the attachment's label at one of its edges: the rule with the lowest number that names both. */
  ofAttachment(attachment: CoreAttachment, edge: string, direction: "inbound" | "outbound"): readonly NumberedPolicy[] {
    const label = attachment.routing_policy_label;
    if (label === undefined) return [];
    const key = `${label} ${edge} ${direction}`;
    const known = this.labelled.get(key);
    if (known) return known;
    const [rule] = this.policy.attachmentRoutingRules
      .filter(
        (each) =>
          each.conditions.some(({ value }) => value === label) &&
          (each["edge-locations"] === undefined || each["edge-locations"].includes(edge)),
      )
      .toSorted((a, b) => a["rule-number"] - b["rule-number"]);
    const found = rule ? this.named(rule.action["associate-routing-policies"], direction) : [];
    this.labelled.set(key, found);
    return found;
  }

  /** Between two edges of a segment, in the order in which they act: what leaves the one, then what enters the other. */
  ofEdges(segment: string, from: string, to: string): EdgePolicies {
    const key = `${segment} ${from} ${to}`;
    const known = this.edgePolicies.get(key);
    if (known) return known;
    const leaving: NumberedPolicy[] = [];
    const entering: NumberedPolicy[] = [];
    for (const action of this.policy.segmentActions) {
      if (action.action !== "associate-routing-policy" || action.segment !== segment) continue;
      const {
        "edge-location": edge,
        "peer-edge-location": peer,
        "routing-policy-names": names,
      } = action["edge-location-association"];
      // A policy's direction is read from `edge-location`.
      if (edge === from && peer === to) leaving.push(...this.named(names, "outbound"));
      if (edge === to && peer === from) entering.push(...this.named(names, "inbound"));
    }
    const found = { leaving, entering };
    this.edgePolicies.set(key, found);
    return found;
  }

  named(names: readonly string[], direction: "inbound" | "outbound"): NumberedPolicy[] {
    return names.flatMap((name) => {
      const found = this.byName.get(name);
      return found && found.policy["routing-policy-direction"] === direction ? [found] : [];
    });
  }
}
