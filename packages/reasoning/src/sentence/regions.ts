/** AWS regions by code and by the names that people give them (AWS General Reference, "Regional endpoints"). */
const NAMES: Readonly<Record<string, string>> = {
  "us-east-1": "n virginia|northern virginia|north virginia|virginia|use1",
  "us-east-2": "ohio|use2",
  "us-west-1": "n california|northern california|north california|california|usw1",
  "us-west-2": "oregon|usw2",
  "af-south-1": "cape town|south africa|afs1",
  "ap-east-1": "hong kong|hongkong|ape1",
  "ap-south-1": "mumbai|bombay|aps1",
  "ap-south-2": "hyderabad",
  "ap-southeast-1": "singapore|apse1",
  "ap-southeast-2": "sydney|apse2",
  "ap-southeast-3": "jakarta|apse3",
  "ap-southeast-4": "melbourne",
  "ap-southeast-5": "malaysia",
  "ap-southeast-7": "thailand",
  "ap-northeast-1": "tokyo|apne1",
  "ap-northeast-2": "seoul|apne2",
  "ap-northeast-3": "osaka",
  "ca-central-1": "montreal|canada central|cac1",
  "ca-west-1": "calgary",
  "eu-central-1": "frankfurt|euc1",
  "eu-central-2": "zurich|zürich",
  "eu-west-1": "ireland|dublin|euw1",
  "eu-west-2": "london|euw2",
  "eu-west-3": "paris|euw3",
  "eu-south-1": "milan|milano",
  "eu-south-2": "spain|aragon",
  "eu-north-1": "stockholm|eun1",
  "il-central-1": "tel aviv",
  "me-south-1": "bahrain",
  "me-central-1": "uae|dubai",
  "mx-central-1": "mexico",
  "sa-east-1": "sao paulo|são paulo|sae1",
};

const BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([code, names]) => names.split("|").map((name) => [name, code] as const)),
);
const CODE = /^(?:us|eu|ap|ca|sa|me|af|il|mx|cn)-(?:gov-)?(?:(?:north|south)(?:east|west)?|east|west|central)-\d$/;

const FIRST: ReadonlySet<string> = new Set([
  ...[...BY_NAME.keys()].map((name) => name.split(" ")[0] ?? ""),
  ..."n. us eu ap ca sa me af il mx".split(" "),
]);

/** The region that begins at a word, and how many words name it: `us-west-2`, `US West 2`, `Northern Virginia`, `Oregon`. */
export function regionAt(
  words: readonly string[],
  at: number,
): { readonly region: string; readonly length: number } | null {
  const word = words[at] ?? "";
  if (!FIRST.has(word) && !word.includes("-")) return null;
  for (const length of [3, 2, 1]) {
    const spoken = words.slice(at, at + length);
    if (spoken.length < length) continue;
    const joined = spoken.join("-");
    if (CODE.test(joined)) return { region: joined, length };
    const region = BY_NAME.get(spoken.join(" ").replaceAll(".", ""));
    if (region !== undefined) return { region, length };
  }
  // An availability zone lies in its region.
  return CODE.test(word.slice(0, -1)) && /[a-f]$/.test(word) ? { region: word.slice(0, -1), length: 1 } : null;
}
