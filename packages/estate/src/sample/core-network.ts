import type { CoreNetwork } from "../resources.ts";
import type { EstateBuilder } from "./builder.ts";
import { sampleError, type WanDescription } from "./description.ts";
import { PRIVATE_RANGES } from "./private-ranges.ts";

/** Letters and digits only, as AWS demands. */
function policyName(name: string): string {
  return name.replaceAll("-", "");
}

export function addCoreNetwork(builder: EstateBuilder): CoreNetwork {
  const { core_network: core } = builder.description;
  const names = Object.keys(core.segments);
  return builder.add("core_networks", {
    id: builder.id("core-network", "core"),
    account: builder.account(core.account),
    state: "AVAILABLE",
    policy_version: 1,
    policy: policyOf(builder),
    segment_names: Object.fromEntries(names.map((name) => [policyName(name), name])),
    tags: { environment: "production", owner: "network" },
  });
}

function policyOf(builder: EstateBuilder): CoreNetwork["policy"] {
  const { core_network: core, regions } = builder.description;
  return {
    version: "2021.12",
    "core-network-configuration": {
      "asn-ranges": core.asn_ranges,
      "vpn-ecmp-support": true,
      "edge-locations": Object.keys(regions).map((location, i) => ({ location, asn: 64_512 + i })),
    },
    segments: Object.entries(core.segments).map(([name, segment]) => ({
      name: policyName(name),
      description: segment.purpose,
      "require-attachment-acceptance": segment.acceptance,
      "isolate-attachments": segment.isolated,
    })),
    "network-function-groups": [
      { name: core.inspection, description: "Firewalls", "require-attachment-acceptance": true },
    ],
    "segment-actions": segmentActions(builder.description),
    "attachment-policies": attachmentRules(builder),
  };
}

function segmentActions(description: WanDescription): { action: string; [key: string]: unknown }[] {
  const { core_network: core } = description;
  const named = (names: readonly string[]): string[] => {
    return names.map((name) => {
      if (!Object.hasOwn(core.segments, name)) throw sampleError("core_network", `there is no segment \`${name}\``);
      return policyName(name);
    });
  };
  const via = { "network-function-groups": [core.inspection] };
  const shares = core.shares.flatMap(Object.entries<string[]>).map(([name, others]) => ({
    action: "share",
    mode: "attachment-route",
    segment: named([name])[0],
    "share-with": named(others),
  }));
  const inspected = core.inspected.flatMap(Object.entries<string[]>).map(([name, others]) => ({
    action: "send-via",
    segment: named([name])[0],
    mode: "single-hop",
    "when-sent-to": { segments: named(others) },
    via,
  }));
  const egress = Object.entries(core.segments)
    .filter(([, segment]) => segment.egress)
    .map(([name]) => ({ action: "send-to", segment: policyName(name), via }));
  // What leaves through inspection would come back into every other segment that does: a private address ends here.
  const ends = egress.map(({ segment }) => ({
    action: "create-route",
    segment,
    "destination-cidr-blocks": [...PRIVATE_RANGES],
    destinations: ["blackhole"],
  }));
  return [...shares, ...inspected, ...egress, ...ends];
}

function attachmentRules(builder: EstateBuilder): { "rule-number": number; [key: string]: unknown }[] {
  const { core_network: core } = builder.description;
  const account = (name: string) => ({ type: "account-id", operator: "equals", value: builder.account(name) });
  const tag = (key: string, value: string) => ({ type: "tag-value", operator: "equals", key, value });
  return [
    {
      "rule-number": 10,
      description: "firewalls of the network account",
      "condition-logic": "and",
      conditions: [tag("function-group", core.inspection), account(core.account)],
      action: { "add-to-network-function-group": core.inspection },
    },
    ...Object.entries(core.segments).map(([name, segment], i) => ({
      "rule-number": 100 + i * 10,
      description: `${name}, from its own account`,
      "condition-logic": "and",
      conditions: [tag("segment", name), account(segment.account)],
      action: { "association-method": "constant", segment: policyName(name) },
    })),
  ];
}
