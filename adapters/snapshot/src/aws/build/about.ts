import type { Read } from "../collection.ts";
import { type Place, placeOfArn } from "../place.ts";

type OwnArn = "LoadBalancerArn" | "TargetGroupArn";
type Answer = { readonly [K in OwnArn | "File"]?: string | null | undefined };

/**
 * Which load balancer or target group an answer is about: it says so where somebody joined the answers; else its file is named
 * after it, by the hash of its ARN or by its name. Of several names that fit, the longest counts.
 */
export function answersAbout<T extends Answer>(
  reads: readonly Read<T>[],
  key: OwnArn,
  arns: readonly string[],
): ReadonlyMap<string, readonly Read<T>[]> {
  const found = new Map<string, Read<T>[]>();
  for (const read of reads) {
    const arn = read.value[key] || arnOfFile(read.value.File ?? "", read.place, arns);
    if (arn !== null) found.set(arn, [...(found.get(arn) ?? []), read]);
  }
  return found;
}

function arnOfFile(file: string, place: Place, arns: readonly string[]): string | null {
  const byHash = arns.find((arn) => arn.includes("/") && file.includes(nameAndHash(arn)[1]));
  if (byHash !== undefined) return byHash;
  const fitting = arns
    .filter((arn) => isIn(place, arn) && named(file, nameAndHash(arn)[0]))
    .sort((a, b) => nameAndHash(b)[0].length - nameAndHash(a)[0].length);
  return fitting[0] ?? null;
}

function nameAndHash(arn: string): readonly [string, string] {
  const [name = "", hash = ""] = arn.split("/").slice(-2);
  return [name, hash];
}

function isIn({ region, account }: Place, arn: string): boolean {
  const own = placeOfArn(arn);
  return (region === null || own.region === region) && (account === null || own.account === account);
}

function named(file: string, name: string): boolean {
  if (name === "" || !file.includes(name)) return false;
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?:^|[^A-Za-z0-9])${escaped}(?:[^A-Za-z0-9]|$)`).test(file);
}
