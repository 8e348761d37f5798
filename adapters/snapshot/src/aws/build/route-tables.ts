import { ROUTE_TABLES, type RouteItem } from "../calls/vpc.ts";
import type { Read } from "../collection.ts";
import { nameOfArn } from "../place.ts";
import { tagsOf } from "../shapes.ts";
import type { BuildContext, Draft } from "./context.ts";

type Route = Draft<"route_tables">["routes"] extends readonly (infer R)[] | undefined ? R : never;
type Target = Route["target"];

export function buildRouteTables(context: BuildContext): Draft<"route_tables">[] {
  return context.of(ROUTE_TABLES).map((read) => {
    const { value } = read;
    const associations = (value.Associations ?? []).filter(
      ({ AssociationState }) => (AssociationState?.State ?? "associated") === "associated",
    );
    const gateways = associations.flatMap(({ GatewayId }) => (GatewayId ? [GatewayId] : []));
    const propagating = (value.PropagatingVgws ?? []).map(({ GatewayId }) => GatewayId);
    return {
      id: value.RouteTableId,
      vpc: value.VpcId,
      main: associations.some(({ Main }) => Main === true),
      routes: value.Routes.flatMap((route, i) => routeOf(context, read, route, i) ?? []),
      gateways: gateways.length > 0 ? gateways : undefined,
      propagating: propagating.length > 0 ? propagating : undefined,
      tags: tagsOf(value.Tags),
    };
  });
}

function routeOf(context: BuildContext, read: Read<unknown>, item: RouteItem, index: number): Route | null {
  const at = { ...read, path: `${read.path}.Routes[${index}]` };
  const destination = item.DestinationCidrBlock || item.DestinationIpv6CidrBlock || item.DestinationPrefixListId;
  if (!destination) {
    context.remark(at, "value_unknown", "a route without a destination");
    context.doubt(`${read.file} ${at.path}: a route without a destination`);
    return null;
  }
  const target = targetOf(item);
  if (target.type === "unknown") {
    context.remark(at, "value_unknown", `the target \`${target.id}\` of the route to ${destination} is not known here`);
  }
  const state = item.State === "blackhole" || item.State === "filtered" ? item.State : undefined;
  if (item.State && state === undefined && item.State !== "active") {
    context.remark(at, "value_unknown", `the state \`${item.State}\` of the route to ${destination} is not known here`);
    return { destination, target: { type: "unknown", id: item.State.slice(0, 256) } };
  }
  return {
    destination,
    target,
    // A Route Server's routes are propagated too (R10).
    ...(item.Origin === "EnableVgwRoutePropagation" || item.Origin === "Advertisement"
      ? { origin: "propagated" as const }
      : {}),
    ...(state === undefined ? {} : { state }),
  };
}

/**
 * By the form of the id where AWS puts several kinds into one field; what Terraform will create goes by its address.
 */
const GATEWAYS: readonly (readonly [RegExp, Target["type"]])[] = [
  [/^igw-|(?:^|\.)aws_internet_gateway\./, "internet-gateway"],
  [/^vgw-|(?:^|\.)aws_vpn_gateway\./, "virtual-private-gateway"],
  [/^vpce-|(?:^|\.)aws_vpc_endpoint\./, "vpc-endpoint"],
  [/^nat-/, "nat-gateway"],
  [/^eigw-/, "egress-only-internet-gateway"],
  [/^tgw-/, "transit-gateway"],
];

/** Where a route leads; of a blackhole that names nothing any more, `blackhole`. */
export function targetOf(item: RouteItem): Target {
  if (item.GatewayId === "local") return { type: "local", id: "local" };
  if (item.GatewayId) return byForm(item.GatewayId);
  if (item.NatGatewayId) return { type: "nat-gateway", id: item.NatGatewayId };
  if (item.TransitGatewayId) return { type: "transit-gateway", id: item.TransitGatewayId };
  if (item.CoreNetworkArn) return { type: "core-network", id: nameOfArn(item.CoreNetworkArn) };
  if (item.VpcPeeringConnectionId) return { type: "peering", id: item.VpcPeeringConnectionId };
  if (item.EgressOnlyInternetGatewayId) {
    return { type: "egress-only-internet-gateway", id: item.EgressOnlyInternetGatewayId };
  }
  if (item.VpcEndpointId) return { type: "vpc-endpoint", id: item.VpcEndpointId };
  if (item.NetworkInterfaceId) return { type: "interface", id: item.NetworkInterfaceId };
  const other = item.LocalGatewayId || item.CarrierGatewayId || item.OdbNetworkArn || item.InstanceId || item.IpAddress;
  if (other) return { type: "unknown", id: other.slice(0, 256) };
  return item.State === "blackhole" ? { type: "blackhole", id: "blackhole" } : { type: "unknown", id: "no target" };
}

function byForm(id: string): Target {
  const type = GATEWAYS.find(([form]) => form.test(id))?.[1];
  return { type: type ?? "unknown", id: id.slice(0, 256) };
}
