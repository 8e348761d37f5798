import { FIREWALL, FIREWALL_POLICY, FIREWALL_RULE_GROUP, FIREWALLS } from "../calls/firewall.ts";
import { placeOfArn } from "../place.ts";
import { tagsOf } from "../shapes.ts";
import type { BuildContext, Draft } from "./context.ts";
import { statefulText, statelessRule } from "./firewall-rules.ts";

/** Groups that AWS manages can't be read by anybody: what they do is "may" (R80). */
const isManaged = (arn: string) => arn.split(":")[4] === "aws-managed";

export function buildFirewalls(context: BuildContext): Draft<"firewalls">[] {
  for (const { value } of context.of(FIREWALLS)) {
    if (context.collection.find(FIREWALL, value.FirewallArn) === undefined)
      context.doubt(context.noAnswer(FIREWALL, `\`${value.FirewallArn}\``));
  }
  return context.of(FIREWALL).map((read) => {
    const { Firewall: value, FirewallStatus: status } = read.value;
    const policy = context.collection.find(FIREWALL_POLICY, value.FirewallPolicyArn)?.value.FirewallPolicy;
    if (policy === undefined) context.doubt(context.noAnswer(FIREWALL_POLICY, `\`${value.FirewallPolicyArn}\``));
    const endpoints = Object.entries(status?.SyncStates ?? {}).flatMap(([zone, { Attachment }]) =>
      Attachment?.EndpointId && Attachment.SubnetId
        ? [{ zone, subnet: Attachment.SubnetId, endpoint: Attachment.EndpointId }]
        : [],
    );
    const { region, account } = placeOfArn(value.FirewallArn);
    const stateless = policy?.StatelessRuleGroupReferences ?? [];
    const stateful = policy?.StatefulRuleGroupReferences ?? [];
    return {
      id: value.FirewallArn,
      region: region ?? context.region(read),
      account: context.account(read, account),
      name: value.FirewallName,
      vpc: value.VpcId ?? undefined,
      subnets: (value.SubnetMappings ?? []).map(({ SubnetId }) => SubnetId),
      rule_groups: [...stateless, ...stateful].map(({ ResourceArn }) => ResourceArn),
      // No call here tells of logging.
      logging: false,
      endpoints: endpoints.length > 0 ? endpoints : undefined,
      policy: value.FirewallPolicyArn,
      policy_settings: policy && {
        stateless_groups: stateless.map(({ ResourceArn, Priority }) => ({
          group: ResourceArn,
          priority: Priority ?? 0,
        })),
        stateless_default: policy.StatelessDefaultActions ?? [],
        stateless_fragment_default: policy.StatelessFragmentDefaultActions ?? [],
        stateful_groups: stateful.map(({ ResourceArn, Priority, Override }) => ({
          group: ResourceArn,
          priority: Priority ?? null,
          drop_to_alert: Override?.Action === "DROP_TO_ALERT",
        })),
        stateful_default: policy.StatefulDefaultActions ?? [],
        order: policy.StatefulEngineOptions?.RuleOrder === "STRICT_ORDER" ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER",
        variables: definitionsOf(policy.PolicyVariables?.RuleVariables),
      },
      tags: tagsOf(value.Tags),
    };
  });
}

type Definitions = Readonly<Record<string, { readonly Definition: readonly string[] }>> | null | undefined;

function definitionsOf(sets: Definitions): Record<string, string[]> {
  return Object.fromEntries(Object.entries(sets ?? {}).map(([name, { Definition }]) => [name, [...Definition]]));
}

const DOMAIN_ACTIONS = ["ALLOWLIST", "DENYLIST", "REJECTLIST", "ALERTLIST"] as const;
const DOMAIN_TYPES = ["HTTP_HOST", "TLS_SNI"] as const;

export function buildFirewallRuleGroups(context: BuildContext): Draft<"firewall_rule_groups">[] {
  const wanted = context
    .of(FIREWALL_POLICY)
    .flatMap(({ value: { FirewallPolicy: policy } }) => [
      ...(policy.StatelessRuleGroupReferences ?? []),
      ...(policy.StatefulRuleGroupReferences ?? []),
    ]);
  for (const { ResourceArn } of wanted) {
    if (!isManaged(ResourceArn) && context.collection.find(FIREWALL_RULE_GROUP, ResourceArn) === undefined) {
      context.doubt(context.noAnswer(FIREWALL_RULE_GROUP, `\`${ResourceArn}\``));
    }
  }
  return context.of(FIREWALL_RULE_GROUP).map((read) => {
    const { RuleGroupResponse: response, RuleGroup: group } = read.value;
    const source = group.RulesSource;
    const { region, account } = placeOfArn(response.RuleGroupArn);
    const stateless = source.StatelessRulesAndCustomActions?.StatelessRules;
    const domains = source.RulesSourceList;
    const action = DOMAIN_ACTIONS.find((one) => one === domains?.GeneratedRulesType);
    if (domains && action === undefined)
      context.doubt(`\`${response.RuleGroupArn}\` has the unknown list type \`${domains.GeneratedRulesType}\``);
    return {
      id: response.RuleGroupArn,
      region: region ?? context.region(read),
      account: context.account(read, account),
      name: response.RuleGroupName,
      capacity: response.Capacity ?? 0,
      rules: [...linesOf(source.RulesString), ...(source.StatefulRules ?? []).map(statefulText)],
      references: Object.fromEntries(
        Object.entries(group.ReferenceSets?.IPSetReferences ?? {}).flatMap(([name, { ReferenceArn }]) =>
          ReferenceArn ? [[name, ReferenceArn.slice(ReferenceArn.lastIndexOf("/") + 1)]] : [],
        ),
      ),
      type: response.Type === "STATELESS" || stateless ? "STATELESS" : "STATEFUL",
      order: group.StatefulRuleOptions?.RuleOrder === "STRICT_ORDER" ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER",
      variables: {
        addresses: definitionsOf(group.RuleVariables?.IPSets),
        ports: definitionsOf(group.RuleVariables?.PortSets),
      },
      stateless: stateless?.map(statelessRule),
      domains:
        domains && action
          ? {
              targets: domains.Targets,
              types: DOMAIN_TYPES.filter((type) => domains.TargetTypes.includes(type)),
              action,
            }
          : undefined,
      tags: tagsOf(response.Tags),
    };
  });
}

/** Rules of a Suricata text, one a line; a line that ends in a backslash goes on. */
function linesOf(text: string | null | undefined): string[] {
  return (text ?? "")
    .replaceAll(/\\\r?\n\s*/g, " ")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
