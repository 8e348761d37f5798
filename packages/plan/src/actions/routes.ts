import { attachmentsOf, type Estate, get, need, PART_SCHEMAS, parseCidr, ROUTE_TARGET_PARTS } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { inserted } from "../canonical-order.ts";
import { replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { cidrField } from "../fields.ts";
import { inverseAction, noInverse } from "../inverse.ts";
import { ref } from "../refs.ts";

const targetField = PART_SCHEMAS.route_tables.shape.routes.element.shape.target;
const parameters = z.strictObject({ destination: cidrField, target: targetField });
const place = z.strictObject({ destination: cidrField });
type Route = z.infer<typeof parameters>;

export const createRoute: ActionDefinition<Route> = {
  name: "create_route",
  part: "route_tables",
  creates: false,
  parameters,
  api: ["ec2:CreateRoute"],
  changes(estate, target, given) {
    const table = need(estate, "route_tables", target);
    const destination = parseCidr(given.destination).text;
    if (table.routes.some((route) => parseCidr(route.destination).text === destination)) {
      throw new PlanError("already_exists", `the route table \`${target}\` has a route to ${destination}`, {
        at: `route_tables.${target}`,
        fix: "delete that one first, or leave it",
      });
    }
    checkTarget(estate, table.vpc, given);
    return [replaced("route_tables", table, { routes: inserted(table.routes, [{ ...given, destination }]) })];
  },
  touches(_estate, target, given) {
    const part = ROUTE_TARGET_PARTS[given.target.type];
    return [ref("route_tables", target), ...(part === null ? [] : [ref(part, given.target.id)])];
  },
  inverse: (_before, target, { destination }) =>
    inverseAction("delete_route", target, { destination: parseCidr(destination).text }),
  describe: (target, given) =>
    `route ${given.destination} to the ${given.target.type} \`${given.target.id}\` in \`${target}\``,
  seconds: 2,
};

function checkTarget(estate: Estate, vpc: string, { target: { type, id } }: Route): void {
  const part = ROUTE_TARGET_PARTS[type];
  if (part === null) {
    throw new PlanError("not_applicable", `a \`${type}\` route is AWS's own to make`, {
      at: "target.type",
      fix: "name a gateway, an endpoint, a peering, an interface or the core network",
    });
  }
  need(estate, part, id);
  const leads =
    type === "core-network"
      ? attachmentsOf(estate, vpc).some((item) => item.core_network === id && item.state === "AVAILABLE")
      : type === "internet-gateway"
        ? get(estate, "internet_gateways", id)?.vpc === vpc
        : true;
  if (!leads) {
    throw new PlanError("not_applicable", `\`${vpc}\` is not attached to \`${id}\``, {
      at: "target.id",
      fix: "attach it, and have the attachment accepted, before a route leads there",
    });
  }
}

export const deleteRoute: ActionDefinition<z.infer<typeof place>> = {
  name: "delete_route",
  part: "route_tables",
  creates: false,
  parameters: place,
  api: ["ec2:DeleteRoute"],
  changes(estate, target, { destination }) {
    const table = need(estate, "route_tables", target);
    const route = table.routes.find((item) => item.destination === destination);
    if (!route || route.target.type === "local") {
      throw new PlanError(
        "absent",
        `the route table \`${target}\` has no route to ${destination} that can be deleted`,
        {
          at: `route_tables.${target}`,
          fix: "name a destination exactly as the table lists it; local routes stay",
        },
      );
    }
    return [replaced("route_tables", table, { routes: table.routes.filter((item) => item !== route) })];
  },
  touches: (_estate, target) => [ref("route_tables", target)],
  inverse(before, target, { destination }) {
    const route = need(before, "route_tables", target).routes.find((item) => item.destination === destination);
    if (!route || ROUTE_TARGET_PARTS[route.target.type] === null) return noInverse("AWS alone makes such a route");
    return inverseAction("create_route", target, route);
  },
  describe: (target, { destination }) => `delete the route to ${destination} from \`${target}\``,
  seconds: 2,
};
