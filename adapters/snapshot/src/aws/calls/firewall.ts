import { z } from "zod";
import { call, whole } from "../call.ts";
import { count, listOf, maybeText, tagList, text } from "../shapes.ts";

export const FIREWALLS = call(
  "network-firewall list-firewalls",
  "Firewalls",
  z.object({ FirewallName: maybeText, FirewallArn: text }),
  { id: (one) => one.FirewallArn },
);

export const FIREWALL = call(
  "network-firewall describe-firewall",
  "Firewall",
  z.object({
    Firewall: z.object({
      FirewallName: text,
      FirewallArn: text,
      FirewallPolicyArn: text,
      VpcId: maybeText,
      SubnetMappings: listOf(z.object({ SubnetId: text })),
      Tags: tagList,
    }),
    FirewallStatus: z
      .object({
        SyncStates: z
          .record(
            z.string(),
            z.object({ Attachment: z.object({ SubnetId: maybeText, EndpointId: maybeText }).nullish() }),
          )
          .nullish(),
      })
      .nullish(),
  }),
  { id: (one) => one.Firewall.FirewallArn, unfold: (_, answer) => whole(answer) },
);

const reference = z.object({
  ResourceArn: text,
  Priority: count,
  Override: z.object({ Action: maybeText }).nullish(),
});

export const FIREWALL_POLICY = call(
  "network-firewall describe-firewall-policy",
  "FirewallPolicy",
  z.object({
    FirewallPolicyResponse: z.object({ FirewallPolicyArn: text }),
    FirewallPolicy: z.object({
      StatelessRuleGroupReferences: listOf(reference),
      StatelessDefaultActions: listOf(text),
      StatelessFragmentDefaultActions: listOf(text),
      StatefulRuleGroupReferences: listOf(reference),
      StatefulDefaultActions: listOf(text),
      StatefulEngineOptions: z.object({ RuleOrder: maybeText }).nullish(),
      PolicyVariables: z
        .object({ RuleVariables: z.record(z.string(), z.object({ Definition: z.array(text) })).nullish() })
        .nullish(),
    }),
  }),
  { id: (one) => one.FirewallPolicyResponse.FirewallPolicyArn, unfold: (_, answer) => whole(answer) },
);

const addresses = listOf(z.object({ AddressDefinition: text }));
const ports = listOf(z.object({ FromPort: z.number().int(), ToPort: z.number().int() }));
const statelessRule = z.object({
  Priority: z.number().int(),
  RuleDefinition: z.object({
    Actions: z.array(text),
    MatchAttributes: z.object({
      Sources: addresses,
      Destinations: addresses,
      SourcePorts: ports,
      DestinationPorts: ports,
      Protocols: listOf(z.number().int()),
      TCPFlags: listOf(z.object({ Flags: z.array(text), Masks: listOf(text) })),
    }),
  }),
});
export type StatelessRule = z.infer<typeof statelessRule>;

const statefulRule = z.object({
  Action: text,
  Header: z.object({
    Protocol: text,
    Source: text,
    SourcePort: text,
    Direction: text,
    Destination: text,
    DestinationPort: text,
  }),
  RuleOptions: listOf(z.object({ Keyword: text, Settings: listOf(text) })),
});
export type StatefulRule = z.infer<typeof statefulRule>;

const definitions = z.record(z.string(), z.object({ Definition: z.array(text) })).nullish();

export const FIREWALL_RULE_GROUP = call(
  "network-firewall describe-rule-group",
  "RuleGroup",
  z.object({
    RuleGroupResponse: z.object({
      RuleGroupArn: text,
      RuleGroupName: text,
      Type: maybeText,
      Capacity: count,
      Tags: tagList,
    }),
    RuleGroup: z.object({
      RuleVariables: z.object({ IPSets: definitions, PortSets: definitions }).nullish(),
      ReferenceSets: z
        .object({ IPSetReferences: z.record(z.string(), z.object({ ReferenceArn: maybeText })).nullish() })
        .nullish(),
      RulesSource: z.object({
        RulesString: maybeText,
        RulesSourceList: z
          .object({ Targets: z.array(text), TargetTypes: z.array(text), GeneratedRulesType: text })
          .nullish(),
        StatefulRules: listOf(statefulRule),
        StatelessRulesAndCustomActions: z.object({ StatelessRules: z.array(statelessRule) }).nullish(),
      }),
      StatefulRuleOptions: z.object({ RuleOrder: maybeText }).nullish(),
    }),
  }),
  { id: (one) => one.RuleGroupResponse.RuleGroupArn, unfold: (_, answer) => whole(answer) },
);
