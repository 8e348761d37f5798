import { z } from "zod";
import { call, type RawItem } from "../call.ts";
import { flag, listOf, maybeText, tagList, text } from "../shapes.ts";

const coreNetwork = z.object({
  CoreNetworkId: text,
  CoreNetworkArn: maybeText,
  OwnerAccountId: maybeText,
  State: maybeText,
  Tags: tagList,
});

export const CORE_NETWORKS = call("networkmanager list-core-networks", "CoreNetworks", coreNetwork, {
  extent: "once",
  id: (network) => network.CoreNetworkId,
});
export const CORE_NETWORK = call("networkmanager get-core-network", "CoreNetwork", coreNetwork, {
  extent: "once",
  id: (network) => network.CoreNetworkId,
  unfold: (value) => [{ path: "$.CoreNetwork", value }],
});

export const CORE_NETWORK_POLICY = call(
  "networkmanager get-core-network-policy",
  "CoreNetworkPolicy",
  z.object({
    CoreNetworkId: text,
    PolicyVersionId: z.number().int().min(1),
    Alias: maybeText,
    /** AWS answers with a string of JSON; some write the document itself. */
    PolicyDocument: z.union([z.string(), z.record(z.string(), z.unknown())]),
  }),
  { extent: "once", unfold: (value) => [{ path: "$.CoreNetworkPolicy", value }] },
);

const attachment = z.object({
  CoreNetworkId: text,
  CoreNetworkArn: maybeText,
  AttachmentId: text,
  OwnerAccountId: maybeText,
  AttachmentType: text,
  State: text,
  EdgeLocation: maybeText,
  EdgeLocations: listOf(text),
  ResourceArn: maybeText,
  SegmentName: maybeText,
  NetworkFunctionGroupName: maybeText,
  RoutingPolicyLabel: maybeText,
  Tags: tagList,
});
export type AttachmentItem = z.infer<typeof attachment>;

export const CORE_ATTACHMENTS = call("networkmanager list-attachments", "Attachments", attachment, {
  extent: "once",
  id: (one) => one.AttachmentId,
  matches: (value) =>
    !Array.isArray(value) ||
    value.every((item: unknown) => typeof item === "object" && item !== null && "AttachmentId" in item),
});

const single =
  (key: string) =>
  (value: unknown): readonly RawItem[] => [{ path: `$.${key}`, value }];

export const CORE_VPC_ATTACHMENT = call(
  "networkmanager get-vpc-attachment",
  "VpcAttachment",
  z.object({
    Attachment: attachment,
    SubnetArns: listOf(text),
    Options: z
      .object({ Ipv6Support: flag, ApplianceModeSupport: flag, SecurityGroupReferencingSupport: flag })
      .nullish(),
  }),
  { extent: "once", id: (one) => one.Attachment.AttachmentId, unfold: single("VpcAttachment") },
);

/** Answers about one attachment of another kind; what they hold beyond the attachment is not used. */
export const CORE_OTHER_ATTACHMENTS = [
  ["networkmanager get-site-to-site-vpn-attachment", "SiteToSiteVpnAttachment"],
  ["networkmanager get-connect-attachment", "ConnectAttachment"],
  ["networkmanager get-direct-connect-gateway-attachment", "DirectConnectGatewayAttachment"],
  ["networkmanager get-transit-gateway-route-table-attachment", "TransitGatewayRouteTableAttachment"],
].map(([name = "", key = ""]) =>
  call(name, key, z.object({ Attachment: attachment }), {
    extent: "once",
    id: (one) => one.Attachment.AttachmentId,
    unfold: single(key),
  }),
);

export const CORE_ROUTES = call(
  "networkmanager get-network-routes",
  "NetworkRoutes",
  z.object({
    DestinationCidrBlock: maybeText,
    Destinations: listOf(z.object({ CoreNetworkAttachmentId: maybeText, SegmentName: maybeText })),
    State: maybeText,
    Type: maybeText,
  }),
  { extent: "once" },
);

export const CORE_ROUTING_INFORMATION = call(
  "networkmanager list-core-network-routing-information",
  "CoreNetworkRoutingInformation",
  z.object({
    Prefix: text,
    NextHop: z.object({ CoreNetworkAttachmentId: maybeText }).nullish(),
    LocalPreference: z.union([z.string(), z.number()]).nullish(),
    Med: z.union([z.string(), z.number()]).nullish(),
    AsPath: listOf(z.union([z.string(), z.number()])),
    Communities: listOf(z.string()),
  }),
  { extent: "once" },
);
