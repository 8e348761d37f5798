import { ADDRESSES, DATABASES, INSTANCES, NETWORK_INTERFACES } from "../calls/compute.ts";
import { SUBNETS } from "../calls/vpc.ts";
import { nameOfArn } from "../place.ts";
import { tagsOf } from "../shapes.ts";
import type { BuildContext, Draft } from "./context.ts";

export function buildInterfaces(context: BuildContext): Draft<"interfaces">[] {
  const elastic = elasticAddresses(context);
  return context.of(NETWORK_INTERFACES).map((read) => {
    const { value } = read;
    const ipv6 = (value.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address);
    const all = value.PrivateIpAddresses ?? [];
    const primary = value.PrivateIpAddress || all.find(({ Primary }) => Primary)?.PrivateIpAddress;
    const publicOf = (address: string | undefined, said: string | null | undefined) =>
      said || elastic.get(`${value.NetworkInterfaceId} ${address}`) || null;
    const own = all.find(({ PrivateIpAddress }) => PrivateIpAddress === primary);
    const secondary = all
      .filter(({ PrivateIpAddress }) => PrivateIpAddress !== primary)
      .map(({ PrivateIpAddress, Association }) => ({
        private_ip: PrivateIpAddress,
        public_ip: publicOf(PrivateIpAddress, Association?.PublicIp),
      }));
    const prefixes = [
      ...(value.Ipv4Prefixes ?? []).map(({ Ipv4Prefix }) => Ipv4Prefix),
      ...(value.Ipv6Prefixes ?? []).map(({ Ipv6Prefix }) => Ipv6Prefix),
    ];
    return {
      id: value.NetworkInterfaceId,
      vpc: value.VpcId,
      subnet: value.SubnetId,
      region: context.region(read, value.VpcId),
      account: context.account(read, value.OwnerId),
      // An interface of IPv6 alone has no other address.
      private_ip: primary || ipv6[0] || "",
      public_ip: publicOf(primary, own?.Association?.PublicIp ?? value.Association?.PublicIp),
      groups: (value.Groups ?? []).map(({ GroupId }) => GroupId),
      instance: value.Attachment?.InstanceId || null,
      description: value.Description ?? "",
      secondary: secondary.length > 0 ? secondary : undefined,
      ipv6: ipv6.length > 0 ? ipv6 : undefined,
      prefixes: prefixes.length > 0 ? prefixes : undefined,
      source_dest_check: value.SourceDestCheck ?? undefined,
      type: value.InterfaceType ?? undefined,
      state: value.Status ?? undefined,
      deny_internet_gateway: value.DenyAllIgwTraffic ?? undefined,
      tags: tagsOf(value.TagSet),
    };
  });
}

/** Public addresses by interface and private address; an interface says the same itself where it is read after the association. */
function elasticAddresses(context: BuildContext): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { value } of context.of(ADDRESSES)) {
    if (value.NetworkInterfaceId && value.PublicIp) {
      found.set(`${value.NetworkInterfaceId} ${value.PrivateIpAddress ?? ""}`, value.PublicIp);
    }
  }
  return found;
}

const STATES = ["pending", "running", "stopping", "stopped", "shutting-down", "terminated"] as const;

export function buildInstances(context: BuildContext): Draft<"instances">[] {
  const seen = new Map<string, string>();
  return context.of(INSTANCES).flatMap((read) =>
    read.value.Instances.flatMap((instance, i) => {
      const at = { ...read, path: `${read.path}.Instances[${i}]` };
      const written = JSON.stringify(instance);
      const before = seen.get(instance.InstanceId);
      if (before !== undefined) {
        if (before !== written) context.doubt(`\`${instance.InstanceId}\` occurs twice and differs`);
        return [];
      }
      seen.set(instance.InstanceId, written);
      if (!instance.VpcId || !instance.SubnetId) {
        context.leaveOut(at, `\`${instance.InstanceId}\` is ${instance.State.Name} and lies in no subnet`);
        return [];
      }
      const tags = tagsOf(instance.Tags);
      const zone = instance.Placement?.AvailabilityZone;
      const place = zone
        ? { ...read.place, region: read.place.region ?? /^[a-z]{2}(?:-[a-z]+)+-\d/.exec(zone)?.[0] ?? null }
        : read.place;
      const profile = instance.IamInstanceProfile?.Arn;
      return {
        id: instance.InstanceId,
        region: context.region({ ...read, place }, instance.VpcId),
        account: context.account(read, read.value.OwnerId),
        vpc: instance.VpcId,
        subnet: instance.SubnetId,
        type: instance.InstanceType ?? "",
        state: STATES.find((state) => state === instance.State.Name),
        interfaces: (instance.NetworkInterfaces ?? []).map(({ NetworkInterfaceId }) => NetworkInterfaceId),
        // The answer names the profile, which goes by its role's name as a rule.
        role: profile ? nameOfArn(profile) : null,
        scaling_group: tags["aws:autoscaling:groupName"] ?? null,
        tags,
      };
    }),
  );
}

export function buildDatabases(context: BuildContext): Draft<"databases">[] {
  return context.of(DATABASES).flatMap((read) => {
    const { value } = read;
    const subnets = (value.DBSubnetGroup?.Subnets ?? []).map(({ SubnetIdentifier }) => SubnetIdentifier);
    const vpc =
      value.DBSubnetGroup?.VpcId ??
      subnets.map((id) => context.collection.find(SUBNETS, id)?.value.VpcId).find(Boolean);
    if (!vpc || subnets.length === 0) {
      context.leaveOut(read, `\`${value.DBInstanceIdentifier}\` lies in no VPC`);
      return [];
    }
    return {
      id: value.DBInstanceIdentifier,
      region: context.region(read, vpc),
      account: context.account(read),
      engine: value.Engine ?? "",
      class: value.DBInstanceClass ?? "",
      multi_az: value.MultiAZ === true,
      storage_gib: value.AllocatedStorage ?? 0,
      vpc,
      subnets,
      groups: (value.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
      port: value.Endpoint?.Port ?? value.DbInstancePort ?? 0,
      encrypted: value.StorageEncrypted === true,
      publicly_accessible: value.PubliclyAccessible === true,
      backup_days: value.BackupRetentionPeriod ?? 0,
      tags: tagsOf(value.TagList),
    };
  });
}
