import type { Intent } from "@trias/protocol";
import type { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { examples } from "./examples.ts";
import { firewallRuleParameters } from "./parameters.ts";
import { addFirewallRuleScope, addFirewallRulesScope } from "./scope.ts";

/** Available for the block of one address; everything else that it can say has no planner yet. */
export const addFirewallRule: IntentDefinition<z.infer<typeof firewallRuleParameters>> = {
  type: "add_firewall_rule",
  summary: "One firewall rule of that effect and scope, nothing wider",
  parameters: firewallRuleParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: addFirewallRuleScope,
  scopeTogether: addFirewallRulesScope,
};

function question({ parameters }: Intent): IntentQuestion | null {
  if (
    parameters["effect"] !== "block" ||
    parameters["source"] !== undefined ||
    parameters["destination"] !== undefined
  ) {
    return null;
  }
  return { parameter: "source", question: "Which address shall be blocked?", choices: [] };
}
