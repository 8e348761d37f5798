import type { Call } from "../aws/call.ts";
import { SUBNETS } from "../aws/calls/vpc.ts";
import type { Collection } from "../aws/collection.ts";
import type { Coverage } from "../aws/coverage.ts";
import type { Place } from "../aws/place.ts";

/**
 * What Terraform describes is known as far as Terraform manages it: a call is answered where some resource of the types that
 * make it up is there. Where none is, others may have made such things, so that the part is not known.
 */
export function terraformCoverage(collection: Collection, described: ReadonlySet<string>, defaults: Place): Coverage {
  const places = [...collection.all()].map(([, { place }]) => place);
  const regions = [...new Set(places.flatMap(({ region }) => region ?? []))].sort();
  const accounts = [...new Set(places.flatMap(({ account }) => account ?? []))].sort();
  const subnets = new Map(collection.of(SUBNETS).map(({ value, place }) => [value.VpcId, place.region]));
  const answered = (call: Call) => described.has(call.name);
  return {
    regions,
    accounts,
    onlyRegion: defaults.region ?? (regions.length === 1 ? (regions[0] ?? null) : null),
    onlyAccount: defaults.account ?? (accounts.length === 1 ? (accounts[0] ?? null) : null),
    lacking: (call) => (answered(call) ? [] : [""]),
    answered,
    noAnswer: (call, where) =>
      where === ""
        ? `Terraform has no resource of those that \`aws ${call.name}\` lists; whether there are others it does not say`
        : `Terraform does not have ${where}, of those that \`aws ${call.name}\` lists`,
    regionOfVpc: (vpc) => subnets.get(vpc ?? "") ?? null,
  };
}
