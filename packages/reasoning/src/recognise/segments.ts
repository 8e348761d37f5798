import { complianceSchema, type Environment } from "@trias/intents";
import { isNameLike, phraseAt } from "../sentence/phrases.ts";
import { calledName, placesAfter, segmentAfter, segmentIn } from "../sentence/places.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { anchoredBy, type Context, frame, REQUEST, type Values } from "./frame.ts";

const THINGS = /^(?:micro-?)?segment$|^subsegment$/;

export const createSegment = frame(
  "create_segment",
  REQUEST,
  [
    "9 create>SEGMENT -ROUTE -RULE -ATTACHMENT -VPC -ZONE -share -@range",
    "8 need>SEGMENT -delete -RULE -ROUTE -@segment -ATTACHMENT",
    '9 "new segment|new microsegment|separate segment|dedicated segment|isolated segment|another segment|own segment|new micro-segment|new network segment|segment called|segment named|new isolated segment" -delete -ATTACHMENT -RULE -@vpc -ROUTE -PRIVATE',
    "4 SEGMENT -@segment -delete -share -move -block -inspect -status -explain -ATTACHMENT -ROUTE -REPORT",
  ],
  (clause, { whole }) => {
    const at = clause.words.findIndex((word, i) => THINGS.test(word) || (/^(?:zone|domain|vrf)$/.test(word) && i > 0));
    const name = nameOf(clause, whole, at);
    const spoken = environmentOf(clause) ?? environmentOf(whole);
    const compliance = complianceOf(whole);
    return {
      name,
      purpose: purposeOf(clause, at) ?? purposeOf(whole, -1),
      environment: spoken ?? (name === null ? null : impliedEnvironment(name)),
      compliance: compliance.length > 1 ? compliance : compliance[0],
      regions: whole.regions.length > 0 ? [...whole.regions] : null,
    };
  },
  (_, clause) => !says(clause, "two segments", "three segments", "several segments", "multiple segments", "segments"),
  ({ name, environment }) => {
    const implied = typeof name === "string" ? impliedEnvironment(name) : null;
    return implied !== null && environment !== implied;
  },
);

function nameOf(clause: Sentence, whole: Sentence, at: number): string | null {
  const called = calledName(clause) ?? calledName(whole);
  if (called !== null) return called;
  for (const i of [at + 1, at - 1]) {
    const word = clause.spelled[i] ?? "";
    if (
      isNameLike(word) &&
      clause.kinds[i] === null &&
      !NOT_A_NAME.test(word) &&
      !clause.regionMentions.some(({ from, to }) => from <= i && i < to)
    )
      return word;
  }
  return null;
}

const NOT_A_NAME =
  /^(?:pci(?:-dss)?|soc-?2|non-?prod(?:uction)?|hipaa|gdpr)$|^(?:pci-compliant|[a-z]+-compliant|[a-z]+-scoped|[a-z]+-only|well-|highly-)/i;

const PURPOSE_ENDS = new Set(
  "in with that which and on across using to at by so where who from within called named for please is are must should needs need as via it spanning covering because under running subject".split(
    " ",
  ),
);
const PURPOSE_TAILS = new Set(
  "workload workloads purposes environment environments application applications apps app team teams system systems services service use traffic".split(
    " ",
  ),
);
const HEADS = new Set(
  "a an the our my new all production prod non-production nonprod non-prod development dev staging".split(" "),
);
const TAILS = new Set("production prod non-production nonprod non-prod".split(" "));

/** `machine learning` of `for machine learning workloads with GPU instances`. */
function purposeOf(clause: Sentence, at: number): string | null {
  const { words, regionMentions } = clause;
  const from = words.findIndex(
    (word, i) =>
      i > at &&
      (word === "for" || word === "hosting" || word === "host" || word === "dedicated" || word === "house") &&
      !/^(?:production|prod|non-production|nonprod|me|us|now)$/.test(words[i + 1] ?? ""),
  );
  if (from === -1) return at > 0 ? before(clause, at) : null;
  const start = words[from] === "dedicated" && words[from + 1] === "to" ? from + 2 : from + 1;
  const end = words.findIndex(
    (word, i) =>
      i > start &&
      (PURPOSE_ENDS.has(word) ||
        clause.stops[i - 1] === true ||
        isCompliance(word) ||
        regionMentions.some((one) => one.from === i)),
  );
  const spoken = clause.spelled.slice(start, end === -1 ? words.length : end).map((word) => word.toLowerCase());
  while (HEADS.has(spoken[0] ?? "")) spoken.shift();
  while (PURPOSE_TAILS.has(spoken.at(-1) ?? "") || TAILS.has(spoken.at(-1) ?? "")) spoken.pop();
  if (/^(?:it|them|this|that|us|me)$/.test(spoken[0] ?? "")) return null;
  return spoken.length === 0 || spoken.length > 8
    ? at > 0
      ? before(clause, at)
      : null
    : spoken.join(" ").slice(0, 200);
}

