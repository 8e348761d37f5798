import { type Fields, field, listOf, path, text, texts } from "../fields.ts";

/** Where each kind of finding names what it is about; the first that is there is what it is about most. */
const NAMED_BY = [
  "instanceDetails.instanceId",
  "eksClusterDetails.arn",
  "eksClusterDetails.name",
  "ecsClusterDetails.arn",
  "rdsDbInstanceDetails.dbInstanceArn",
  "rdsDbInstanceDetails.dbInstanceIdentifier",
  "rdsLimitlessDbDetails.dbShardGroupArn",
  "lambdaDetails.functionArn",
  "lambdaDetails.functionName",
  "containerDetails.id",
  "ebsSnapshotDetails.snapshotArn",
  "ec2ImageDetails.imageArn",
  "recoveryPointDetails.recoveryPointArn",
  "accessKeyDetails.accessKeyId",
  "accessKeyDetails.principalId",
  "accessKeyDetails.userName",
];

/** Ids and ARNs of what a finding is about. */
export function resourcesOf(finding: Fields): readonly string[] {
  const resource = field(finding, "resource");
  const buckets = listOf(field(resource, "s3BucketDetails")).flatMap((one) => texts(one, ["arn", "name"], 200));
  const bucketFirst = text(field(resource, "resourceType"), 40) === "S3Bucket";
  const named = texts(resource, NAMED_BY, 200);
  const interfaces = listOf(path(resource, "instanceDetails", "networkInterfaces")).flatMap((one) =>
    texts(one, ["networkInterfaceId"], 100),
  );
  const sequence = listOf(path(finding, "service", "detection", "sequence", "resources")).flatMap((one) =>
    texts(one, ["uid"], 200),
  );
  const all = bucketFirst ? [...buckets, ...named] : [...named, ...buckets];
  return [...new Set([...all, ...interfaces, ...sequence])].slice(0, 20);
}

export function roleOf(finding: Fields): "ACTOR" | "TARGET" | null {
  const role = path(finding, "service", "resourceRole");
  return role === "ACTOR" || role === "TARGET" ? role : null;
}
