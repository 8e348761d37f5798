import {
  TRANSIT_ATTACHMENTS,
  TRANSIT_GATEWAYS,
  TRANSIT_PROPAGATIONS,
  TRANSIT_ROUTE_TABLES,
  TRANSIT_ROUTES,
  TRANSIT_VPC_ATTACHMENTS,
} from "../../aws/calls/transit.ts";
import type { TerraformNetwork } from "../network.ts";
import { type Translation, translation } from "../network.ts";
import type { Values } from "../resource.ts";

function putTable(network: TerraformNetwork, values: Values, id: string, gateway: string | null): void {
  network.put(TRANSIT_ROUTE_TABLES, id, values, {
    TransitGatewayRouteTableId: id,
    TransitGatewayId: gateway,
    Tags: values.tags(),
  });
  network.put(TRANSIT_PROPAGATIONS, id, values, {
    TransitGatewayRouteTableId: id,
    TransitGatewayRouteTablePropagations: [],
  });
  // Terraform knows static routes alone: what is propagated follows from the propagations.
  network.put(TRANSIT_ROUTES, id, values, { TransitGatewayRouteTableId: id, Routes: [], StaticOnly: true });
}

const gateway = translation([TRANSIT_GATEWAYS, TRANSIT_ROUTE_TABLES], (values, network) => {
  const id = values.id();
  network.put(TRANSIT_GATEWAYS, id, values, {
    TransitGatewayId: id,
    TransitGatewayArn: values.maybeText("arn"),
    OwnerId: values.maybeText("owner_id"),
    Options: {
      AmazonSideAsn: values.maybeNumber("amazon_side_asn"),
      VpnEcmpSupport: values.maybeText("vpn_ecmp_support"),
      SecurityGroupReferencingSupport: values.maybeText("security_group_referencing_support"),
    },
    Tags: values.tags(),
  });
  for (const [option, name] of [
    ["default_route_table_association", "association_default_route_table_id"],
    ["default_route_table_propagation", "propagation_default_route_table_id"],
  ] as const) {
    if (values.maybeText(option) === "disable") continue;
    const table = values.maybeText(name) ?? `${values.address}/default`;
    if (!network.has(TRANSIT_ROUTE_TABLES, table)) putTable(network, values, table, id);
  }
});

const vpcAttachment = translation(
  [TRANSIT_ATTACHMENTS, TRANSIT_VPC_ATTACHMENTS, TRANSIT_PROPAGATIONS],
  (values, network) => {
    const id = values.id();
    const own = { TransitGatewayAttachmentId: id, TransitGatewayId: values.text("transit_gateway_id") };
    network.put(TRANSIT_ATTACHMENTS, id, values, {
      ...own,
      ResourceOwnerId: values.maybeText("vpc_owner_id"),
      ResourceType: "vpc",
      ResourceId: values.text("vpc_id"),
      State: "available",
      DefaultAssociation: values.maybeFlag("transit_gateway_default_route_table_association"),
      DefaultPropagation: values.maybeFlag("transit_gateway_default_route_table_propagation"),
      Tags: values.tags(),
    });
    network.put(TRANSIT_VPC_ATTACHMENTS, id, values, {
      ...own,
      VpcId: values.text("vpc_id"),
      SubnetIds: values.texts("subnet_ids"),
      Options: {
        ApplianceModeSupport: values.maybeText("appliance_mode_support"),
        Ipv6Support: values.maybeText("ipv6_support"),
        SecurityGroupReferencingSupport: values.maybeText("security_group_referencing_support"),
      },
    });
  },
);

const peeringAttachment = translation([TRANSIT_ATTACHMENTS], (values, network) => {
  const id = values.id();
  network.put(TRANSIT_ATTACHMENTS, id, values, {
    TransitGatewayAttachmentId: id,
    TransitGatewayId: values.text("transit_gateway_id"),
    ResourceType: "peering",
    ResourceId: values.text("peer_transit_gateway_id"),
    ResourceOwnerId: values.maybeText("peer_account_id"),
    State: values.maybeText("state") ?? "available",
    Tags: values.tags(),
  });
});

