import { type Estate, get, list, need } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { created, deleted } from "../change.ts";
import { PlanError } from "../errors.ts";
import { idField, noParameters, tagsField } from "../fields.ts";
import { createdAgain, inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";

const parameters = z.strictObject({
  resource: idField,
  traffic: z.enum(["ALL", "ACCEPT", "REJECT"]),
  destination: z.string().min(1).max(300),
  tags: tagsField,
});
type CreateFlowLog = z.infer<typeof parameters>;

export const createFlowLog: ActionDefinition<CreateFlowLog> = {
  name: "create_flow_log",
  part: "flow_logs",
  creates: true,
  parameters,
  api: ["ec2:CreateFlowLogs"],
  changes(estate, target, given) {
    const { region, account } = home(estate, given.resource);
    const twin = list(estate, "flow_logs").find(
      (item) =>
        item.resource === given.resource && item.traffic === given.traffic && item.destination === given.destination,
    );
    if (twin) {
      throw new PlanError("already_exists", `\`${given.resource}\` has such a flow log: \`${twin.id}\``, {
        at: `flow_logs.${twin.id}`,
        fix: "leave it out of the plan",
      });
    }
    return [created("flow_logs", { id: target, region, account, state: "ACTIVE", ...given })];
  },
  touches: (estate, target, given) => [
    ref("flow_logs", target),
    ...(["vpcs", "subnets", "interfaces"] as const)
      .filter((part) => get(estate, part, given.resource) !== undefined)
      .map((part) => ref(part, given.resource)),
  ],
  inverse: (_before, target) => inverseAction("delete_flow_log", target, {}),
  describe: (_target, { resource, traffic, destination }) =>
    `log ${traffic === "ALL" ? "all" : traffic.toLowerCase()} traffic of \`${resource}\` to ${destination}`,
  seconds: 3,
};

/** Region and account of a VPC, a subnet or an interface: those of the flow log on it. */
function home(estate: Estate, resource: string): { readonly region: string; readonly account: string } {
  const networkInterface = get(estate, "interfaces", resource);
  if (networkInterface) return networkInterface;
  return need(estate, "vpcs", get(estate, "subnets", resource)?.vpc ?? resource);
}

export const deleteFlowLog: ActionDefinition<Record<string, never>> = {
  name: "delete_flow_log",
  part: "flow_logs",
  creates: false,
  parameters: noParameters,
  api: ["ec2:DeleteFlowLogs"],
  changes: (estate, target) => [deleted("flow_logs", need(estate, "flow_logs", target))],
  touches: (_estate, target) => [ref("flow_logs", target)],
  inverse(before, target) {
    const { resource, traffic, destination, tags } = need(before, "flow_logs", target);
    const parameters = { resource, traffic, destination, tags };
    return createdAgain(before, this.changes(before, target, {}), createFlowLog, target, parameters);
  },
  describe: (target) => `delete the flow log \`${target}\``,
  seconds: 3,
};
