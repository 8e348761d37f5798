import { firewallRuleParameters } from "../add_firewall_rule/parameters.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const removeFirewallRule = withoutPlanner({
  type: "remove_firewall_rule",
  summary: "Takes away only the named firewall rule",
  parameters: firewallRuleParameters,
  changes: true,
  examples,
});
