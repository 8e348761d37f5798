import { NETWORK_INTERFACES } from "../../aws/calls/compute.ts";
import { PREFIX_LISTS } from "../../aws/calls/filters.ts";
import {
  EGRESS_ONLY_GATEWAYS,
  ENDPOINTS,
  INTERNET_GATEWAYS,
  NAT_GATEWAYS,
  PEERINGS,
} from "../../aws/calls/gateways.ts";
import { ROUTE_TABLES, SUBNETS } from "../../aws/calls/vpc.ts";
import { type TerraformNetwork, type Translation, translation } from "../network.ts";

function attachedTo(vpc: string | null) {
  return vpc === null ? [] : [{ State: "available", VpcId: vpc }];
}

const internetGateway = translation([INTERNET_GATEWAYS], (values, network) => {
  const id = values.id();
  network.put(INTERNET_GATEWAYS, id, values, {
    InternetGatewayId: id,
    Attachments: attachedTo(values.text("vpc_id")),
    Tags: values.tags(),
  });
});

const internetGatewayAttachment = translation([INTERNET_GATEWAYS], (values, network) => {
  const id = values.text("internet_gateway_id");
  const one = { State: "available", VpcId: values.text("vpc_id") };
  if (id !== null) network.append(INTERNET_GATEWAYS, id, "Attachments", one, values);
});

const egressOnlyGateway = translation([EGRESS_ONLY_GATEWAYS], (values, network) => {
  const id = values.id();
  network.put(EGRESS_ONLY_GATEWAYS, id, values, {
    EgressOnlyInternetGatewayId: id,
    Attachments: attachedTo(values.text("vpc_id")),
    Tags: values.tags(),
  });
});

const natGateway = translation([NAT_GATEWAYS], (values, network) => {
  const id = values.id();
  const regional = values.maybeText("availability_mode") === "regional";
  network.put(NAT_GATEWAYS, id, values, {
    NatGatewayId: id,
    SubnetId: regional ? null : values.text("subnet_id"),
    VpcId: regional ? values.text("vpc_id") : null,
    State: "available",
    ConnectivityType: values.maybeText("connectivity_type"),
    AvailabilityMode: values.maybeText("availability_mode"),
    RouteTableId: values.maybeText("route_table_id"),
    NatGatewayAddresses: [
      {
        PublicIp: values.text("public_ip"),
        PrivateIp: values.text("private_ip"),
        NetworkInterfaceId: values.maybeText("network_interface_id"),
        IsPrimary: true,
      },
    ],
    Tags: values.tags(),
  });
  const own = values.maybeText("network_interface_id");
  if (own === null) return;
  network.put(NETWORK_INTERFACES, own, values, {
    NetworkInterfaceId: own,
    SubnetId: values.text("subnet_id"),
    PrivateIpAddress: values.text("private_ip"),
    Association: { PublicIp: values.text("public_ip") },
    Groups: [],
    Description: `Interface for NAT Gateway ${id}`,
    InterfaceType: "nat_gateway",
    SourceDestCheck: false,
    Status: "in-use",
  });
});

const peering = translation([PEERINGS], (values, network) => {
  const id = values.id();
  network.put(PEERINGS, id, values, {
    VpcPeeringConnectionId: id,
    RequesterVpcInfo: { VpcId: values.text("vpc_id") },
    AccepterVpcInfo: { VpcId: values.text("peer_vpc_id"), Region: values.maybeText("peer_region") },
    // One that is planned and accepts itself will be active.
    Status: {
      Code: values.maybeText("accept_status") ?? (values.flag("auto_accept") ? "active" : "pending-acceptance"),
    },
    Tags: values.tags(),
  });
});

const endpoint = translation([ENDPOINTS], (values, network) => {
  const id = values.id();
  const tables = values.maybeTexts("route_table_ids");
  network.put(ENDPOINTS, id, values, {
    VpcEndpointId: id,
    VpcEndpointType: values.maybeText("vpc_endpoint_type") ?? "Gateway",
    VpcId: values.text("vpc_id"),
    ServiceName: values.maybeText("service_name"),
    ResourceConfigurationArn: values.maybeText("resource_configuration_arn"),
    ServiceNetworkArn: values.maybeText("service_network_arn"),
    State: values.maybeText("state"),
    SubnetIds: values.maybeTexts("subnet_ids"),
    RouteTableIds: tables,
    NetworkInterfaceIds: values.maybeTexts("network_interface_ids"),
    Groups: values.maybeTexts("security_group_ids").map((GroupId) => ({ GroupId })),
    Tags: values.tags(),
  });
});

/** What a gateway endpoint puts into its tables: a route to the addresses of its service, which AWS lists (R41). */
const endpointRoutes = translation([ROUTE_TABLES], (values, network) => {
  if ((values.maybeText("vpc_endpoint_type") ?? "Gateway") !== "Gateway") return;
  const tables = values.maybeTexts("route_table_ids");
  if (tables.length === 0) return;
  const known = values.maybeText("prefix_list_id");
  const list = known ?? plannedList(values.address);
  const route = { DestinationPrefixListId: list, GatewayId: values.id(), State: "active" };
  for (const table of tables) network.append(ROUTE_TABLES, table, "Routes", route, values);
  if (known === null) return;
  network.put(PREFIX_LISTS, list, values, {
    PrefixListId: list,
    PrefixListName: values.maybeText("service_name"),
    Cidrs: values.maybeTexts("cidr_blocks"),
  });
});

/** AWS has a list for the service and Terraform does not know which before it asks: an id of its own, which leads nowhere. */
function plannedList(address: string): string {
  return `pl-${address
    .toLowerCase()
    .replaceAll(/[^0-9a-z]+/g, "-")
    .slice(-60)}`;
}

/** NAT gateways name their subnet, which names the VPC. */
export function completeGateways(network: TerraformNetwork): void {
  const vpcs = new Map(network.each(SUBNETS).map(({ item }) => [item["SubnetId"], item["VpcId"]]));
  for (const { item } of network.each(NAT_GATEWAYS)) item["VpcId"] ??= vpcs.get(item["SubnetId"]);
}

export const GATEWAY_TYPES: Readonly<Record<string, Translation | readonly Translation[]>> = {
  aws_internet_gateway: internetGateway,
  aws_internet_gateway_attachment: internetGatewayAttachment,
  aws_egress_only_internet_gateway: egressOnlyGateway,
  aws_nat_gateway: natGateway,
  aws_vpc_peering_connection: peering,
  aws_vpc_endpoint: [endpoint, endpointRoutes],
};
