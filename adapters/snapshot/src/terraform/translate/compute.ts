import { ADDRESSES, INSTANCES, NETWORK_INTERFACES } from "../../aws/calls/compute.ts";
import { SUBNETS } from "../../aws/calls/vpc.ts";
import { listIn, type TerraformNetwork, type Translation, translation } from "../network.ts";
import type { Values } from "../resource.ts";

/** A subnet's VPC is added in the end: Terraform says it of no interface. */
const networkInterface = translation([NETWORK_INTERFACES], (values, network) => {
  const id = values.id();
  const fixed = values.maybeTexts("private_ips");
  const primary =
    values.maybeText("private_ip") ?? (fixed.length === 1 ? (fixed[0] ?? null) : values.text("private_ip"));
  network.put(NETWORK_INTERFACES, id, values, {
    NetworkInterfaceId: id,
    SubnetId: values.text("subnet_id"),
    OwnerId: values.maybeText("owner_id"),
    PrivateIpAddress: primary,
    PrivateIpAddresses: [...new Set([...(primary === null ? [] : [primary]), ...fixed])].map((PrivateIpAddress) => ({
      PrivateIpAddress,
      Primary: PrivateIpAddress === primary,
    })),
    Ipv6Addresses: values.maybeTexts("ipv6_addresses").map((Ipv6Address) => ({ Ipv6Address })),
    Ipv4Prefixes: values.maybeTexts("ipv4_prefixes").map((Ipv4Prefix) => ({ Ipv4Prefix })),
    Ipv6Prefixes: values.maybeTexts("ipv6_prefixes").map((Ipv6Prefix) => ({ Ipv6Prefix })),
    Groups: values.texts("security_groups").map((GroupId) => ({ GroupId })),
    Attachment: { InstanceId: values.maybeBlocks("attachment")[0]?.maybeText("instance") ?? null },
    Description: values.maybeText("description"),
    InterfaceType: values.maybeText("interface_type"),
    SourceDestCheck: values.maybeFlag("source_dest_check"),
    Status: "in-use",
    TagSet: values.tags(),
  });
});

/** Interfaces that have resources of their own, first the primary one. */
const ownInterfaces = (values: Values) =>
  values.maybeBlocks("network_interface").flatMap((block) => block.text("network_interface_id") ?? []);

const primaryOf = (values: Values) => values.maybeText("primary_network_interface_id") ?? `${values.address}/interface`;

const instance = translation([INSTANCES], (values, network) => {
  const id = values.id();
  const own = ownInterfaces(values);
  network.put(INSTANCES, id, values, {
    OwnerId: null,
    Instances: [
      {
        InstanceId: id,
        InstanceType: values.maybeText("instance_type"),
        SubnetId: values.maybeText("subnet_id"),
        State: { Name: values.maybeText("instance_state") ?? "running" },
        Placement: { AvailabilityZone: values.maybeText("availability_zone") },
        NetworkInterfaces: (own.length > 0 ? own : [primaryOf(values)]).map((one) => ({ NetworkInterfaceId: one })),
        Tags: values.tags(),
      },
    ],
  });
});

/** The interface that AWS makes with an instance. */
const instanceInterface = translation([NETWORK_INTERFACES], (values, network) => {
  const primary = primaryOf(values);
  if (ownInterfaces(values).length > 0 || network.has(NETWORK_INTERFACES, primary)) return;
  network.put(NETWORK_INTERFACES, primary, values, {
    NetworkInterfaceId: primary,
    SubnetId: values.text("subnet_id"),
    PrivateIpAddress: values.text("private_ip"),
    Association: { PublicIp: values.text("public_ip") },
    PrivateIpAddresses: values.maybeTexts("secondary_private_ips").map((PrivateIpAddress) => ({ PrivateIpAddress })),
    Ipv6Addresses: values.texts("ipv6_addresses").map((Ipv6Address) => ({ Ipv6Address })),
    Groups: values.texts("vpc_security_group_ids").map((GroupId) => ({ GroupId })),
    Attachment: { InstanceId: values.id() },
    Description: "",
    InterfaceType: "interface",
    SourceDestCheck: values.maybeFlag("source_dest_check"),
    Status: "in-use",
  });
});

const address = translation([ADDRESSES], (values, network) => {
  if (values.maybeText("network_interface") === null && values.maybeText("public_ip") === null) return;
  network.put(ADDRESSES, values.id(), values, {
    PublicIp: values.maybeText("public_ip"),
    PrivateIpAddress: values.maybeText("private_ip"),
    NetworkInterfaceId: values.maybeText("network_interface"),
  });
});

const addressAssociation = translation([ADDRESSES], (values, network) => {
  network.put(ADDRESSES, values.id(), values, {
    PublicIp: values.text("public_ip"),
    PrivateIpAddress: values.text("private_ip_address"),
    NetworkInterfaceId: values.text("network_interface_id"),
  });
});

const groupAttachment = translation([NETWORK_INTERFACES], (values, network) => {
  const id = values.text("network_interface_id");
  const group = { GroupId: values.text("security_group_id") };
  if (id !== null) network.append(NETWORK_INTERFACES, id, "Groups", group, values);
});

/** The VPC of interfaces and instances, by their subnets. */
export function completeCompute(network: TerraformNetwork): void {
  const vpcs = new Map(network.each(SUBNETS).map(({ item }) => [item["SubnetId"], item["VpcId"]]));
  for (const { item } of network.each(NETWORK_INTERFACES)) item["VpcId"] ??= vpcs.get(item["SubnetId"]);
  const subnets = new Map(
    network.each(NETWORK_INTERFACES).map(({ item }) => [item["NetworkInterfaceId"], item["SubnetId"]]),
  );
  for (const { item } of network.each(INSTANCES)) {
    const instances = listIn(item, "Instances");
    for (const one of instances) {
      one["SubnetId"] ??= subnets.get(listIn(one, "NetworkInterfaces")[0]?.["NetworkInterfaceId"]);
      one["VpcId"] ??= vpcs.get(one["SubnetId"]);
    }
  }
}

export const COMPUTE_TYPES: Readonly<Record<string, Translation | readonly Translation[]>> = {
  aws_network_interface: networkInterface,
  aws_network_interface_sg_attachment: groupAttachment,
  aws_instance: [instance, instanceInterface],
  aws_eip: address,
  aws_eip_association: addressAssociation,
};
