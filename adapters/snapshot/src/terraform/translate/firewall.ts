import { FIREWALL, FIREWALL_POLICY, FIREWALL_RULE_GROUP } from "../../aws/calls/firewall.ts";
import { type Translation, translation } from "../network.ts";
import type { Values } from "../resource.ts";

const first = (values: Values | undefined, name: string): Values | undefined => values?.maybeBlocks(name)[0];

const firewall = translation([FIREWALL], (values, network) => {
  const id = values.id();
  const states = first(values, "firewall_status")?.maybeBlocks("sync_states") ?? [];
  network.put(FIREWALL, id, values, {
    Firewall: {
      FirewallName: values.text("name"),
      FirewallArn: id,
      FirewallPolicyArn: values.text("firewall_policy_arn"),
      VpcId: values.text("vpc_id"),
      SubnetMappings: values.blocks("subnet_mapping").map((block) => ({ SubnetId: block.text("subnet_id") })),
      Tags: values.tags(),
    },
    FirewallStatus: {
      SyncStates: Object.fromEntries(
        states.map((state) => {
          const attachment = first(state, "attachment");
          return [
            state.maybeText("availability_zone") ?? "",
            {
              Attachment: {
                SubnetId: attachment?.maybeText("subnet_id"),
                EndpointId: attachment?.maybeText("endpoint_id"),
              },
            },
          ];
        }),
      ),
    },
  });
});

const reference = (block: Values) => ({
  ResourceArn: block.text("resource_arn"),
  Priority: block.maybeNumber("priority"),
  Override: { Action: first(block, "override")?.maybeText("action") ?? null },
});

const policy = translation([FIREWALL_POLICY], (values, network) => {
  const id = values.id();
  const own = values.blocks("firewall_policy")[0];
  const variables = first(own, "policy_variables")?.maybeBlocks("rule_variables") ?? [];
  network.put(FIREWALL_POLICY, id, values, {
    FirewallPolicyResponse: { FirewallPolicyArn: id },
    FirewallPolicy: {
      StatelessRuleGroupReferences: own?.blocks("stateless_rule_group_reference").map(reference),
      StatelessDefaultActions: own?.texts("stateless_default_actions"),
      StatelessFragmentDefaultActions: own?.texts("stateless_fragment_default_actions"),
      StatefulRuleGroupReferences: own?.blocks("stateful_rule_group_reference").map(reference),
      StatefulDefaultActions: own?.texts("stateful_default_actions"),
      StatefulEngineOptions: { RuleOrder: first(own, "stateful_engine_options")?.maybeText("rule_order") ?? null },
      PolicyVariables: { RuleVariables: sets(variables, "ip_set") },
    },
  });
});

/** `{ key, ip_set: [{ definition }] }`, one block a variable. */
function sets(blocks: readonly Values[], name: string): Record<string, unknown> {
  return Object.fromEntries(
    blocks.map((block) => [block.text("key") ?? "", { Definition: first(block, name)?.texts("definition") ?? [] }]),
  );
}

const ports = (block: Values) => {
  const from = block.number("from_port");
  return { FromPort: from, ToPort: block.number("to_port") ?? from };
};
const addresses = (block: Values) => ({ AddressDefinition: block.text("address_definition") });

function statelessRule(rule: Values): Record<string, unknown> {
  const definition = first(rule, "rule_definition");
  const match = first(definition, "match_attributes");
  return {
    Priority: rule.number("priority"),
    RuleDefinition: {
      Actions: definition?.texts("actions"),
      MatchAttributes: {
        Sources: match?.maybeBlocks("source").map(addresses),
        Destinations: match?.maybeBlocks("destination").map(addresses),
        SourcePorts: match?.maybeBlocks("source_port").map(ports),
        DestinationPorts: match?.maybeBlocks("destination_port").map(ports),
        Protocols: match?.all["protocols"],
        TCPFlags: match
          ?.maybeBlocks("tcp_flag")
          .map((flag) => ({ Flags: flag.texts("flags"), Masks: flag.texts("masks") })),
      },
    },
  };
}

function statefulRule(rule: Values): Record<string, unknown> {
  const header = first(rule, "header");
  return {
    Action: rule.text("action"),
    Header: {
      Protocol: header?.text("protocol"),
      Source: header?.text("source"),
      SourcePort: header?.text("source_port"),
      Direction: header?.text("direction"),
      Destination: header?.text("destination"),
      DestinationPort: header?.text("destination_port"),
    },
    RuleOptions: rule.maybeBlocks("rule_option").map((option) => ({
      Keyword: option.text("keyword"),
      Settings: option.maybeTexts("settings"),
    })),
  };
}

const ruleGroup = translation([FIREWALL_RULE_GROUP], (values, network) => {
  const id = values.id();
  const own = first(values, "rule_group");
  const source = first(own, "rules_source");
  const list = first(source, "rules_source_list");
  const stateless = first(source, "stateless_rules_and_custom_actions");
  const variables = first(own, "rule_variables");
  const references = first(own, "reference_sets")?.maybeBlocks("ip_set_references") ?? [];
  network.put(FIREWALL_RULE_GROUP, id, values, {
    RuleGroupResponse: {
      RuleGroupArn: id,
      RuleGroupName: values.text("name"),
      Type: values.text("type"),
      Capacity: values.number("capacity"),
      Tags: values.tags(),
    },
    RuleGroup: {
      RuleVariables: {
        IPSets: sets(variables?.maybeBlocks("ip_sets") ?? [], "ip_set"),
        PortSets: sets(variables?.maybeBlocks("port_sets") ?? [], "port_set"),
      },
      ReferenceSets: {
        IPSetReferences: Object.fromEntries(
          references.map((block) => [
            block.text("key") ?? "",
            { ReferenceArn: first(block, "ip_set_reference")?.text("reference_arn") },
          ]),
        ),
      },
      RulesSource: {
        // A group of rules as text alone may be written at the resource itself.
        RulesString: source === undefined ? values.text("rules") : source.text("rules_string"),
        RulesSourceList: list && {
          Targets: list.texts("targets"),
          TargetTypes: list.texts("target_types"),
          GeneratedRulesType: list.text("generated_rules_type"),
        },
        StatefulRules: source?.maybeBlocks("stateful_rule").map(statefulRule),
        StatelessRulesAndCustomActions: stateless && {
          StatelessRules: stateless.blocks("stateless_rule").map(statelessRule),
        },
      },
      StatefulRuleOptions: { RuleOrder: first(own, "stateful_rule_options")?.maybeText("rule_order") ?? null },
    },
  });
});

export const FIREWALL_TYPES: Readonly<Record<string, Translation>> = {
  aws_networkfirewall_firewall: firewall,
  aws_networkfirewall_firewall_policy: policy,
  aws_networkfirewall_rule_group: ruleGroup,
};