const table = translation([TRANSIT_ROUTE_TABLES, TRANSIT_PROPAGATIONS, TRANSIT_ROUTES], (values, network) => {
  putTable(network, values, values.id(), values.text("transit_gateway_id"));
});

const association = translation([TRANSIT_ATTACHMENTS], (values, network) => {
  const id = values.text("transit_gateway_attachment_id");
  const TransitGatewayRouteTableId = values.text("transit_gateway_route_table_id");
  if (id !== null) network.append(TRANSIT_ATTACHMENTS, id, "Associations", { TransitGatewayRouteTableId }, values);
});

const propagation = translation([TRANSIT_PROPAGATIONS], (values, network) => {
  const id = values.text("transit_gateway_route_table_id");
  const one = { TransitGatewayAttachmentId: values.text("transit_gateway_attachment_id"), State: "enabled" };
  if (id !== null) network.append(TRANSIT_PROPAGATIONS, id, "TransitGatewayRouteTablePropagations", one, values);
});

const route = translation([TRANSIT_ROUTES], (values, network) => {
  const id = values.text("transit_gateway_route_table_id");
  const attachment = values.text("transit_gateway_attachment_id");
  const one = {
    DestinationCidrBlock: values.text("destination_cidr_block"),
    TransitGatewayAttachments: attachment === null ? [] : [{ TransitGatewayAttachmentId: attachment }],
    Type: "static",
    State: values.flag("blackhole") ? "blackhole" : "active",
  };
  if (id !== null) network.append(TRANSIT_ROUTES, id, "Routes", one, values);
});

/** A new attachment is associated with its gateway's default table and put into it, unless it says otherwise. */
export function completeTransit(network: TerraformNetwork): void {
  const defaults = new Map<unknown, { association: string | null; propagation: string | null }>();
  for (const { item, values } of network.each(TRANSIT_GATEWAYS)) {
    const of = (option: string, name: string) =>
      values.maybeText(option) === "disable" ? null : (values.maybeText(name) ?? `${values.address}/default`);
    defaults.set(item["TransitGatewayId"], {
      association: of("default_route_table_association", "association_default_route_table_id"),
      propagation: of("default_route_table_propagation", "propagation_default_route_table_id"),
    });
  }
  for (const { item, values } of network.each(TRANSIT_ATTACHMENTS)) {
    const [own] = Array.isArray(item["Associations"]) ? (item["Associations"] as Record<string, unknown>[]) : [];
    const standard = item["ResourceType"] === "vpc" ? defaults.get(item["TransitGatewayId"]) : undefined;
    const byDefault = item["DefaultAssociation"] === false ? null : standard?.association;
    const associated = own?.["TransitGatewayRouteTableId"] ?? byDefault ?? null;
    item["Association"] = associated === null ? null : { TransitGatewayRouteTableId: associated, State: "associated" };
    if (standard?.propagation && item["DefaultPropagation"] !== false) {
      const one = { TransitGatewayAttachmentId: item["TransitGatewayAttachmentId"], State: "enabled" };
      network.append(TRANSIT_PROPAGATIONS, standard.propagation, "TransitGatewayRouteTablePropagations", one, values);
    }
  }
}

export const TRANSIT_TYPES: Readonly<Record<string, Translation>> = {
  aws_ec2_transit_gateway: gateway,
  aws_ec2_transit_gateway_vpc_attachment: vpcAttachment,
  aws_ec2_transit_gateway_peering_attachment: peeringAttachment,
  aws_ec2_transit_gateway_route_table: table,
  aws_ec2_transit_gateway_route_table_association: association,
  aws_ec2_transit_gateway_route_table_propagation: propagation,
  aws_ec2_transit_gateway_route: route,
};
