import { z } from "zod";
import { call } from "../call.ts";
import { flag, listOf, maybeText, tagList, text } from "../shapes.ts";

const attachments = listOf(z.object({ State: maybeText, VpcId: maybeText }));

export const INTERNET_GATEWAYS = call(
  "ec2 describe-internet-gateways",
  "InternetGateways",
  z.object({ InternetGatewayId: text, OwnerId: maybeText, Attachments: attachments, Tags: tagList }),
  { id: (gateway) => gateway.InternetGatewayId },
);

export const EGRESS_ONLY_GATEWAYS = call(
  "ec2 describe-egress-only-internet-gateways",
  "EgressOnlyInternetGateways",
  z.object({ EgressOnlyInternetGatewayId: text, Attachments: attachments, Tags: tagList }),
  { id: (gateway) => gateway.EgressOnlyInternetGatewayId },
);

export const NAT_GATEWAYS = call(
  "ec2 describe-nat-gateways",
  "NatGateways",
  z.object({
    NatGatewayId: text,
    VpcId: text,
    SubnetId: maybeText,
    State: text,
    ConnectivityType: maybeText,
    AvailabilityMode: maybeText,
    RouteTableId: maybeText,
    NatGatewayAddresses: listOf(
      z.object({
        PublicIp: maybeText,
        PrivateIp: maybeText,
        NetworkInterfaceId: maybeText,
        IsPrimary: flag,
        AvailabilityZone: maybeText,
      }),
    ),
    Tags: tagList,
  }),
  { id: (gateway) => gateway.NatGatewayId },
);

const side = z.object({ VpcId: maybeText, OwnerId: maybeText, Region: maybeText });

export const PEERINGS = call(
  "ec2 describe-vpc-peering-connections",
  "VpcPeeringConnections",
  z.object({
    VpcPeeringConnectionId: text,
    AccepterVpcInfo: side,
    RequesterVpcInfo: side,
    Status: z.object({ Code: text }),
    Tags: tagList,
  }),
  { id: (peering) => peering.VpcPeeringConnectionId },
);

export const ENDPOINTS = call(
  "ec2 describe-vpc-endpoints",
  "VpcEndpoints",
  z.object({
    VpcEndpointId: text,
    VpcEndpointType: text,
    VpcId: text,
    OwnerId: maybeText,
    ServiceName: maybeText,
    ResourceConfigurationArn: maybeText,
    ServiceNetworkArn: maybeText,
    State: maybeText,
    SubnetIds: listOf(text),
    RouteTableIds: listOf(text),
    NetworkInterfaceIds: listOf(text),
    Groups: listOf(z.object({ GroupId: text })),
    Tags: tagList,
  }),
  { id: (endpoint) => endpoint.VpcEndpointId },
);
