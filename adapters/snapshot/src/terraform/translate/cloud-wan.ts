import {
  CORE_ATTACHMENTS,
  CORE_NETWORK,
  CORE_NETWORK_POLICY,
  CORE_NETWORKS,
  CORE_VPC_ATTACHMENT,
} from "../../aws/calls/cloud-wan.ts";
import { type Translation, translation } from "../network.ts";
import type { Values } from "../resource.ts";

const coreNetwork = translation([CORE_NETWORKS, CORE_NETWORK_POLICY], (values, network) => {
  const id = values.id();
  const item = {
    CoreNetworkId: id,
    CoreNetworkArn: values.maybeText("arn"),
    State: values.maybeText("state"),
    Tags: values.tags(),
  };
  network.put(CORE_NETWORKS, id, values, item);
  network.put(CORE_NETWORK, id, values, item);
  const base = values.maybeText("base_policy_document");
  if (base !== null && !network.has(CORE_NETWORK_POLICY, id)) {
    network.put(CORE_NETWORK_POLICY, id, values, { CoreNetworkId: id, PolicyVersionId: 1, PolicyDocument: base });
  }
});

const policyAttachment = translation([CORE_NETWORK_POLICY], (values, network) => {
  const id = values.text("core_network_id") ?? "";
  // Terraform does not say which version it has made; it puts each into force.
  network.put(CORE_NETWORK_POLICY, id, values, {
    CoreNetworkId: id,
    PolicyVersionId: 1,
    Alias: "LIVE",
    PolicyDocument: values.text("policy_document"),
  });
});

function attachmentOf(values: Values, AttachmentType: string, resource: string): Record<string, unknown> {
  return {
    CoreNetworkId: values.text("core_network_id"),
    CoreNetworkArn: values.maybeText("core_network_arn"),
    AttachmentId: values.id(),
    OwnerAccountId: values.maybeText("owner_account_id"),
    AttachmentType,
    State: values.maybeText("state") ?? "AVAILABLE",
    EdgeLocation: values.maybeText("edge_location"),
    EdgeLocations: values.maybeTexts("edge_locations"),
    ResourceArn: values.text(resource),
    SegmentName: values.text("segment_name"),
    RoutingPolicyLabel: values.maybeText("routing_policy_label"),
    Tags: values.tags(),
  };
}

const vpcAttachment = translation([CORE_ATTACHMENTS, CORE_VPC_ATTACHMENT], (values, network) => {
  const id = values.id();
  const Attachment = attachmentOf(values, "VPC", "vpc_arn");
  network.put(CORE_ATTACHMENTS, id, values, Attachment);
  const [options] = values.maybeBlocks("options");
  network.put(CORE_VPC_ATTACHMENT, id, values, {
    Attachment,
    SubnetArns: values.texts("subnet_arns"),
    Options: options && {
      Ipv6Support: options.maybeFlag("ipv6_support"),
      ApplianceModeSupport: options.maybeFlag("appliance_mode_support"),
      SecurityGroupReferencingSupport: options.maybeFlag("security_group_referencing_support"),
    },
  });
});

function otherAttachment(type: string, resource: string): Translation {
  return translation([CORE_ATTACHMENTS], (values, network) => {
    network.put(CORE_ATTACHMENTS, values.id(), values, attachmentOf(values, type, resource));
  });
}

export const CLOUD_WAN_TYPES: Readonly<Record<string, Translation>> = {
  aws_networkmanager_core_network: coreNetwork,
  aws_networkmanager_core_network_policy_attachment: policyAttachment,
  aws_networkmanager_vpc_attachment: vpcAttachment,
  aws_networkmanager_site_to_site_vpn_attachment: otherAttachment("SITE_TO_SITE_VPN", "vpn_connection_arn"),
  aws_networkmanager_connect_attachment: otherAttachment("CONNECT", "transport_attachment_id"),
  aws_networkmanager_dx_gateway_attachment: otherAttachment("DIRECT_CONNECT_GATEWAY", "direct_connect_gateway_arn"),
  aws_networkmanager_transit_gateway_route_table_attachment: otherAttachment(
    "TRANSIT_GATEWAY_ROUTE_TABLE",
    "transit_gateway_route_table_arn",
  ),
};
