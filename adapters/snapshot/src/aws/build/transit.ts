import {
  TRANSIT_ASSOCIATIONS,
  TRANSIT_ATTACHMENTS,
  TRANSIT_GATEWAYS,
  TRANSIT_POLICY_ASSOCIATIONS,
  TRANSIT_POLICY_TABLES,
  TRANSIT_PROPAGATIONS,
  TRANSIT_ROUTE_TABLES,
  TRANSIT_ROUTES,
  TRANSIT_VPC_ATTACHMENTS,
} from "../calls/transit.ts";
import { tagsOf } from "../shapes.ts";
import type { BuildContext, Draft } from "./context.ts";

const enabled = (text: string | null | undefined) => (text ? text === "enable" : undefined);

export function buildTransitGateways(context: BuildContext): Draft<"transit_gateways">[] {
  return context.of(TRANSIT_GATEWAYS).map((read) => {
    const { value } = read;
    return {
      id: value.TransitGatewayId,
      region: context.region(read),
      account: context.account(read, value.OwnerId),
      asn: value.Options?.AmazonSideAsn ?? 64_512,
      security_group_referencing: enabled(value.Options?.SecurityGroupReferencingSupport),
      vpn_ecmp: enabled(value.Options?.VpnEcmpSupport),
      tags: tagsOf(value.Tags),
    };
  });
}

/**
 * Both ends of a peering go by one id in AWS. Where the snapshot holds both, each gets its gateway's id behind it; the
 * function says what an attachment is called at a gateway.
 */
function attachmentNames(context: BuildContext): (attachment: string, gateway: string) => string {
  const gateways = Map.groupBy(
    context.of(TRANSIT_ATTACHMENTS).map(({ value }) => value),
    ({ TransitGatewayAttachmentId }) => TransitGatewayAttachmentId,
  );
  return (attachment, gateway) =>
    (gateways.get(attachment)?.length ?? 0) > 1 ? `${attachment}@${gateway}` : attachment;
}

/**
 * The policy table of an attachment without a route table: the one that it is associated with; where nobody has asked for
 * associations, any that the gateway has may be it.
 */
function policyTablesOf(context: BuildContext): (attachment: string, gateway: string) => string | undefined {
  const alive = ({ State }: { State?: string | null | undefined }) => !/^(?:delet|disassociat)/.test(State ?? "");
  const associations = context.of(TRANSIT_POLICY_ASSOCIATIONS).map(({ value }) => value);
  const tables = context.of(TRANSIT_POLICY_TABLES).flatMap(({ value }) => (alive(value) ? [value] : []));
  return (attachment, gateway) => {
    const own = associations.find((each) => each.TransitGatewayAttachmentId === attachment && alive(each));
    if (own) return own.TransitGatewayPolicyTableId;
    const open = tables.find(
      ({ TransitGatewayId, TransitGatewayPolicyTableId: id }) =>
        TransitGatewayId === gateway && !associations.some((each) => each.TransitGatewayPolicyTableId === id),
    );
    return open?.TransitGatewayPolicyTableId;
  };
}

