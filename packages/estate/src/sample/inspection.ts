import type { EstateBuilder } from "./builder.ts";
import type { BuiltVpc } from "./vpc.ts";

/** The list of blocked addresses of a region, and the rules that drop what it names, in both directions. */
export function addBlockLists(builder: EstateBuilder): void {
  const account = builder.account(builder.description.core_network.account);
  for (const region of Object.keys(builder.description.regions)) {
    const list = builder.add("prefix_lists", {
      id: builder.id("pl", `trias-block/${region}`),
      region,
      account,
      name: "trias-block",
      max_entries: 200,
      version: 1,
      entries: [],
      tags: { environment: "production", owner: "security" },
    });
    builder.add("firewall_rule_groups", {
      id: ruleGroupId(region),
      region,
      account,
      name: "trias-block",
      capacity: 100,
      rules: [
        'drop ip @trias_block any -> any any (msg:"blocked source"; sid:9100001; rev:1;)',
        'drop ip any any -> @trias_block any (msg:"blocked destination"; sid:9100002; rev:1;)',
      ],
      references: { trias_block: list.id },
      tags: { environment: "production", owner: "security" },
    });
  }
}

function ruleGroupId(region: string): string {
  return `trias-block-${region}`;
}

export function addFirewall(builder: EstateBuilder, built: BuiltVpc): void {
  const { description, vpc, account } = built;
  const subnets = built.subnets.filter(({ tier }) => tier === "firewall");
  const { region } = description;
  const firewall = builder.add("firewalls", {
    id: `firewall-${description.name}`,
    region,
    account,
    name: `firewall-${description.name}`,
    vpc: vpc.id,
    subnets: subnets.map(({ id }) => id),
    rule_groups: [ruleGroupId(region)],
    logging: true,
    tags: { ...description.tags },
  });
  for (const subnet of subnets) {
    builder.add("endpoints", {
      id: built.firewallEndpoint(subnet.zone),
      region,
      account,
      vpc: vpc.id,
      type: "GatewayLoadBalancer",
      service: "network-firewall",
      subnets: [subnet.id],
      groups: [],
      tags: { Firewall: firewall.id },
    });
  }
}
