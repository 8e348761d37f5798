export type Loose = Record<string, unknown>;

/** A policy of 2025.11 that uses every part of the grammar. */
export function wholePolicy(): Loose {
  return {
    version: "2025.11",
    "core-network-configuration": {
      "asn-ranges": ["64512-64555"],
      "inside-cidr-blocks": ["10.0.0.0/16"],
      "vpn-ecmp-support": true,
      "dns-support": true,
      "security-group-referencing-support": false,
      "edge-locations": [
        { location: "eu-west-1", asn: 64512, "inside-cidr-blocks": ["10.0.0.0/24"] },
        { location: "us-east-1", asn: 64513 },
      ],
    },
    segments: [
      {
        name: "prod",
        description: "d",
        "edge-locations": ["eu-west-1"],
        "isolate-attachments": true,
        "require-attachment-acceptance": true,
        "deny-filter": ["dev"],
      },
      { name: "dev", "allow-filter": ["shared"] },
      { name: "shared" },
    ],
    "network-function-groups": [{ name: "inspection", description: "d", "require-attachment-acceptance": true }],
    "segment-actions": [
      {
        action: "share",
        mode: "attachment-route",
        segment: "shared",
        "share-with": "*",
        "routing-policy-names": ["noDefault"],
      },
      { action: "share", mode: "attachment-route", segment: "shared", "share-with": { except: ["prod"] } },
      {
        action: "create-route",
        segment: "prod",
        "destination-cidr-blocks": ["203.0.113.0/24", "2001:db8::/32"],
        destinations: ["blackhole"],
      },
      {
        action: "send-via",
        segment: "prod",
        mode: "single-hop",
        "when-sent-to": { segments: ["dev"] },
        via: {
          "network-function-groups": ["inspection"],
          "with-edge-overrides": [{ "edge-sets": [["eu-west-1", "us-east-1"]], "use-edge-location": "eu-west-1" }],
        },
      },
      { action: "send-to", segment: "prod", via: { "network-function-groups": ["inspection"] } },
      {
        action: "associate-routing-policy",
        segment: "prod",
        "edge-location-association": {
          "edge-location": "eu-west-1",
          "peer-edge-location": "us-east-1",
          "routing-policy-names": ["noDefault"],
        },
      },
    ],
    "attachment-policies": [
      {
        "rule-number": 10,
        description: "d",
        "condition-logic": "and",
        conditions: [
          { type: "any" },
          { type: "tag-exists", key: "k" },
          { type: "tag-value", operator: "begins-with", key: "k", value: "v" },
          { type: "tag-name", key: "k" },
          { type: "resource-id", operator: "contains", value: "vpc-" },
          { type: "region", operator: "equals", value: "eu-west-1" },
          { type: "account-id", operator: "not-equals", value: "111122223333" },
          { type: "account", operator: "equals", value: "444455556666" },
          { type: "attachment-type", operator: "equals", value: "vpn" },
        ],
        action: { "association-method": "constant", segment: "prod", "require-acceptance": true },
      },
      {
        "rule-number": 20,
        conditions: [{ type: "any" }],
        action: { "association-method": "tag", "tag-value-of-key": "segment" },
      },
      { "rule-number": 30, conditions: [{ type: "any" }], action: { "add-to-network-function-group": "inspection" } },
    ],
    "routing-policies": [
      {
        "routing-policy-name": "noDefault",
        "routing-policy-description": "d",
        "routing-policy-direction": "inbound",
        "routing-policy-number": 100,
        "routing-policy-rules": [
          rule(1, [{ type: "prefix-equals", value: "0.0.0.0/0" }], { type: "drop" }),
          rule(
            2,
            [
              { type: "prefix-in-cidr", value: "10.0.0.0/8" },
              { type: "prefix-in-prefix-list", value: "alias" },
            ],
            { type: "allow" },
          ),
          rule(3, [{ type: "asn-in-as-path", value: 65052 }], { type: "prepend-asn-list", value: [65500, 65501] }),
          rule(4, [{ type: "community-in-list", value: "65051:100" }], {
            type: "remove-asn-list",
            value: "65500 65501",
          }),
          rule(5, [{ type: "med-equals", value: "100" }], { type: "replace-asn-list", value: 65500 }),
          rule(6, [{ type: "med-equals", value: 100 }], { type: "add-community", value: ["65051:1", "65051:2"] }),
          rule(7, [{ type: "med-equals", value: 100 }], { type: "remove-community", value: "65051:1" }),
          rule(8, [{ type: "med-equals", value: 100 }], { type: "set-med", value: 50 }),
          rule(9, [{ type: "med-equals", value: 100 }], { type: "set-local-preference", value: "1000" }),
          rule(10, [{ type: "med-equals", value: 100 }], { type: "summarize", value: "10.0.0.0/8" }),
        ],
      },
    ],
    "attachment-routing-policy-rules": [
      {
        "rule-number": 10,
        description: "d",
        "edge-locations": ["eu-west-1"],
        conditions: [{ type: "routing-policy-label", value: "spoke" }],
        action: { "associate-routing-policies": ["noDefault"] },
      },
    ],
  };
}

function rule(number: number, conditions: unknown[], action: unknown): unknown {
  return {
    "rule-number": number,
    "rule-definition": { "condition-logic": "or", "match-conditions": conditions, action },
  };
}

/** Sets what a path of keys and indices leads to; `undefined` takes it out. */
export function mutated(path: string, value: unknown): Loose {
  const document = wholePolicy();
  const steps = [...path.matchAll(/[^.[\]]+/g)].map(([step]) => step);
  const last = steps.pop() ?? "";
  const at = steps.reduce<Loose>((inner, step) => inner[step] as Loose, document);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return document;
}