export function buildTransitAttachments(context: BuildContext): Draft<"transit_gateway_attachments">[] {
  const nameOf = attachmentNames(context);
  const policyTables = policyTablesOf(context);
  const associated = new Map<string, string>();
  for (const { value } of context.of(TRANSIT_ASSOCIATIONS)) {
    const gateway = context.collection.find(TRANSIT_ROUTE_TABLES, value.TransitGatewayRouteTableId)?.value
      .TransitGatewayId;
    for (const { TransitGatewayAttachmentId, State } of value.Associations) {
      if ((State ?? "associated") !== "associated") continue;
      associated.set(`${TransitGatewayAttachmentId}@${gateway ?? ""}`, value.TransitGatewayRouteTableId);
    }
  }
  return context.of(TRANSIT_ATTACHMENTS).map((read) => {
    const { value } = read;
    const { TransitGatewayAttachmentId: id, TransitGatewayId: gateway } = value;
    const details = context.collection.find(TRANSIT_VPC_ATTACHMENTS, id)?.value;
    const dead = /^(?:delet|reject|fail)/.test(value.State);
    if (value.ResourceType === "vpc" && details === undefined && !dead) {
      context.doubt(context.noAnswer(TRANSIT_VPC_ATTACHMENTS, `\`${id}\``));
    }
    const association = value.Association;
    const table =
      association && (association.State ?? "associated") === "associated"
        ? association.TransitGatewayRouteTableId
        : null;
    const routeTable = table || associated.get(`${id}@${gateway}`) || null;
    return {
      id: nameOf(id, gateway),
      transit_gateway: gateway,
      type: value.ResourceType,
      resource: value.ResourceId || details?.VpcId || "unknown",
      region: context.region(read, value.ResourceId),
      account: value.ResourceOwnerId || context.account(read),
      state: value.State,
      route_table: routeTable,
      policy_table: routeTable === null ? policyTables(id, gateway) : undefined,
      subnets: (details?.SubnetIds ?? []).toSorted(),
      appliance_mode: enabled(details?.Options?.ApplianceModeSupport),
      ipv6: enabled(details?.Options?.Ipv6Support),
      security_group_referencing: enabled(details?.Options?.SecurityGroupReferencingSupport),
      tags: tagsOf(value.Tags),
    };
  });
}

type TransitRoute = NonNullable<Draft<"transit_gateway_route_tables">["routes"]>[number];

export function buildTransitRouteTables(context: BuildContext): Draft<"transit_gateway_route_tables">[] {
  const nameOf = attachmentNames(context);
  const propagations = Map.groupBy(context.of(TRANSIT_PROPAGATIONS), ({ value }) => value.TransitGatewayRouteTableId);
  const routes = Map.groupBy(context.of(TRANSIT_ROUTES), ({ value }) => value.TransitGatewayRouteTableId);
  return context.of(TRANSIT_ROUTE_TABLES).map((read) => {
    const { TransitGatewayRouteTableId: id, TransitGatewayId: gateway, Tags, State } = read.value;
    const dead = /^delet/.test(State ?? "");
    const propagated = propagations.get(id);
    const searched = routes.get(id);
    if (propagated === undefined && !dead) context.doubt(context.noAnswer(TRANSIT_PROPAGATIONS, `\`${id}\``));
    if (searched === undefined && !dead) context.doubt(context.noAnswer(TRANSIT_ROUTES, `\`${id}\``));
    const cut = searched?.find(({ value }) => value.AdditionalRoutesAvailable === true);
    if (cut !== undefined) {
      context.remark(
        cut,
        "value_unknown",
        `\`${id}\` has more routes than the answer of \`aws ${TRANSIT_ROUTES.name}\` gives`,
      );
      context.doubt(`\`${id}\` has more routes than ${cut.file} gives; ask for them by narrower filters`);
    }
    const found = new Map<string, TransitRoute>();
    for (const { value } of searched ?? []) {
      for (const route of value.Routes) {
        const destination = route.DestinationCidrBlock || route.PrefixListId || "";
        if (route.State !== "active" && route.State !== "blackhole") continue;
        const one: TransitRoute = {
          destination,
          attachments: (route.TransitGatewayAttachments ?? []).flatMap(({ TransitGatewayAttachmentId }) =>
            TransitGatewayAttachmentId ? [nameOf(TransitGatewayAttachmentId, gateway)] : [],
          ),
          origin: route.Type === "static" ? "static" : "propagated",
          state: route.State,
        };
        found.set(`${destination} ${one.origin}`, one);
      }
    }
    const active = (propagated ?? []).flatMap(({ value }) =>
      value.TransitGatewayRouteTablePropagations.flatMap(({ TransitGatewayAttachmentId, State }) =>
        (State ?? "enabled") === "enabled" ? [nameOf(TransitGatewayAttachmentId, gateway)] : [],
      ),
    );
    const all = [...found.values()];
    const staticOnly = (searched ?? []).every(({ value }) => value.StaticOnly === true);
    return {
      id,
      transit_gateway: gateway,
      propagations: [...new Set(active)].sort(),
      routes: all,
      // Without a propagated route nobody can tell whether the search left them out or there are none.
      complete: !staticOnly && (active.length === 0 || all.some(({ origin }) => origin === "propagated")),
      tags: tagsOf(Tags),
    };
  });
}
