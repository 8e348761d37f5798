import type { Call } from "./call.ts";
import { NETWORK_INTERFACES } from "./calls/compute.ts";
import { SUBNETS } from "./calls/vpc.ts";
import type { AnswerRead, Collection } from "./collection.ts";
import type { Place } from "./place.ts";

/** Regions and accounts of the snapshot, and which call was answered for which of them. */
export interface Coverage {
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
  /** The one region of the snapshot, or null where it has none or several. */
  readonly onlyRegion: string | null;
  readonly onlyAccount: string | null;
  /** Scopes that lack an answer of the call, in words; empty where it was answered everywhere. */
  lacking(call: Call): readonly string[];
  answered(call: Call): boolean;
  /** In words, for a person who could supply it. */
  noAnswer(call: Call, where: string): string;
  regionOfVpc(vpc: string | null | undefined): string | null;
}

export interface Defaults {
  readonly region?: string;
  readonly account?: string;
}

export function coverageOf(collection: Collection, defaults: Defaults): Coverage {
  const vpcRegions = regionsOfVpcs(collection);
  const answers = placed(collection, vpcRegions);
  // What is asked for once may be asked for in a region that has nothing else.
  const regional = answers.filter(({ extent }) => extent === "region");
  const regions = [
    ...new Set(regional.flatMap(({ folder, regions }) => (folder.region ? [folder.region] : [...regions]))),
  ];
  if (regions.length === 0 && defaults.region !== undefined) regions.push(defaults.region);
  const accounts = [
    ...new Set(answers.flatMap(({ folder, accounts }) => (folder.account ? [folder.account] : [...accounts]))),
  ];
  const onlyRegion = regions.length === 1 ? (regions[0] ?? null) : null;
  const byCall = Map.groupBy(answers, ({ call }) => call);
  const scopes = scopesOf(regional, regions);
  return {
    regions: regions.sort(),
    accounts: accounts.sort(),
    onlyRegion,
    onlyAccount: defaults.account ?? (accounts.length === 1 ? (accounts[0] ?? null) : null),
    answered: (call) => byCall.has(call.name),
    noAnswer: (call, where) =>
      `no answer of \`aws ${call.name}\` in the snapshot${where === "" ? "" : ` for ${where}`}`,
    lacking(call) {
      const given = byCall.get(call.name) ?? [];
      if (call.extent === "once" || scopes.length === 0) return given.length > 0 ? [] : [""];
      return scopes.filter((scope) => !given.some((answer) => speaksOf(answer, scope, call, onlyRegion))).map(wordsOf);
    },
    regionOfVpc: (vpc) => vpcRegions.get(vpc ?? "") ?? null,
  };
}

/** Answers whose items name VPCs speak of the regions of these. */
function placed(collection: Collection, vpcRegions: ReadonlyMap<string, string>): readonly AnswerRead[] {
  const regions = new Map<string, Set<string>>();
  for (const [call, { file, value }] of collection.all()) {
    const vpc = typeof value === "object" && value !== null && "VpcId" in value ? value.VpcId : undefined;
    const region = typeof vpc === "string" ? vpcRegions.get(vpc) : undefined;
    if (region === undefined) continue;
    const key = `${call} ${file}`;
    regions.set(key, (regions.get(key) ?? new Set()).add(region));
  }
  return collection.answers.map((answer) => {
    const more = regions.get(`${answer.call} ${answer.file}`);
    return more === undefined ? answer : { ...answer, regions: answer.regions.union(more) };
  });
}

function scopesOf(answers: readonly AnswerRead[], regions: readonly string[]): Place[] {
  const found = new Map<string, Place>();
  for (const { folder } of answers) {
    if (folder.region !== null) found.set(`${folder.account}/${folder.region}`, folder);
  }
  for (const region of regions) {
    if (![...found.values()].some((scope) => scope.region === region))
      found.set(`/${region}`, { region, account: null });
  }
  return [...found.values()];
}

function speaksOf(answer: AnswerRead, scope: Place, call: Call, onlyRegion: string | null): boolean {
  const { folder } = answer;
  if (folder.account !== null && scope.account !== null && folder.account !== scope.account) return false;
  if (call.extent === "account") return true;
  if (folder.region !== null) return folder.region === scope.region;
  return answer.regions.has(scope.region ?? "") || (answer.regions.size === 0 && onlyRegion === scope.region);
}

function wordsOf({ region, account }: Place): string {
  return account === null ? (region ?? "") : `${region} of account ${account}`;
}

/** A VPC says nothing about its region: its subnets and interfaces do, by their zones. */
function regionsOfVpcs(collection: Collection): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { value, place } of [...collection.of(SUBNETS), ...collection.of(NETWORK_INTERFACES)]) {
    if (place.region !== null) found.set(value.VpcId, place.region);
  }
  return found;
}
