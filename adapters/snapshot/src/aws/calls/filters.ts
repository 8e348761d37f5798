import { z } from "zod";
import { call, idInPath, itemsOf } from "../call.ts";
import { count, flag, listOf, maybeText, tagList, text } from "../shapes.ts";

export const NETWORK_ACLS = call(
  "ec2 describe-network-acls",
  "NetworkAcls",
  z.object({
    NetworkAclId: text,
    VpcId: text,
    OwnerId: maybeText,
    IsDefault: flag,
    Associations: listOf(z.object({ SubnetId: text })),
    Entries: z.array(
      z.object({
        RuleNumber: z.number().int(),
        Egress: z.boolean(),
        Protocol: text,
        RuleAction: z.enum(["allow", "deny"]),
        CidrBlock: maybeText,
        Ipv6CidrBlock: maybeText,
        PortRange: z.object({ From: count, To: count }).nullish(),
        IcmpTypeCode: z.object({ Type: count, Code: count }).nullish(),
      }),
    ),
    Tags: tagList,
  }),
  { id: (acl) => acl.NetworkAclId },
);

const permission = z.object({
  IpProtocol: text,
  FromPort: count,
  ToPort: count,
  IpRanges: listOf(z.object({ CidrIp: text, Description: maybeText })),
  Ipv6Ranges: listOf(z.object({ CidrIpv6: text, Description: maybeText })),
  PrefixListIds: listOf(z.object({ PrefixListId: text, Description: maybeText })),
  UserIdGroupPairs: listOf(z.object({ GroupId: text, Description: maybeText })),
});
export type Permission = z.infer<typeof permission>;

export const SECURITY_GROUPS = call(
  "ec2 describe-security-groups",
  "SecurityGroups",
  z.object({
    GroupId: text,
    GroupName: maybeText,
    Description: maybeText,
    VpcId: maybeText,
    OwnerId: maybeText,
    IpPermissions: z.array(permission),
    IpPermissionsEgress: z.array(permission),
    Tags: tagList,
  }),
  { id: (group) => group.GroupId },
);

export const GROUP_VPC_ASSOCIATIONS = call(
  "ec2 describe-security-group-vpc-associations",
  "SecurityGroupVpcAssociations",
  z.object({ GroupId: text, VpcId: text, State: maybeText }),
);

/** Shared key: `describe-prefix-lists` gives the addresses of AWS's lists, `describe-managed-prefix-lists` none at all. */
const hasVersion = (value: unknown) =>
  Array.isArray(value) &&
  value.some(
    (item: unknown) => typeof item === "object" && item !== null && ("Version" in item || "PrefixListArn" in item),
  );

export const PREFIX_LISTS = call(
  "ec2 describe-prefix-lists",
  "PrefixLists",
  z.object({ PrefixListId: text, PrefixListName: maybeText, Cidrs: z.array(text) }),
  { id: (list) => list.PrefixListId, matches: (value) => !hasVersion(value) },
);

export const MANAGED_PREFIX_LISTS = call(
  "ec2 describe-managed-prefix-lists",
  "PrefixLists",
  z.object({
    PrefixListId: text,
    PrefixListName: maybeText,
    OwnerId: maybeText,
    MaxEntries: count,
    Version: count,
    Tags: tagList,
  }),
  { id: (list) => list.PrefixListId, matches: hasVersion },
);

export const PREFIX_LIST_ENTRIES = call(
  "ec2 get-managed-prefix-list-entries",
  "Entries",
  z.object({ PrefixListId: text, Entries: z.array(z.object({ Cidr: text, Description: maybeText })) }),
  {
    matches: (value) =>
      !Array.isArray(value) ||
      value.every((item: unknown) => typeof item === "object" && item !== null && "Cidr" in item),
    unfold: (value, answer, file) =>
      itemsOf(value, "Entries") && [
        {
          path: "$.Entries",
          value: { PrefixListId: answer["PrefixListId"] ?? idInPath(file, /pl-[0-9a-f]+/), Entries: value },
        },
      ],
  },
);
