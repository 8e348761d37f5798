/** Where a thing is, as far as its source says. */
export interface Place {
  readonly region: string | null;
  readonly account: string | null;
}

export const NOWHERE: Place = { region: null, account: null };

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d/;
const ACCOUNT = /^\d{12}$/;

/** The region of a zone's name, local zones included: `us-west-2-lax-1a` lies in `us-west-2`. */
export function regionOfZone(zone: string): string | null {
  return REGION.exec(zone)?.[0] ?? null;
}

export function isRegion(text: string): boolean {
  return REGION.exec(text)?.[0] === text;
}

export function isAccount(text: string): boolean {
  return ACCOUNT.test(text);
}

/** Region and account that an ARN names; those of a global service name no region. */
export function placeOfArn(arn: string): Place {
  const [scheme, , , region = "", account = ""] = arn.split(":", 6);
  if (scheme !== "arn") return NOWHERE;
  return { region: isRegion(region) ? region : null, account: isAccount(account) ? account : null };
}

/** The last element of an ARN's path: `core-network-0a…` of `arn:aws:networkmanager::111122223333:core-network/core-network-0a…`. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

const OWN_ARN =
  /^(?:SubnetArn|TransitGatewayArn|LoadBalancerArn|TargetGroupArn|ListenerArn|PrefixListArn|FirewallArn|DBInstanceArn|NetworkInsightsPathArn)$/;
const OWNERS = ["OwnerId", "TransitGatewayOwnerId", "AwsAccountId"] as const;

/** Where an item of an answer says it is: its own ARN, its zone, its owner (section 5). */
export function placeOfItem(item: unknown): Place {
  if (typeof item !== "object" || item === null) return NOWHERE;
  let { region, account }: Place = NOWHERE;
  const fields = new Map<string, unknown>(Object.entries(item));
  for (const [key, value] of fields) {
    if (typeof value !== "string") continue;
    if (OWN_ARN.test(key)) {
      const place = placeOfArn(value);
      region ??= place.region;
      account ??= place.account;
    } else if (key === "AvailabilityZone" || key === "RegionName" || key === "AwsRegion") {
      region ??= regionOfZone(value);
    }
  }
  for (const key of OWNERS) {
    const owner = fields.get(key);
    if (typeof owner === "string" && isAccount(owner)) account ??= owner;
  }
  return { region, account };
}
