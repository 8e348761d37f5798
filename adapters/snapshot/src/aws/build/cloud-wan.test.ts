import { need } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { load, only, reasonOf } from "../../__fixtures__/folder.ts";

const CORE = "core-network-1";
const ARN = `arn:aws:networkmanager::111122223333:core-network/${CORE}`;
const POLICY = {
  version: "2021.12",
  "core-network-configuration": { "asn-ranges": ["64512-64555"], "edge-locations": [{ location: "eu-west-1" }] },
  segments: [{ name: "prod" }],
};
const attachment = (AttachmentId: string, AttachmentType: string, ResourceArn: string, more: object = {}) => ({
  CoreNetworkId: CORE,
  CoreNetworkArn: ARN,
  AttachmentId,
  OwnerAccountId: "111122223333",
  AttachmentType,
  State: "AVAILABLE",
  EdgeLocation: "eu-west-1",
  ResourceArn,
  SegmentName: "prod",
  Tags: [{ Key: "env", Value: "prod" }],
  ...more,
});
const VPC_ATTACHMENT = attachment("attachment-1", "VPC", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1");
const VPN_ATTACHMENT = attachment(
  "attachment-2",
  "SITE_TO_SITE_VPN",
  "arn:aws:ec2:eu-west-1:111122223333:vpn-connection/vpn-1",
);
const policyFile = (PolicyDocument: unknown, Alias = "LIVE", PolicyVersionId = 3) => ({
  CoreNetworkPolicy: { CoreNetworkId: CORE, PolicyVersionId, Alias, PolicyDocument },
});

describe("a core network", () => {
  test.each([
    ["a string", JSON.stringify(POLICY)],
    ["an object", POLICY],
  ])("has its live policy, written as %s", (_, document) => {
    const { estate } = load({
      "networkmanager/core.json": {
        CoreNetwork: { CoreNetworkId: CORE, CoreNetworkArn: ARN, State: "AVAILABLE", Tags: [] },
      },
      "networkmanager/policy.json": policyFile(document),
      "networkmanager/latest.json": policyFile({ ...POLICY, segments: [{ name: "draft" }] }, "LATEST", 4),
    });
    expect(only(estate, "core_networks")).toEqual({
      id: CORE,
      account: "111122223333",
      state: "AVAILABLE",
      policy_version: 3,
      policy: POLICY,
      segment_names: {},
      tags: {},
    });
  });

  test("without a policy, or with one that is no JSON, is unknown", () => {
    const network = {
      CoreNetworks: [{ CoreNetworkId: CORE, CoreNetworkArn: ARN, OwnerAccountId: "111122223333", State: "AVAILABLE" }],
    };
    expect(reasonOf(load({ "a.json": network }).estate, "core_networks")).toBe(
      `no answer of \`aws networkmanager get-core-network-policy\` in the snapshot for \`${CORE}\``,
    );
    expect(reasonOf(load({ "a.json": network, "b.json": policyFile("{ not") }).estate, "core_networks")).toContain(
      "is no JSON",
    );
  });
});

describe("attachments", () => {
  test("have subnets and options where somebody asked, and what they bring with its BGP attributes", () => {
    const { estate, report } = load({
      "a.json": {
        Attachments: [
          VPC_ATTACHMENT,
          VPN_ATTACHMENT,
          attachment("attachment-3", "VPC", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-3"),
        ],
      },
      "b.json": {
        VpcAttachment: {
          Attachment: VPC_ATTACHMENT,
          SubnetArns: ["arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1"],
          Options: { Ipv6Support: false, ApplianceModeSupport: true, SecurityGroupReferencingSupport: true },
        },
      },
      "routes-prod-eu-west-1.json": {
        CoreNetworkRoutingInformation: [
          {
            Prefix: "192.168.0.0/16",
            NextHop: { CoreNetworkAttachmentId: "attachment-2" },
            AsPath: ["65001", "65002"],
            Med: "50",
            LocalPreference: "100",
            Communities: ["65001:7"],
          },
          { Prefix: "nonsense", NextHop: { CoreNetworkAttachmentId: "attachment-2" } },
        ],
      },
      // Another edge hears the same by a longer way.
      "routes-prod-us-east-1.json": {
        CoreNetworkRoutingInformation: [
          {
            Prefix: "192.168.0.0/16",
            NextHop: { CoreNetworkAttachmentId: "attachment-2" },
            AsPath: ["64513", "65001", "65002"],
          },
        ],
      },
    });
    expect(need(estate, "attachments", "attachment-1")).toMatchObject({
      type: "vpc",
      resource: "vpc-1",
      segment: "prod",
      subnets: ["subnet-1"],
      appliance_mode: true,
      security_group_referencing: true,
      ipv6: false,
      tags: { env: "prod" },
    });
    expect(need(estate, "attachments", "attachment-2")).toMatchObject({
      type: "site-to-site-vpn",
      resource: "vpn-1",
      advertised: ["192.168.0.0/16"],
      routes: [
        {
          prefix: "192.168.0.0/16",
          as_path: ["65001", "65002"],
          med: 50,
          local_preference: 100,
          communities: ["65001:7"],
        },
      ],
    });
    expect(need(estate, "attachments", "attachment-3").subnets).toBeUndefined();
    expect(report.findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        "no answer of `aws networkmanager get-vpc-attachment` in the snapshot for `attachment-3`: its subnets and options are not known",
        "`nonsense` is no block of addresses",
      ]),
    );
  });

  test("have the propagated routes of `get-network-routes` where nothing tells more, and one of an unknown type makes them unknown", () => {
    const routes = {
      NetworkRoutes: [
        {
          DestinationCidrBlock: "172.16.0.0/12",
          Destinations: [{ CoreNetworkAttachmentId: "attachment-2", SegmentName: "prod" }],
          State: "ACTIVE",
          Type: "PROPAGATED",
        },
        {
          DestinationCidrBlock: "10.9.0.0/16",
          Destinations: [{ CoreNetworkAttachmentId: "attachment-2" }],
          State: "ACTIVE",
          Type: "STATIC",
        },
      ],
    };
    const { estate } = load({ "a.json": { Attachments: [VPN_ATTACHMENT] }, "b.json": routes });
    expect(only(estate, "attachments").advertised).toEqual(["172.16.0.0/12"]);
    const odd = load({ "a.json": { Attachments: [attachment("attachment-9", "CARRIER_PIGEON", "x")] } });
    expect(reasonOf(odd.estate, "attachments")).toContain("`CARRIER_PIGEON`");
  });
});
