import { z } from "zod";
import { call } from "../call.ts";
import { count, flag, listOf, maybeText, tagList, text } from "../shapes.ts";

const association = z.object({ PublicIp: maybeText }).nullish();

export const NETWORK_INTERFACES = call(
  "ec2 describe-network-interfaces",
  "NetworkInterfaces",
  z.object({
    NetworkInterfaceId: text,
    VpcId: text,
    SubnetId: text,
    AvailabilityZone: maybeText,
    OwnerId: maybeText,
    PrivateIpAddress: maybeText,
    Association: association,
    PrivateIpAddresses: listOf(z.object({ PrivateIpAddress: text, Primary: flag, Association: association })),
    Ipv6Addresses: listOf(z.object({ Ipv6Address: text })),
    Ipv4Prefixes: listOf(z.object({ Ipv4Prefix: text })),
    Ipv6Prefixes: listOf(z.object({ Ipv6Prefix: text })),
    Groups: listOf(z.object({ GroupId: text })),
    Attachment: z.object({ InstanceId: maybeText }).nullish(),
    Description: maybeText,
    InterfaceType: maybeText,
    SourceDestCheck: flag,
    DenyAllIgwTraffic: flag,
    Status: maybeText,
    TagSet: tagList,
  }),
  { id: (one) => one.NetworkInterfaceId },
);

const instance = z.object({
  InstanceId: text,
  InstanceType: maybeText,
  VpcId: maybeText,
  SubnetId: maybeText,
  State: z.object({ Name: text }),
  Placement: z.object({ AvailabilityZone: maybeText }).nullish(),
  NetworkInterfaces: listOf(z.object({ NetworkInterfaceId: text })),
  IamInstanceProfile: z.object({ Arn: maybeText }).nullish(),
  Tags: tagList,
});

export const INSTANCES = call(
  "ec2 describe-instances",
  "Reservations",
  z.object({ OwnerId: maybeText, ReservationId: maybeText, Instances: z.array(instance) }),
);

export const ADDRESSES = call(
  "ec2 describe-addresses",
  "Addresses",
  z.object({ PublicIp: maybeText, PrivateIpAddress: maybeText, NetworkInterfaceId: maybeText }),
);

export const DATABASES = call(
  "rds describe-db-instances",
  "DBInstances",
  z.object({
    DBInstanceIdentifier: text,
    DBInstanceArn: maybeText,
    DBInstanceClass: maybeText,
    Engine: maybeText,
    MultiAZ: flag,
    AllocatedStorage: count,
    StorageEncrypted: flag,
    PubliclyAccessible: flag,
    BackupRetentionPeriod: count,
    Endpoint: z.object({ Port: count }).nullish(),
    DbInstancePort: count,
    AvailabilityZone: maybeText,
    VpcSecurityGroups: listOf(z.object({ VpcSecurityGroupId: text })),
    DBSubnetGroup: z.object({ VpcId: maybeText, Subnets: listOf(z.object({ SubnetIdentifier: text })) }).nullish(),
    TagList: tagList,
  }),
  { id: (database) => database.DBInstanceArn ?? database.DBInstanceIdentifier },
);
