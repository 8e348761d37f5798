import { expect, test } from "vitest";
import { load, only, reasonOf } from "../../__fixtures__/folder.ts";

const region = (json: Record<string, unknown>) => load({ "eu-west-1/a.json": json });

test("security groups and network ACLs keep ICMP types and codes, -1 being any (R17, R31)", () => {
  const icmp = (FromPort: number, ToPort: number) => ({
    IpProtocol: "icmp",
    FromPort,
    ToPort,
    IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "ping" }],
  });
  const { estate } = region({
    SecurityGroups: [
      {
        GroupId: "sg-1",
        GroupName: "g",
        VpcId: "vpc-1",
        IpPermissions: [icmp(8, -1), icmp(-1, -1), icmp(-1, 3)],
        IpPermissionsEgress: [
          {
            IpProtocol: "-1",
            Ipv6Ranges: [{ CidrIpv6: "::/0" }],
            UserIdGroupPairs: [{ GroupId: "sg-2" }],
            PrefixListIds: [{ PrefixListId: "pl-1" }],
          },
        ],
      },
    ],
    SecurityGroupVpcAssociations: [{ GroupId: "sg-1", VpcId: "vpc-2", State: "associated" }],
    NetworkAcls: [
      {
        NetworkAclId: "acl-1",
        VpcId: "vpc-1",
        IsDefault: true,
        Entries: [
          {
            RuleNumber: 10,
            Egress: false,
            Protocol: "1",
            RuleAction: "allow",
            CidrBlock: "0.0.0.0/0",
            IcmpTypeCode: { Type: 8, Code: -1 },
          },
          { RuleNumber: 32768, Egress: false, Protocol: "-1", RuleAction: "deny", Ipv6CidrBlock: "::/0" },
        ],
      },
    ],
  });
  const group = only(estate, "security_groups");
  expect(group.ingress.map(({ from_port, to_port }) => [from_port, to_port])).toEqual([
    [8, null],
    [null, null],
    [null, 3],
  ]);
  expect(group.egress).toEqual([
    {
      protocol: "-1",
      from_port: null,
      to_port: null,
      cidrs: ["::/0"],
      groups: ["sg-2"],
      prefix_lists: ["pl-1"],
      description: "",
    },
  ]);
  expect(group.associated_vpcs).toEqual(["vpc-2"]);
  expect(only(estate, "network_acls").entries).toEqual([
    {
      number: 10,
      egress: false,
      protocol: "1",
      cidr: "0.0.0.0/0",
      from_port: null,
      to_port: null,
      icmp_type: 8,
      icmp_code: null,
      action: "allow",
    },
    { number: 32767, egress: false, protocol: "-1", cidr: "::/0", from_port: null, to_port: null, action: "deny" },
  ]);
});

test("a prefix list without its entries makes lists unknown where something uses it, and is left out where nothing does", () => {
  const lists = [
    { PrefixListId: "pl-a", PrefixListName: "own", OwnerId: "111122223333", MaxEntries: 5, Version: 2 },
    { PrefixListId: "pl-b", PrefixListName: "com.amazonaws.eu-west-1.s3", OwnerId: "AWS", Version: 1 },
  ];
  const without = region({ PrefixLists: lists });
  expect(reasonOf(without.estate, "prefix_lists")).toBe(
    "no answer of `aws ec2 get-managed-prefix-list-entries` in the snapshot for `pl-a`",
  );
  const { estate } = load({
    "eu-west-1/a.json": { PrefixLists: lists },
    "eu-west-1/entries-pl-a.json": { Entries: [{ Cidr: "192.0.2.0/24", Description: "office" }] },
  });
  expect(only(estate, "prefix_lists")).toMatchObject({
    id: "pl-a",
    version: 2,
    entries: [{ cidr: "192.0.2.0/24", description: "office" }],
  });
});
