import {
  GROUP_VPC_ASSOCIATIONS,
  MANAGED_PREFIX_LISTS,
  NETWORK_ACLS,
  PREFIX_LIST_ENTRIES,
  SECURITY_GROUPS,
} from "../../aws/calls/filters.ts";
import { type Translation, translation } from "../network.ts";
import type { Values } from "../resource.ts";

/** `-1` and `all` are one; the provider writes ports 0 to 0 where there are none. */
function protocolOf(values: Values, name: string): string {
  const text = values.text(name) ?? "-1";
  return text === "all" ? "-1" : text;
}

function portsOf(values: Values, protocol: string): { FromPort: number | null; ToPort: number | null } {
  return protocol === "-1"
    ? { FromPort: null, ToPort: null }
    : { FromPort: values.number("from_port"), ToPort: values.number("to_port") };
}

function permission(values: Values, protocol: string, groups: readonly string[]): Record<string, unknown> {
  const Description = values.maybeText("description");
  return {
    IpProtocol: protocol,
    ...portsOf(values, protocol),
    IpRanges: values.maybeTexts("cidr_blocks").map((CidrIp) => ({ CidrIp, Description })),
    Ipv6Ranges: values.maybeTexts("ipv6_cidr_blocks").map((CidrIpv6) => ({ CidrIpv6, Description })),
    PrefixListIds: values.maybeTexts("prefix_list_ids").map((PrefixListId) => ({ PrefixListId, Description })),
    UserIdGroupPairs: groups.map((GroupId) => ({ GroupId, Description })),
  };
}

/** Another account's group is written `<account>/<group>`. */
const groupId = (text: string) => text.slice(text.lastIndexOf("/") + 1);

const group = translation([SECURITY_GROUPS], (values, network) => {
  const id = values.id();
  const rules = (name: string) =>
    values
      .maybeBlocks(name)
      .map((block) =>
        permission(block, protocolOf(block, "protocol"), [
          ...block.maybeTexts("security_groups").map(groupId),
          ...(block.maybeFlag("self") ? [id] : []),
        ]),
      );
  network.put(SECURITY_GROUPS, id, values, {
    GroupId: id,
    GroupName: values.maybeText("name") ?? "",
    Description: values.maybeText("description"),
    VpcId: values.text("vpc_id"),
    OwnerId: values.maybeText("owner_id"),
    IpPermissions: rules("ingress"),
    // Terraform takes away the rule that AWS gives a new group; who does not manage rules here says so by none.
    IpPermissionsEgress: rules("egress"),
    Tags: values.tags(),
  });
});

const SIDES: Readonly<Record<string, string>> = { ingress: "IpPermissions", egress: "IpPermissionsEgress" };

const groupRule = translation([SECURITY_GROUPS], (values, network) => {
  const id = values.text("security_group_id");
  const side = SIDES[values.text("type") ?? ""];
  if (id === null || side === undefined) return;
  const source = values.maybeText("source_security_group_id");
  const groups = [...(source === null ? [] : [groupId(source)]), ...(values.maybeFlag("self") ? [id] : [])];
  network.append(SECURITY_GROUPS, id, side, permission(values, protocolOf(values, "protocol"), groups), values);
});

function vpcGroupRule(side: string): Translation {
  return translation([SECURITY_GROUPS], (values, network) => {
    const id = values.text("security_group_id");
    if (id === null) return;
    const protocol = protocolOf(values, "ip_protocol");
    const Description = values.maybeText("description");
    const one = (name: string, key: string) => {
      const value = values.maybeText(name);
      return value === null ? [] : [{ [key]: key === "GroupId" ? groupId(value) : value, Description }];
    };
    const rule = {
      IpProtocol: protocol,
      ...portsOf(values, protocol),
      IpRanges: one("cidr_ipv4", "CidrIp"),
      Ipv6Ranges: one("cidr_ipv6", "CidrIpv6"),
      PrefixListIds: one("prefix_list_id", "PrefixListId"),
      UserIdGroupPairs: one("referenced_security_group_id", "GroupId"),
    };
    network.append(SECURITY_GROUPS, id, side, rule, values);
  });
}

const groupAssociation = translation([GROUP_VPC_ASSOCIATIONS], (values, network) => {
  network.put(GROUP_VPC_ASSOCIATIONS, values.address, values, {
    GroupId: values.text("security_group_id"),
    VpcId: values.text("vpc_id"),
    State: values.maybeText("state"),
  });
});

