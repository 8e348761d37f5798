import { list, need } from "@trias/estate";
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

test("a network firewall has its endpoints, its policy and its groups in every form", () => {
  const arn = (kind: string, name: string) => `arn:aws:network-firewall:eu-west-1:111122223333:${kind}/${name}`;
  const [stateless, five, domains] = [
    arn("stateless-rulegroup", "s"),
    arn("stateful-rulegroup", "five"),
    arn("stateful-rulegroup", "domains"),
  ];
  const managed =
    "arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/BotNetCommandAndControlDomainsStrictOrder";
  const group = (RuleGroupArn: string, Type: string, RulesSource: object, more: object = {}) => ({
    RuleGroupResponse: { RuleGroupArn, RuleGroupName: "g", Type, Capacity: 10 },
    RuleGroup: { RulesSource, ...more },
  });
  const files = {
    "f.json": {
      Firewall: {
        FirewallName: "f",
        FirewallArn: arn("firewall", "f"),
        FirewallPolicyArn: arn("firewall-policy", "p"),
        VpcId: "vpc-1",
        SubnetMappings: [{ SubnetId: "subnet-1" }],
      },
      FirewallStatus: {
        SyncStates: { "eu-west-1a": { Attachment: { SubnetId: "subnet-1", EndpointId: "vpce-1", Status: "READY" } } },
      },
    },
    "p.json": {
      FirewallPolicyResponse: { FirewallPolicyArn: arn("firewall-policy", "p") },
      FirewallPolicy: {
        StatelessRuleGroupReferences: [{ ResourceArn: stateless, Priority: 1 }],
        StatelessDefaultActions: ["aws:forward_to_sfe"],
        StatelessFragmentDefaultActions: ["aws:drop"],
        StatefulRuleGroupReferences: [
          { ResourceArn: five, Priority: 10 },
          { ResourceArn: domains, Priority: 20 },
          { ResourceArn: managed, Priority: 30, Override: { Action: "DROP_TO_ALERT" } },
        ],
        StatefulDefaultActions: ["aws:drop_established"],
        StatefulEngineOptions: { RuleOrder: "STRICT_ORDER" },
        PolicyVariables: { RuleVariables: { HOME_NET: { Definition: ["10.0.0.0/8"] } } },
      },
    },
    "s.json": group(stateless, "STATELESS", {
      StatelessRulesAndCustomActions: {
        StatelessRules: [
          {
            Priority: 5,
            RuleDefinition: {
              Actions: ["aws:pass"],
              MatchAttributes: {
                Sources: [{ AddressDefinition: "10.0.0.1" }],
                DestinationPorts: [{ FromPort: 53, ToPort: 53 }],
                Protocols: [17],
              },
            },
          },
        ],
      },
    }),
    "five.json": group(
      five,
      "STATEFUL",
      {
        StatefulRules: [
          {
            Action: "PASS",
            Header: {
              Protocol: "TCP",
              Source: "$HOME_NET",
              SourcePort: "ANY",
              Direction: "FORWARD",
              Destination: "ANY",
              DestinationPort: "443",
            },
            RuleOptions: [{ Keyword: "sid", Settings: ["1"] }],
          },
        ],
      },
      {
        StatefulRuleOptions: { RuleOrder: "STRICT_ORDER" },
        RuleVariables: { PortSets: { WEB: { Definition: ["80", "443"] } } },
      },
    ),
    "domains.json": group(domains, "STATEFUL", {
      RulesSourceList: {
        Targets: [".example.com"],
        TargetTypes: ["TLS_SNI", "HTTP_HOST"],
        GeneratedRulesType: "ALLOWLIST",
      },
    }),
  };
  const { estate } = load(Object.fromEntries(Object.entries(files).map(([name, json]) => [`eu-west-1/${name}`, json])));
  expect(only(estate, "firewalls")).toMatchObject({
    vpc: "vpc-1",
    endpoints: [{ zone: "eu-west-1a", subnet: "subnet-1", endpoint: "vpce-1" }],
    policy_settings: {
      stateless_groups: [{ group: stateless, priority: 1 }],
      stateful_groups: [
        { group: five, priority: 10, drop_to_alert: false },
        { group: domains, priority: 20, drop_to_alert: false },
        { group: managed, priority: 30, drop_to_alert: true },
      ],
      stateful_default: ["aws:drop_established"],
      order: "STRICT_ORDER",
      variables: { HOME_NET: ["10.0.0.0/8"] },
    },
  });
  expect(need(estate, "firewall_rule_groups", stateless).stateless).toEqual([
    {
      priority: 5,
      actions: ["aws:pass"],
      sources: ["10.0.0.1/32"],
      destinations: [],
      source_ports: [],
      destination_ports: [{ from: 53, to: 53 }],
      protocols: [17],
    },
  ]);
  expect(need(estate, "firewall_rule_groups", five)).toMatchObject({
    rules: ["pass tcp $HOME_NET any -> any 443 (sid:1;)"],
    order: "STRICT_ORDER",
    variables: { addresses: {}, ports: { WEB: ["80", "443"] } },
  });
  expect(need(estate, "firewall_rule_groups", domains).domains).toEqual({
    targets: [".example.com"],
    types: ["HTTP_HOST", "TLS_SNI"],
    action: "ALLOWLIST",
  });
  const { "five.json": _, ...lacking } = files;
  const without = load(Object.fromEntries(Object.entries(lacking).map(([name, json]) => [`eu-west-1/${name}`, json])));
  expect(reasonOf(without.estate, "firewall_rule_groups")).toContain("describe-rule-group");
});