/** `robotics` of `a robotics segment`. */
function before({ words }: Sentence, at: number): string | null {
  let from = at;
  while (
    from > 0 &&
    at - from < 3 &&
    /^[a-z][a-z]+$/.test(words[from - 1] ?? "") &&
    !PLAIN.has(words[from - 1] ?? "") &&
    !isCompliance(words[from - 1] ?? "")
  )
    from -= 1;
  return from === at ? null : words.slice(from, at).join(" ");
}

const PLAIN = new Set(
  "a an the new one another separate dedicated isolated secure own my our this network core wan cloud production prod test dev development staging micro private internal additional extra compliant create add make build need want please us get non-production nonprod fresh up out provision define introduce segment of for in regulated more establish launch in-scope set spin stand some would like require we i".split(
    " ",
  ),
);

/** The environment that the words give; both or neither is none. */
export function environmentOf(sentence: Pick<Sentence, "line">): Environment | null {
  const non = says(
    sentence,
    "non-production",
    "nonproduction",
    "nonprod",
    "non-prod",
    "non production",
    "non prod",
    "development",
    "dev",
    "staging",
    "sandbox",
    "not production",
    "test environment",
    "uat",
    "qa",
    "preprod",
    "pre-prod",
    "testing",
    "pre-production",
    "lower environment",
    "dev/test",
    "non-live",
    "test env",
    "dev env",
    "lower environments",
    "not prod",
    "in test",
    "for test",
  );
  const line = sentence.line.replaceAll(/ (?:non|not|pre) prod(?:uction)? /g, " ");
  const production = says({ line }, "production", "prod", "live", "prd", "production-grade");
  return non === production ? null : non ? "non-production" : "production";
}

function impliedEnvironment(name: string): Environment | null {
  if (/^(?:nonprod|non-prod|dev|test|staging|qa|uat)\b-?|-(?:dev|test|staging|nonprod|qa|uat)$/i.test(name))
    return "non-production";
  return /^prod(?:uction)?-|-prod(?:uction)?$/i.test(name) ? "production" : null;
}

const COMPLIANCE_WORDS: Readonly<Record<(typeof complianceSchema.options)[number], readonly string[]>> = {
  pci: [
    "pci",
    "pci-dss",
    "pci dss",
    "cardholder",
    "card data",
    "pci-compliant",
    "pci-scoped",
    "pcidss",
    "cardholder data",
  ],
  gdpr: ["gdpr", "gdpr-compliant"],
  soc2: ["soc2", "soc 2", "soc-2", "soc ii", "soc2-compliant"],
  hipaa: ["hipaa", "hipaa-compliant", "phi", "protected health information"],
};

function isCompliance(word: string): boolean {
  return Object.values(COMPLIANCE_WORDS).some((words) => words.includes(word));
}

export function complianceOf(whole: Sentence): string[] {
  return complianceSchema.options.filter((one) => says(whole, ...COMPLIANCE_WORDS[one]));
}

export const deleteSegment = frame(
  "delete_segment",
  REQUEST,
  [
    "10 delete>SEGMENT -RULE -ROUTE -ATTACHMENT",
    "8 delete @segment -RULE -ROUTE -ATTACHMENT -VPC -ACCESS -TRAFFIC -COST -share -@vpc -INSTANCE -FIREWALL -unshare -inspect -@range -CAPACITY -move",
    '8 SEGMENT|@segment "no longer need|no longer needed|not needed anymore|can go|has to go|obsolete|go away" -RULE -ROUTE',
  ],
  (clause, { whole }) => {
    const named =
      clause.segments.length > 0
        ? clause.segments
        : [
            segmentIn(clause) ??
              calledName(clause) ??
              segmentAfter(clause, "delete", "remove", "decommission", "retire", "destroy") ??
              whole.segments[0],
          ];
    return named.map((segment) => ({ segment }));
  },
);