function aclEntry(values: Values, egress: boolean, names: { number: string; action: string }): Record<string, unknown> {
  const Protocol = PROTOCOL_NUMBERS[values.text("protocol") ?? ""] ?? values.text("protocol") ?? "-1";
  const ports = Protocol === "6" || Protocol === "17";
  const icmp = Protocol === "1" || Protocol === "58";
  return {
    RuleNumber: values.number(names.number),
    Egress: egress,
    Protocol,
    RuleAction: values.text(names.action),
    CidrBlock: values.maybeText("cidr_block"),
    Ipv6CidrBlock: values.maybeText("ipv6_cidr_block"),
    PortRange: ports ? { From: values.number("from_port"), To: values.number("to_port") } : null,
    IcmpTypeCode: icmp ? { Type: values.number("icmp_type") ?? -1, Code: values.number("icmp_code") ?? -1 } : null,
  };
}

/** AWS keeps protocols of network ACLs as numbers (R31). */
const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = {
  all: "-1",
  tcp: "6",
  udp: "17",
  icmp: "1",
  icmpv6: "58",
  "ipv6-icmp": "58",
};

function acl(standard: boolean): Translation {
  return translation([NETWORK_ACLS], (values, network) => {
    const id = standard ? values.id("default_network_acl_id") : values.id();
    const block = { number: "rule_no", action: "action" };
    network.put(NETWORK_ACLS, id, values, {
      NetworkAclId: id,
      VpcId: values.text("vpc_id"),
      IsDefault: standard,
      Associations: values.maybeTexts("subnet_ids").map((SubnetId) => ({ SubnetId })),
      Entries: [
        ...values.maybeBlocks("ingress").map((entry) => aclEntry(entry, false, block)),
        ...values.maybeBlocks("egress").map((entry) => aclEntry(entry, true, block)),
      ],
      Tags: values.tags(),
    });
  });
}

const aclRule = translation([NETWORK_ACLS], (values, network) => {
  const id = values.text("network_acl_id");
  const names = { number: "rule_number", action: "rule_action" };
  if (id !== null) {
    network.append(NETWORK_ACLS, id, "Entries", aclEntry(values, values.flag("egress") === true, names), values);
  }
});

const aclAssociation = translation([NETWORK_ACLS], (values, network) => {
  const id = values.text("network_acl_id");
  if (id !== null) network.append(NETWORK_ACLS, id, "Associations", { SubnetId: values.text("subnet_id") }, values);
});

const prefixList = translation([MANAGED_PREFIX_LISTS, PREFIX_LIST_ENTRIES], (values, network) => {
  const id = values.id();
  network.put(MANAGED_PREFIX_LISTS, id, values, {
    PrefixListId: id,
    PrefixListName: values.maybeText("name"),
    OwnerId: values.maybeText("owner_id"),
    MaxEntries: values.maybeNumber("max_entries"),
    Version: values.maybeNumber("version"),
    Tags: values.tags(),
  });
  network.put(PREFIX_LIST_ENTRIES, id, values, {
    PrefixListId: id,
    Entries: values.maybeBlocks("entry").map((entry) => ({
      Cidr: entry.text("cidr"),
      Description: entry.maybeText("description"),
    })),
  });
});

const prefixListEntry = translation([PREFIX_LIST_ENTRIES], (values, network) => {
  const id = values.text("prefix_list_id");
  const entry = { Cidr: values.text("cidr"), Description: values.maybeText("description") };
  if (id !== null) network.append(PREFIX_LIST_ENTRIES, id, "Entries", entry, values);
});

export const FILTER_TYPES: Readonly<Record<string, Translation>> = {
  aws_security_group: group,
  aws_default_security_group: group,
  aws_security_group_rule: groupRule,
  aws_vpc_security_group_ingress_rule: vpcGroupRule("IpPermissions"),
  aws_vpc_security_group_egress_rule: vpcGroupRule("IpPermissionsEgress"),
  aws_security_group_vpc_association: groupAssociation,
  aws_network_acl: acl(false),
  aws_default_network_acl: acl(true),
  aws_network_acl_rule: aclRule,
  aws_network_acl_association: aclAssociation,
  aws_ec2_managed_prefix_list: prefixList,
  aws_ec2_managed_prefix_list_entry: prefixListEntry,
};