test("VPN and Direct Connect, in the API's spelling and in Batfish's", () => {
  const vpn = {
    VpnConnections: [
      {
        VpnConnectionId: "vpn-1",
        CustomerGatewayId: "cgw-1",
        VpnGatewayId: "vgw-1",
        State: "available",
        Options: { StaticRoutesOnly: true },
        Routes: [{ DestinationCidrBlock: "192.168.0.0/16", State: "available" }],
      },
    ],
    VpnGateways: [
      {
        VpnGatewayId: "vgw-1",
        AmazonSideAsn: 64512,
        State: "available",
        VpcAttachments: [
          { State: "detached", VpcId: "vpc-0" },
          { State: "attached", VpcId: "vpc-1" },
        ],
      },
    ],
    CustomerGateways: [{ CustomerGatewayId: "cgw-1", IpAddress: "203.0.113.1" }],
  };
  const gateway = { directConnectGatewayId: "dx-1", amazonSideAsn: 64600, ownerAccount: "111122223333" };
  const association = {
    directConnectGatewayId: "dx-1",
    associationState: "associated",
    associatedGateway: { id: "vgw-1" },
    allowedPrefixesToDirectConnectGateway: [{ cidr: "10.0.0.0/16" }],
  };
  const capital = { DirectConnectGatewayId: "dx-1", AmazonSideAsn: 64600, OwnerAccount: "111122223333" };
  for (const direct of [
    { directConnectGateways: [gateway], directConnectGatewayAssociations: [association] },
    { DirectConnectGateways: [capital], DirectConnectGatewayAssociations: [association] },
  ]) {
    const { estate } = load({ "eu-west-1/a.json": { ...vpn, ...direct } });
    expect(only(estate, "direct_connect_gateways")).toEqual({
      id: "dx-1",
      account: "111122223333",
      asn: 64600,
      associations: [{ gateway: "vgw-1", state: "associated", allowed: ["10.0.0.0/16"] }],
      tags: {},
    });
    expect(only(estate, "vpn_gateways").vpc).toBe("vpc-1");
    expect(list(estate, "vpn_connections")).toEqual([
      {
        id: "vpn-1",
        gateway: "vgw-1",
        customer_gateway: "cgw-1",
        remote: "203.0.113.1",
        static_only: true,
        routes: ["192.168.0.0/16"],
        state: "available",
        tags: {},
      },
    ]);
  }
});

test("a Transit Gateway table whose search was cut is unknown; a whole search is complete", () => {
  const table = {
    TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: "tgw-rtb-0a", TransitGatewayId: "tgw-1" }],
  };
  const propagated = {
    TransitGatewayRouteTablePropagations: [{ TransitGatewayAttachmentId: "tgw-attach-1", State: "enabled" }],
  };
  const routes = (AdditionalRoutesAvailable: boolean) => ({
    Routes: [
      {
        DestinationCidrBlock: "10.0.0.0/16",
        TransitGatewayAttachments: [{ TransitGatewayAttachmentId: "tgw-attach-1" }],
        Type: "propagated",
        State: "active",
      },
    ],
    AdditionalRoutesAvailable,
  });
  const files = (more: boolean) => ({
    "eu-west-1/tables.json": table,
    "eu-west-1/tgw-rtb-0a/propagations.json": propagated,
    "eu-west-1/routes-tgw-rtb-0a.json": routes(more),
  });
  expect(only(load(files(false)).estate, "transit_gateway_route_tables")).toMatchObject({
    complete: true,
    propagations: ["tgw-attach-1"],
    routes: [{ destination: "10.0.0.0/16", attachments: ["tgw-attach-1"], origin: "propagated", state: "active" }],
  });
  expect(reasonOf(load(files(true)).estate, "transit_gateway_route_tables")).toContain("has more routes than");
});
