import { need } from "@trias/estate";
import { expect, test } from "vitest";
import { load, only, reasonOf } from "../../__fixtures__/folder.ts";

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
