import { NETWORK_ACLS } from "../calls/filters.ts";
import { BLOCK_PUBLIC_ACCESS, BLOCK_PUBLIC_ACCESS_EXCLUSIONS, ROUTE_TABLES, SUBNETS, VPCS } from "../calls/vpc.ts";
import type { Read } from "../collection.ts";
import { nameOfArn } from "../place.ts";
import { tagsOf } from "../shapes.ts";
import { type BuildContext, type Draft, UNRESOLVED } from "./context.ts";

type Associated = { readonly State?: string | null | undefined } | null | undefined;
const isAssociated = (state: Associated) => (state?.State ?? "associated") === "associated";

/** VPCs with the blocks that are associated, not with those that come or go (R4). */
export function buildVpcs(context: BuildContext): Draft<"vpcs">[] {
  return context.of(VPCS).map((read) => {
    const { value } = read;
    const set = (value.CidrBlockAssociationSet ?? []).filter(({ CidrBlockState }) => isAssociated(CidrBlockState));
    const cidrs = set.map(({ CidrBlock }) => CidrBlock);
    const region = context.region(read, value.VpcId);
    const account = context.account(read, value.OwnerId);
    return {
      id: value.VpcId,
      region,
      account,
      cidrs: cidrs.length > 0 || !value.CidrBlock ? cidrs : [value.CidrBlock],
      ipv6_cidrs: (value.Ipv6CidrBlockAssociationSet ?? []).flatMap(({ Ipv6CidrBlock, Ipv6CidrBlockState }) =>
        Ipv6CidrBlock && isAssociated(Ipv6CidrBlockState) ? [Ipv6CidrBlock] : [],
      ),
      block_public_access: blockOf(context, value.BlockPublicAccessStates, { region, account, ids: [value.VpcId] }),
      tags: tagsOf(value.Tags),
    };
  });
}

export function buildSubnets(context: BuildContext): Draft<"subnets">[] {
  const tables = tablesOf(context);
  const acls = aclsOf(context);
  return context.of(SUBNETS).map((read) => {
    const { value } = read;
    const [ipv6] = (value.Ipv6CidrBlockAssociationSet ?? []).flatMap(({ Ipv6CidrBlock, Ipv6CidrBlockState }) =>
      Ipv6CidrBlock && isAssociated(Ipv6CidrBlockState) ? [Ipv6CidrBlock] : [],
    );
    const table = tables(value.SubnetId, value.VpcId);
    const acl = acls(value.SubnetId, value.VpcId);
    if (table === UNRESOLVED) unresolved(context, read, value.SubnetId, "route table");
    if (acl === UNRESOLVED) unresolved(context, read, value.SubnetId, "network ACL");
    return {
      id: value.SubnetId,
      vpc: value.VpcId,
      zone: value.AvailabilityZone,
      // A subnet of IPv6 alone has no other block.
      cidr: value.CidrBlock || ipv6 || "",
      ipv6_cidr: ipv6 ?? null,
      route_table: table,
      network_acl: acl,
      block_public_access: blockOf(context, value.BlockPublicAccessStates, {
        region: context.region(read, value.VpcId),
        account: context.account(read, value.OwnerId),
        ids: [value.SubnetId, value.VpcId],
      }),
      tags: tagsOf(value.Tags),
    };
  });
}

function unresolved(context: BuildContext, read: Read<unknown>, subnet: string, what: string): void {
  context.remark(read, "value_unknown", `which ${what} counts for \`${subnet}\` is not in the snapshot`);
}

/** A subnet's table is its own, else the main one of its VPC (R5). */
function tablesOf(context: BuildContext): (subnet: string, vpc: string) => string {
  const own = new Map<string, string>();
  const main = new Map<string, string>();
  for (const { value } of context.of(ROUTE_TABLES)) {
    for (const { SubnetId, Main, AssociationState } of value.Associations ?? []) {
      if (!isAssociated(AssociationState)) continue;
      if (SubnetId) own.set(SubnetId, value.RouteTableId);
      if (Main) main.set(value.VpcId, value.RouteTableId);
    }
  }
  return (subnet, vpc) => own.get(subnet) ?? main.get(vpc) ?? UNRESOLVED;
}

function aclsOf(context: BuildContext): (subnet: string, vpc: string) => string {
  const own = new Map<string, string>();
  const standard = new Map<string, string>();
  for (const { value } of context.of(NETWORK_ACLS)) {
    for (const { SubnetId } of value.Associations ?? []) own.set(SubnetId, value.NetworkAclId);
    if (value.IsDefault) standard.set(value.VpcId, value.NetworkAclId);
  }
  return (subnet, vpc) => own.get(subnet) ?? standard.get(vpc) ?? UNRESOLVED;
}

type Block = "off" | "block-bidirectional" | "block-ingress";
interface Where {
  readonly region: string;
  readonly account: string;
  /** The thing itself, then what it lies in. */
  readonly ids: readonly string[];
}

/** Block Public Access as it applies: as AWS works it out, else by the account's option and its exclusions (R38). */
function blockOf(
  context: BuildContext,
  states: { readonly InternetGatewayBlockMode?: string | null | undefined } | null | undefined,
  { region, account, ids }: Where,
): Block | undefined {
  const stated = blockMode(states?.InternetGatewayBlockMode);
  if (stated !== undefined) return stated;
  const option = context.of(BLOCK_PUBLIC_ACCESS).find((read) => {
    const own = read.value.AwsAccountId ?? read.place.account ?? account;
    return (read.value.AwsRegion ?? context.region(read)) === region && own === account;
  });
  const mode = blockMode(option?.value.InternetGatewayBlockMode);
  if (mode === undefined || mode === "off") return mode;
  const exclusions = context.of(BLOCK_PUBLIC_ACCESS_EXCLUSIONS).map(({ value }) => value);
  for (const id of ids) {
    const found = exclusions.find(
      ({ ResourceArn, State }) => nameOfArn(ResourceArn) === id && !/^(?:delet|disab|create-fail)/.test(State ?? ""),
    );
    if (found?.InternetGatewayExclusionMode === "allow-bidirectional") return "off";
    if (found?.InternetGatewayExclusionMode === "allow-egress") return "block-ingress";
  }
  return mode;
}

function blockMode(text: string | null | undefined): Block | undefined {
  return text === "off" || text === "block-bidirectional" || text === "block-ingress" ? text : undefined;
}
