import { type CoreAttachment, parseAttachments } from "../place/attachment.ts";
import { parseCoreNetworkPolicy } from "../read/read-policy.ts";
import { type CoreNetworkSimulation, simulateCoreNetwork } from "../simulate.ts";

export type Loose = Readonly<Record<string, unknown>>;

/** Edges `eu-west-1` (65001), `us-east-1` (65002) and `ap-south-1` (65003); segments by tag `segment`, inspection by tag `nfg`. */
export function policyOf(changes: Loose = {}) {
  return parseCoreNetworkPolicy({
    version: "2025.11",
    "core-network-configuration": {
      "asn-ranges": ["65000-65010"],
      "edge-locations": [
        { location: "eu-west-1", asn: 65001 },
        { location: "us-east-1", asn: 65002 },
        { location: "ap-south-1", asn: 65003 },
      ],
    },
    segments: [open("a"), open("b"), open("c")],
    "network-function-groups": [{ name: "fw", "require-attachment-acceptance": false }],
    "attachment-policies": RULES,
    ...changes,
  });
}

export const RULES: readonly Loose[] = [
  {
    "rule-number": 10,
    conditions: [{ type: "tag-exists", key: "nfg" }],
    action: { "add-to-network-function-group": "fw" },
  },
  {
    "rule-number": 20,
    conditions: [{ type: "tag-exists", key: "segment" }],
    action: { "association-method": "tag", "tag-value-of-key": "segment" },
  },
];

export function open(name: string, changes: Loose = {}): Loose {
  return { name, "require-attachment-acceptance": false, ...changes };
}

export function isolated(name: string, changes: Loose = {}): Loose {
  return open(name, { "isolate-attachments": true, ...changes });
}

export function share(segment: string, others: unknown, names?: readonly string[]): Loose {
  return {
    action: "share",
    mode: "attachment-route",
    segment,
    "share-with": others,
    ...(names && { "routing-policy-names": names }),
  };
}

export function sendVia(segment: string, mode: string, sent: unknown, overrides?: readonly unknown[]): Loose {
  return {
    action: "send-via",
    segment,
    mode,
    ...(sent !== null && { "when-sent-to": { segments: sent } }),
    via: viaOf(overrides),
  };
}

export function sendTo(segment: string, overrides?: readonly unknown[]): Loose {
  return { action: "send-to", segment, via: viaOf(overrides) };
}

function viaOf(overrides: readonly unknown[] | undefined): Loose {
  return { "network-function-groups": ["fw"], ...(overrides && { "with-edge-overrides": overrides }) };
}

export function override(edges: readonly string[], use: string): Loose {
  return { "edge-sets": [edges], "use-edge-location": use };
}

/** A routing policy with rules `[conditions, action]`, numbered in their order; several conditions are alternatives. */
export function routing(
  name: string,
  direction: string,
  number: number,
  rules: readonly (readonly [readonly Loose[], Loose])[],
): Loose {
  return {
    "routing-policy-name": name,
    "routing-policy-direction": direction,
    "routing-policy-number": number,
    "routing-policy-rules": rules.map(([conditions, action], i) => ({
      "rule-number": 10 * (i + 1),
      "rule-definition": { "condition-logic": "or", "match-conditions": conditions, action },
    })),
  };
}

export function label(value: string, names: readonly string[], changes: Loose = {}): Loose {
  return {
    "rule-number": 10,
    conditions: [{ type: "routing-policy-label", value }],
    action: { "associate-routing-policies": names },
    ...changes,
  };
}

export function vpc(id: string, region: string, segment: string, cidr: string, changes: Loose = {}): Loose {
  return { id, type: "vpc", region, account: "111122223333", tags: { segment }, cidrs4: [cidr], ...changes };
}

export function firewall(id: string, region: string, changes: Loose = {}): Loose {
  return {
    id,
    type: "vpc",
    region,
    account: "111122223333",
    tags: { nfg: "fw" },
    cidrs4: ["100.64.0.0/24"],
    appliance_mode: true,
    ...changes,
  };
}

export function bgp(
  id: string,
  type: string,
  region: string,
  segment: string,
  routes: readonly Loose[],
  changes: Loose = {},
): Loose {
  return { id, type, region, account: "111122223333", tags: { segment }, routes, ...changes };
}

export function attachmentsOf(...attachments: readonly Loose[]): readonly CoreAttachment[] {
  return parseAttachments(attachments);
}

export function simulated(changes: Loose, ...attachments: readonly Loose[]): CoreNetworkSimulation {
  return simulateCoreNetwork(policyOf(changes), attachmentsOf(...attachments));
}
