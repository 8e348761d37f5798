import {
  GROUP_VPC_ASSOCIATIONS,
  MANAGED_PREFIX_LISTS,
  NETWORK_ACLS,
  type Permission,
  PREFIX_LIST_ENTRIES,
  PREFIX_LISTS,
  SECURITY_GROUPS,
} from "../calls/filters.ts";
import { ROUTE_TABLES } from "../calls/vpc.ts";
import { tagsOf } from "../shapes.ts";
import type { BuildContext, Draft } from "./context.ts";

/** AWS writes -1 where any will do. */
function orAny(value: number | null | undefined): number | null {
  return value === undefined || value === null || value === -1 ? null : value;
}

/** The entry that denies the rest stands at 32767, of IPv6 at 32768: the end of every list, whatever its number. */
const LAST_RULE = 32_767;

export function buildNetworkAcls(context: BuildContext): Draft<"network_acls">[] {
  return context.of(NETWORK_ACLS).map(({ value }) => ({
    id: value.NetworkAclId,
    vpc: value.VpcId,
    default: value.IsDefault === true,
    entries: value.Entries.map((entry) => ({
      number: Math.min(entry.RuleNumber, LAST_RULE),
      egress: entry.Egress,
      protocol: entry.Protocol,
      cidr: entry.CidrBlock || entry.Ipv6CidrBlock || "",
      from_port: entry.PortRange?.From ?? null,
      to_port: entry.PortRange?.To ?? null,
      ...(entry.IcmpTypeCode
        ? { icmp_type: orAny(entry.IcmpTypeCode.Type), icmp_code: orAny(entry.IcmpTypeCode.Code) }
        : {}),
      action: entry.RuleAction,
    })),
    tags: tagsOf(value.Tags),
  }));
}

export function buildSecurityGroups(context: BuildContext): Draft<"security_groups">[] {
  const associated = Map.groupBy(
    context.of(GROUP_VPC_ASSOCIATIONS).filter(({ value }) => (value.State ?? "associated") === "associated"),
    ({ value }) => value.GroupId,
  );
  return context.of(SECURITY_GROUPS).flatMap((read) => {
    const { value } = read;
    if (!value.VpcId) {
      context.leaveOut(read, `\`${value.GroupId}\` belongs to no VPC`);
      return [];
    }
    const others = (associated.get(value.GroupId) ?? [])
      .map((one) => one.value.VpcId)
      .filter((id) => id !== value.VpcId);
    return {
      id: value.GroupId,
      vpc: value.VpcId,
      name: (value.GroupName ?? "").slice(0, 255),
      description: (value.Description ?? "").slice(0, 255),
      ingress: value.IpPermissions.map(ruleOf),
      egress: value.IpPermissionsEgress.map(ruleOf),
      associated_vpcs: others.length > 0 ? others : undefined,
      tags: tagsOf(value.Tags),
    };
  });
}

function ruleOf(permission: Permission) {
  const v4 = permission.IpRanges ?? [];
  const v6 = permission.Ipv6Ranges ?? [];
  const lists = permission.PrefixListIds ?? [];
  const groups = permission.UserIdGroupPairs ?? [];
  const said = [...v4, ...v6, ...lists, ...groups].flatMap(({ Description }) => (Description ? [Description] : []));
  return {
    protocol: permission.IpProtocol,
    from_port: orAny(permission.FromPort),
    to_port: orAny(permission.ToPort),
    cidrs: [...v4.map(({ CidrIp }) => CidrIp), ...v6.map(({ CidrIpv6 }) => CidrIpv6)],
    groups: groups.map(({ GroupId }) => GroupId),
    prefix_lists: lists.map(({ PrefixListId }) => PrefixListId),
    description: [...new Set(said)].join("; ").slice(0, 255),
  };
}

/** Prefix lists with their entries: AWS's own from `describe-prefix-lists`, others call by call (R23). */
export function buildPrefixLists(context: BuildContext): Draft<"prefix_lists">[] {
  const entries = new Map<string, { Cidr: string; Description?: string | null | undefined }[]>();
  for (const { value } of context.of(PREFIX_LIST_ENTRIES)) {
    entries.set(value.PrefixListId, [...(entries.get(value.PrefixListId) ?? []), ...value.Entries]);
  }
  const used = usedPrefixLists(context);
  const lists = new Map<string, Draft<"prefix_lists">>();
  for (const read of context.of(PREFIX_LISTS)) {
    const { PrefixListId: id, PrefixListName, Cidrs } = read.value;
    lists.set(id, {
      id,
      region: read.place.region ?? regionInName(PrefixListName) ?? context.region(read),
      account: context.account(read),
      name: PrefixListName ?? id,
      max_entries: Math.max(Cidrs.length, 1),
      version: 1,
      entries: Cidrs.map((cidr) => ({ cidr, description: "" })),
      tags: {},
    });
  }
  for (const read of context.of(MANAGED_PREFIX_LISTS)) {
    const { PrefixListId: id, PrefixListName, OwnerId, MaxEntries, Version, Tags } = read.value;
    const own = entries.get(id) ?? lists.get(id)?.entries?.map(({ cidr }) => ({ Cidr: cidr, Description: "" }));
    if (own === undefined) {
      const managed = OwnerId === "AWS";
      if (used.has(id) || !managed) context.doubt(context.noAnswer(PREFIX_LIST_ENTRIES, `\`${id}\``));
      else context.leaveOut(read, `no entries of \`${PrefixListName ?? id}\`, which nothing here uses`);
      continue;
    }
    lists.set(id, {
      id,
      region: context.region(read),
      account: context.account(read, OwnerId === "AWS" ? undefined : OwnerId),
      name: PrefixListName ?? id,
      max_entries: Math.max(MaxEntries ?? own.length, 1),
      version: Math.max(Version ?? 1, 1),
      entries: own.map(({ Cidr, Description }) => ({ cidr: Cidr, description: (Description ?? "").slice(0, 255) })),
      tags: tagsOf(Tags),
    });
  }
  return [...lists.values()];
}

function regionInName(name: string | null | undefined): string | undefined {
  return /\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(name ?? "")?.[1];
}

function usedPrefixLists(context: BuildContext): ReadonlySet<string> {
  const inRoutes = context
    .of(ROUTE_TABLES)
    .flatMap(({ value }) => value.Routes.map((route) => route.DestinationPrefixListId));
  const inRules = context
    .of(SECURITY_GROUPS)
    .flatMap(({ value }) => [...value.IpPermissions, ...value.IpPermissionsEgress])
    .flatMap(({ PrefixListIds }) => (PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId));
  return new Set([...inRoutes, ...inRules].filter((id) => typeof id === "string"));
}
