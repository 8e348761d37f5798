import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { CoreAttachment } from "../place/attachment.ts";
import { placeCoreAttachment, rulesInOrder } from "../place/place.ts";
import { sharesInto } from "../routing/shares.ts";

/** What AWS's change set speaks of (aws-domain A4). */
export type ChangeType =
  | "CORE_NETWORK_CONFIGURATION"
  | "CORE_NETWORK_EDGE"
  | "CORE_NETWORK_SEGMENT"
  | "NETWORK_FUNCTION_GROUP"
  | "ATTACHMENT_MAPPING"
  | "ATTACHMENT_ROUTE_PROPAGATION"
  | "ATTACHMENT_ROUTE_STATIC"
  | "ROUTING_POLICY"
  | "ROUTING_POLICY_SEGMENT_ASSOCIATION"
  | "ROUTING_POLICY_EDGE_ASSOCIATION"
  | "ROUTING_POLICY_ATTACHMENT_ASSOCIATION"
  | "SEGMENTS_CONFIGURATION"
  | "SEGMENT_ACTIONS_CONFIGURATION"
  | "ATTACHMENT_POLICIES_CONFIGURATION";

/** One thing that a policy makes, with the values that AWS would list for it. */
export interface Item {
  readonly type: ChangeType;
  readonly identifier: string;
  /** As AWS writes it: `CORE_NETWORK_SEGMENT/us-east-1/devsegment`. */
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Everything that a policy makes; two policies differ where their inventories do. */
export function inventory(policy: CoreNetworkPolicy, attachments: readonly CoreAttachment[]): Item[] {
  const edges = policy.configuration["edge-locations"];
  return [
    configuration(policy),
    ...edges.map(({ location, asn, "inside-cidr-blocks": inside }) =>
      item("CORE_NETWORK_EDGE", location, [], {
        EdgeLocations: [location],
        Asn: asn ?? null,
        InsideCidrBlocks: inside ?? [],
      }),
    ),
    ...segments(policy),
    ...policy.functionGroups.flatMap((group) =>
      edges.map(({ location }) =>
        item("NETWORK_FUNCTION_GROUP", group.name, [location], {
          NetworkFunctionGroupName: group.name,
          EdgeLocations: [location],
          RequireAttachmentAcceptance: group["require-attachment-acceptance"] ?? true,
        }),
      ),
    ),
    ...statics(policy),
    ...routingPolicies(policy),
    ...attachments.flatMap((attachment) => ofAttachment(policy, attachment)),
    ...sections(policy),
  ];
}

function item(type: ChangeType, identifier: string, between: readonly string[], values: Item["values"]): Item {
  return { type, identifier, path: [type, ...between, identifier].join("/"), values };
}

function configuration({ configuration: given }: CoreNetworkPolicy): Item {
  return item("CORE_NETWORK_CONFIGURATION", "core-network-configuration", [], {
    AsnRanges: given["asn-ranges"],
    InsideCidrBlocks: given["inside-cidr-blocks"] ?? [],
    VpnEcmpSupport: given["vpn-ecmp-support"] ?? true,
    DnsSupport: given["dns-support"] ?? true,
    SecurityGroupReferencingSupport: given["security-group-referencing-support"] ?? false,
  });
}

function segments(policy: CoreNetworkPolicy): Item[] {
  const shares = sharesInto(policy);
  const all = policy.configuration["edge-locations"].map(({ location }) => location);
  return policy.segments.flatMap((segment) => {
    const actions = policy.segmentActions.flatMap((action) =>
      (action.action === "send-via" || action.action === "send-to") && action.segment === segment.name
        ? [
            {
              Action: action.action,
              Mode: action.action === "send-via" ? action.mode : null,
              WhenSentTo: action.action === "send-via" ? (action["when-sent-to"] ?? null) : null,
              Via: action.via,
            },
          ]
        : [],
    );
    return (segment["edge-locations"] ?? all).map((edge) =>
      item("CORE_NETWORK_SEGMENT", segment.name, [edge], {
        SegmentName: segment.name,
        EdgeLocations: [edge],
        SharedSegments: shares
          .filter(({ to }) => to === segment.name)
          .map(({ from }) => from)
          .sort(),
        ServiceInsertionActions: actions,
        IsolateAttachments: segment["isolate-attachments"] ?? false,
        RequireAttachmentAcceptance: segment["require-attachment-acceptance"] ?? true,
      }),
    );
  });
}

function statics(policy: CoreNetworkPolicy): Item[] {
  return policy.segmentActions.flatMap((action) => {
    if (action.action !== "create-route") return [];
    return action["destination-cidr-blocks"].map((cidr) =>
      item("ATTACHMENT_ROUTE_STATIC", cidr, [action.segment], {
        SegmentName: action.segment,
        Cidr: cidr,
        DestinationIdentifier: action.destinations.toSorted().join(","),
      }),
    );
  });
}

function routingPolicies(policy: CoreNetworkPolicy): Item[] {
  const policies = policy.routingPolicies.map((each) =>
    item("ROUTING_POLICY", each["routing-policy-name"], [], {
      RoutingPolicyDirection: each["routing-policy-direction"],
      RoutingPolicy: { number: each["routing-policy-number"], rules: each["routing-policy-rules"] },
    }),
  );
  const shares = sharesInto(policy).flatMap(({ from, to, outbound, inbound }) => {
    const acts = (name: string, direction: string) =>
      policy.routingPolicies.some(
        (each) => each["routing-policy-name"] === name && each["routing-policy-direction"] === direction,
      );
    const names = [
      ...outbound.filter((name) => acts(name, "outbound")),
      ...inbound.filter((name) => acts(name, "inbound")),
    ];
    if (names.length === 0) return [];
    return [
      item("ROUTING_POLICY_SEGMENT_ASSOCIATION", to, [from], {
        SegmentName: to,
        SharedSegments: [from],
        RoutingPolicyAssociationDetails: names,
      }),
    ];
  });
  const pairs = policy.segmentActions.flatMap((action) => {
    if (action.action !== "associate-routing-policy") return [];
    const {
      "edge-location": edge,
      "peer-edge-location": peer,
      "routing-policy-names": names,
    } = action["edge-location-association"];
    return [
      item("ROUTING_POLICY_EDGE_ASSOCIATION", peer, [action.segment, edge], {
        SegmentName: action.segment,
        EdgeLocations: [edge],
        PeerEdgeLocations: [peer],
        RoutingPolicyAssociationDetails: names,
      }),
    ];
  });
  const labels = policy.attachmentRoutingRules.map((rule) =>
    item("ROUTING_POLICY_ATTACHMENT_ASSOCIATION", String(rule["rule-number"]), [], {
      Labels: rule.conditions.map(({ value }) => value),
      EdgeLocations: rule["edge-locations"] ?? null,
      RoutingPolicyAssociationDetails: rule.action["associate-routing-policies"],
    }),
  );
  return [...policies, ...shares, ...pairs, ...labels];
}

function ofAttachment(policy: CoreNetworkPolicy, attachment: CoreAttachment): Item[] {
  const placement = placeCoreAttachment(policy, attachment);
  if (placement.state !== "placed") return [];
  const mapping = item("ATTACHMENT_MAPPING", attachment.id, placement.edges, {
    AttachmentId: attachment.id,
    SegmentName: placement.segment,
    NetworkFunctionGroupName: placement.function_group,
    AttachmentPolicyRuleNumber: ruleNumber(policy, placement.rule),
  });
  const { segment } = placement;
  if (segment === null) return [mapping];
  const isolated = policy.segments.find(({ name }) => name === segment)?.["isolate-attachments"] ?? false;
  const learning = sharesInto(policy)
    .filter(({ from }) => from === segment)
    .map(({ to }) => to);
  const own = isolated && attachment.type !== "transit-gateway-route-table" ? [] : [segment];
  return [
    mapping,
    ...[...own, ...learning].map((into) =>
      item("ATTACHMENT_ROUTE_PROPAGATION", attachment.id, [into], { AttachmentId: attachment.id, SegmentName: into }),
    ),
  ];
}

function ruleNumber(policy: CoreNetworkPolicy, path: string | null): number | null {
  return rulesInOrder(policy).find((each) => each.path === path)?.rule["rule-number"] ?? null;
}

/** The document's own sections, as the console compares them (aws-domain A7). */
function sections(policy: CoreNetworkPolicy): Item[] {
  return [
    item("SEGMENTS_CONFIGURATION", "segments", [], { Segments: policy.segments }),
    item("SEGMENT_ACTIONS_CONFIGURATION", "segment-actions", [], { SegmentActions: policy.segmentActions }),
    item("ATTACHMENT_POLICIES_CONFIGURATION", "attachment-policies", [], {
      AttachmentPolicies: policy.attachmentRules,
    }),
  ];
}