export const shareSegments = frame(
  "share_segments",
  REQUEST,
  [
    "11 unshare @segment|SEGMENT -RULE",
    "9 share @segment2 -inspect -RULE",
    "8 share>SEGMENT -inspect -RULE",
    "8 share ROUTE @segment -inspect",
    '8 @segment2 allow|need|create reach -TRAFFIC -FIREWALL -RULE -"port"',
    "7.5 @segment2 attach -VPC -VPN -TGW -DXGW -ATTACHMENT -@vpc -@attachment -inspect -PRIVATE -@range",
    "7 share SEGMENT",
    '8 @segment2 "no longer reach|should not reach|no longer talk|should no longer|stop talking|no longer see|should not see|disconnect|separate"',
    '7 @segment "share"',
  ],
  (clause, context) => shares(clause, context),
  anchoredBy(["segment"], "segments", "routes"),
);

function shares(clause: Sentence, { whole }: Context): Values[] {
  const found = clause.segments.length > 1 ? clause.segments : whole.segments.length > 1 ? whole.segments : null;
  const off =
    clause.concepts.some(({ concept }) => concept === "unshare") ||
    says(
      clause,
      "no longer",
      "should not",
      "stop",
      "not be able",
      "disconnect",
      "remove",
      "shouldn't",
      "block",
      "cut",
      "don't",
      "delete",
      "end",
    );
  const effect = off ? "unshare" : "share";
  if (found !== null) {
    const [first, ...others] = found;
    return others.map((other) => ({ segment: first, with: other, effect }));
  }
  const named = clause.segments[0] ?? segmentIn(clause);
  const places = placesAfter(clause, "with", "between", "and", "from", "to", "share", "unshare").filter(
    ({ sort, name }) => sort === "segment" || (sort === "name" && isNameLike(name)),
  );
  const names = [...new Set([...places.map(({ name }) => name)])];
  const [segment, other] = names.length > 1 ? names : [named ?? names[0], names.find((name) => name !== named)];
  return [{ segment, with: other, effect }];
}

export const insertInspection = frame(
  "insert_inspection",
  REQUEST,
  [
    "9.5 inspect @segment -REPORT -explain",
    "9 inspect SEGMENT TRAFFIC",
    "8.5 inspect TRAFFIC -@range -suspicious",
    '10 @segment "through the firewall|through inspection|via inspection|through the inspection|via the inspection|through the firewalls|behind the firewall|via the firewall|through the network firewall"',
    "8 create>FIREWALL @segment2 -RULE",
    "7 inspect route",
  ],
  (clause, { whole }) => {
    const segments = clause.segments.length > 0 ? clause.segments : whole.segments;
    const through = throughOf(clause);
    return {
      segment:
        segments[0] ?? segmentIn(clause) ?? segmentAfter(clause, "from", "for", "of", "between", "in", "leaving"),
      with:
        segments[1] ??
        (segments.length === 0
          ? null
          : segmentAfter(clause, "to", "and", "with") === segments[0]
            ? null
            : segmentAfter(clause, "to", "and", "with")),
      through,
    };
  },
  anchoredBy(["segment"], "traffic", "egress"),
);

function throughOf(clause: Sentence): string | null {
  const { words } = clause;
  for (const [i, word] of words.entries()) {
    if (!/^(?:through|via|behind|traverse|cross|by|using)$/.test(word)) continue;
    const phrase = phraseAt(clause, i + 1);
    if (phrase === null) continue;
    const plain = phrase.text.toLowerCase();
    if (
      /^(?:inspection|firewalls?|network firewalls?|aws network firewall|security|deep packet inspection|ids|ips)$/.test(
        plain,
      )
    )
      return plain === "inspection" ? phrase.text : /firewall/.test(plain) ? null : null;
    const name = phrase.text.split(" ").find(isNameLike);
    return (
      name ??
      phrase.text.replace(/ (?:group|function group|network function group|nfg|vpcs?|firewalls?|appliances)$/i, "")
    );
  }
  return null;
}
