import { EGRESS_ONLY_GATEWAYS, ENDPOINTS, INTERNET_GATEWAYS, NAT_GATEWAYS, PEERINGS } from "../calls/gateways.ts";
import { regionOfZone } from "../place.ts";
import { tagsOf } from "../shapes.ts";
import type { BuildContext, Draft } from "./context.ts";

interface Attached {
  readonly State?: string | null | undefined;
  readonly VpcId?: string | null | undefined;
}

/** AWS calls the state of an attachment `available` or `attached`, by the kind of gateway. */
export function attachedVpc(attachments: readonly Attached[] | null | undefined): string | null {
  const found = (attachments ?? []).find(({ State }) => State === "available" || State === "attached" || !State);
  return found?.VpcId ?? null;
}

export function buildInternetGateways(context: BuildContext): Draft<"internet_gateways">[] {
  return context.of(INTERNET_GATEWAYS).map(({ value }) => ({
    id: value.InternetGatewayId,
    vpc: attachedVpc(value.Attachments),
    tags: tagsOf(value.Tags),
  }));
}

export function buildEgressOnlyGateways(context: BuildContext): Draft<"egress_only_gateways">[] {
  return context.of(EGRESS_ONLY_GATEWAYS).map(({ value }) => ({
    id: value.EgressOnlyInternetGatewayId,
    vpc: attachedVpc(value.Attachments),
    tags: tagsOf(value.Tags),
  }));
}

const NAT_STATES = ["pending", "failed", "available", "deleting", "deleted"] as const;

export function buildNatGateways(context: BuildContext): Draft<"nat_gateways">[] {
  return context.of(NAT_GATEWAYS).map((read) => {
    const { value } = read;
    const addresses = value.NatGatewayAddresses ?? [];
    const main = addresses.find(({ IsPrimary }) => IsPrimary) ?? addresses[0];
    const regional = value.AvailabilityMode === "regional" || !value.SubnetId;
    const zones = addresses.flatMap(({ AvailabilityZone }) => (AvailabilityZone ? [AvailabilityZone] : []));
    if (!regional && addresses.length > 1) {
      context.remark(
        read,
        "assumed",
        `\`${value.NatGatewayId}\` has several addresses; the primary one stands for all`,
      );
    }
    return {
      id: value.NatGatewayId,
      subnet: value.SubnetId || value.VpcId,
      public_ip: value.ConnectivityType === "private" ? null : (main?.PublicIp ?? null),
      private_ip: main?.PrivateIp ?? undefined,
      interface: main?.NetworkInterfaceId ?? undefined,
      state: NAT_STATES.find((state) => state === value.State),
      regional: regional
        ? { vpc: value.VpcId, route_table: value.RouteTableId ?? null, zones: [...new Set(zones)] }
        : undefined,
      tags: tagsOf(value.Tags),
    };
  });
}

export function buildPeerings(context: BuildContext): Draft<"peerings">[] {
  return context.of(PEERINGS).flatMap((read) => {
    const { value } = read;
    const { AccepterVpcInfo: accepter, RequesterVpcInfo: requester } = value;
    if (!accepter.VpcId || !requester.VpcId) {
      context.leaveOut(read, `\`${value.VpcPeeringConnectionId}\` is ${value.Status.Code} and names only one VPC`);
      return [];
    }
    return {
      id: value.VpcPeeringConnectionId,
      requester_vpc: requester.VpcId,
      accepter_vpc: accepter.VpcId,
      state: value.Status.Code,
      requester_region: requester.Region ?? undefined,
      accepter_region: accepter.Region ?? undefined,
      tags: tagsOf(value.Tags),
    };
  });
}

const ENDPOINT_TYPES = ["Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork"] as const;

export function buildEndpoints(context: BuildContext): Draft<"endpoints">[] {
  return context.of(ENDPOINTS).map((read) => {
    const { value } = read;
    const service = value.ServiceName || value.ResourceConfigurationArn || value.ServiceNetworkArn || "";
    const named = service
      .split(".")
      .map(regionOfZone)
      .find((region) => region !== null);
    const place = {
      ...read.place,
      region: read.place.region ?? context.coverage.regionOfVpc(value.VpcId) ?? named ?? null,
    };
    const interfaces = value.NetworkInterfaceIds ?? [];
    const tables = value.RouteTableIds ?? [];
    return {
      id: value.VpcEndpointId,
      region: context.region({ ...read, place }, value.VpcId),
      account: context.account(read, value.OwnerId),
      vpc: value.VpcId,
      type: ENDPOINT_TYPES.find((type) => type === value.VpcEndpointType),
      service,
      subnets: value.SubnetIds ?? [],
      groups: (value.Groups ?? []).map(({ GroupId }) => GroupId),
      state: value.State ?? undefined,
      interfaces: interfaces.length > 0 ? interfaces : undefined,
      route_tables: value.VpcEndpointType === "Gateway" ? tables : undefined,
      tags: tagsOf(value.Tags),
    };
  });
}
