import { z } from "zod";
import { type Answer, call, idInPath, type RawItem } from "../call.ts";
import { count, flag, listOf, maybeText, tagList, text } from "../shapes.ts";

const TABLE = /tgw-rtb-[0-9a-f]+/;

export const TRANSIT_GATEWAYS = call(
  "ec2 describe-transit-gateways",
  "TransitGateways",
  z.object({
    TransitGatewayId: text,
    TransitGatewayArn: maybeText,
    OwnerId: maybeText,
    Options: z
      .object({ AmazonSideAsn: count, VpnEcmpSupport: maybeText, SecurityGroupReferencingSupport: maybeText })
      .nullish(),
    Tags: tagList,
  }),
  { id: (gateway) => gateway.TransitGatewayId },
);

export const TRANSIT_ATTACHMENTS = call(
  "ec2 describe-transit-gateway-attachments",
  "TransitGatewayAttachments",
  z.object({
    TransitGatewayAttachmentId: text,
    TransitGatewayId: text,
    TransitGatewayOwnerId: maybeText,
    ResourceOwnerId: maybeText,
    ResourceType: text,
    ResourceId: maybeText,
    State: text,
    Association: z.object({ TransitGatewayRouteTableId: maybeText, State: maybeText }).nullish(),
    Tags: tagList,
  }),
  // Both ends of a peering go by one id.
  { id: (one) => `${one.TransitGatewayAttachmentId}@${one.TransitGatewayId}` },
);

export const TRANSIT_VPC_ATTACHMENTS = call(
  "ec2 describe-transit-gateway-vpc-attachments",
  "TransitGatewayVpcAttachments",
  z.object({
    TransitGatewayAttachmentId: text,
    TransitGatewayId: text,
    VpcId: maybeText,
    SubnetIds: listOf(text),
    Options: z
      .object({ ApplianceModeSupport: maybeText, Ipv6Support: maybeText, SecurityGroupReferencingSupport: maybeText })
      .nullish(),
  }),
  { id: (one) => one.TransitGatewayAttachmentId },
);

export const TRANSIT_ROUTE_TABLES = call(
  "ec2 describe-transit-gateway-route-tables",
  "TransitGatewayRouteTables",
  z.object({ TransitGatewayRouteTableId: text, TransitGatewayId: text, State: maybeText, Tags: tagList }),
  { id: (table) => table.TransitGatewayRouteTableId },
);

const propagation = z.object({ TransitGatewayAttachmentId: text, State: maybeText });

/** Batfish joins the answers of all tables under another key; the call's own key is read below. */
export const TRANSIT_PROPAGATIONS = call(
  "ec2 get-transit-gateway-route-table-propagations",
  "TransitGatewayPropagations",
  z.object({ TransitGatewayRouteTableId: text, TransitGatewayRouteTablePropagations: z.array(propagation) }),
);
export const TRANSIT_PROPAGATIONS_RAW = {
  ...TRANSIT_PROPAGATIONS,
  key: "TransitGatewayRouteTablePropagations",
  unfold: (value: unknown, answer: Answer, file: string): readonly RawItem[] => [
    {
      path: "$.TransitGatewayRouteTablePropagations",
      value: {
        TransitGatewayRouteTableId: answer["TransitGatewayRouteTableId"] ?? idInPath(file, TABLE),
        TransitGatewayRouteTablePropagations: value,
      },
    },
  ],
};

const transitRoute = z.object({
  DestinationCidrBlock: maybeText,
  PrefixListId: maybeText,
  TransitGatewayAttachments: listOf(z.object({ TransitGatewayAttachmentId: maybeText })),
  Type: text,
  State: text,
});

export const TRANSIT_ROUTES = call(
  "ec2 search-transit-gateway-routes",
  "TransitGatewayStaticRoutes",
  z.object({
    TransitGatewayRouteTableId: text,
    Routes: z.array(transitRoute),
    AdditionalRoutesAvailable: flag,
    /** Whether it is known that only static ones were asked for. */
    StaticOnly: flag,
  }),
  {
    unfold: (value) =>
      Array.isArray(value)
        ? value.map((item: unknown, i) => ({
            path: `$.TransitGatewayStaticRoutes[${i}]`,
            value: typeof item === "object" ? { ...item, StaticOnly: true } : item,
          }))
        : null,
  },
);
export const TRANSIT_ROUTES_RAW = {
  ...TRANSIT_ROUTES,
  key: "Routes",
  matches: (_: unknown, answer: Answer) => !("RouteTableId" in answer),
  unfold: (value: unknown, answer: Answer, file: string): readonly RawItem[] => [
    {
      path: "$.Routes",
      value: {
        TransitGatewayRouteTableId: answer["TransitGatewayRouteTableId"] ?? idInPath(file, TABLE),
        Routes: value,
        AdditionalRoutesAvailable: answer["AdditionalRoutesAvailable"],
        StaticOnly: /static/i.test(file.slice(file.lastIndexOf("/") + 1)),
      },
    },
  ],
};

export const TRANSIT_ASSOCIATIONS = call(
  "ec2 get-transit-gateway-route-table-associations",
  "Associations",
  z.object({ TransitGatewayRouteTableId: text, Associations: z.array(propagation) }),
  {
    matches: (value) =>
      Array.isArray(value) &&
      value.every(
        (item: unknown) =>
          typeof item === "object" &&
          item !== null &&
          "TransitGatewayAttachmentId" in item &&
          !("TransitGatewayPolicyTableId" in item),
      ),
    unfold: (value, answer, file) => [
      {
        path: "$.Associations",
        value: {
          TransitGatewayRouteTableId: answer["TransitGatewayRouteTableId"] ?? idInPath(file, TABLE),
          Associations: value,
        },
      },
    ],
  },
);

export const TRANSIT_POLICY_TABLES = call(
  "ec2 describe-transit-gateway-policy-tables",
  "TransitGatewayPolicyTables",
  z.object({ TransitGatewayPolicyTableId: text, TransitGatewayId: text, State: maybeText }),
  { id: (table) => table.TransitGatewayPolicyTableId },
);

export const TRANSIT_POLICY_ASSOCIATIONS = call(
  "ec2 get-transit-gateway-policy-table-associations",
  "Associations",
  z.object({ TransitGatewayPolicyTableId: text, TransitGatewayAttachmentId: text, State: maybeText }),
  {
    matches: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every(
        (item: unknown) => typeof item === "object" && item !== null && "TransitGatewayPolicyTableId" in item,
      ),
  },
);
