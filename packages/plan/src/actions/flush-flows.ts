import { need } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { cidrField } from "../fields.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";

const parameters = z.strictObject({ addresses: z.array(cidrField).min(1).max(20) });

/**
 * Cuts the firewall's tracked flows from and to these addresses: a new rule alone lets them live on. Changes nothing that the
 * estate holds; their owners make them anew where the rules allow it. Its way back is the same again, so that no connection
 * outlives the rule that let it in.
 */
export const flushFlows: ActionDefinition<z.infer<typeof parameters>> = {
  name: "flush_flows",
  part: "firewalls",
  creates: false,
  parameters,
  api: ["network-firewall:StartFlowFlush"],
  changes(estate, target) {
    need(estate, "firewalls", target);
    return [];
  },
  touches: (_estate, target) => [ref("firewalls", target)],
  inverse: (_before, target, { addresses }) => inverseAction("flush_flows", target, { addresses }),
  describe: (target, { addresses }) => `cut the connections of ${addresses.join(", ")} at the firewall \`${target}\``,
  seconds: 10,
};
