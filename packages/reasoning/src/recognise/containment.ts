import { type Estate, isKnown, list } from "@trias/estate";
import { periodIn } from "../sentence/moments.ts";
import { isNameLike, nameIn, phraseAfter, phraseAt, phraseBefore, thingIn } from "../sentence/phrases.ts";
import { placeAfter } from "../sentence/places.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { ANY, anchoredBy, frame, REQUEST, type Values } from "./frame.ts";

export const investigateTraffic = frame(
  "investigate_traffic",
  ANY,
  [
    "8 investigate suspicious -INSTANCE",
    "8.5 investigate suspicious TRAFFIC|@range|@domain",
    "9 investigate @range -reach",
    "7 investigate>TRAFFIC -COST",
    "7 suspicious TRAFFIC",
    "8 suspicious @range",
    '7 suspicious "from|towards|against|probing|scanning" -COST',
    "8 \"who is|who's|what is|what's\" @range",
    "8.2 investigate @domain -block -allow -explain -reach",
    '9.4 @range "sending|making|doing|generating|uploading|downloading|so many|so much|up to" -block -reach',
    '8.5 mitigate @range "is|are|keeps|has been|been|seeing|investigate|look|looks"',
    "8.5 investigate mitigate @range",
    '7 TRAFFIC @range "odd|seeing|why|what"',
    '7 investigate "login|logins|login attempts|sign-ins|requests|dns queries|alerts"',
  ],
  (clause, { whole, now }) => {
    const source = placeAfter(clause, "from", "by", "between") ?? null;
    const range = whole.ranges[0] ?? clause.domains[0];
    const from = source !== null && source.sort !== "region" ? source : null;
    return {
      source: from?.sort === "range" || range === undefined ? (from?.name ?? range) : range,
      target: targetOf(whole, range),
      window: periodIn(clause.text, clause.words, now) ?? periodIn(whole.text, whole.words, now),
      block_if_malicious: blocksIfBad(whole),
    };
  },
  anchoredBy(
    ["source"],
    "traffic",
    "connections",
    "flows",
    "packets",
    "logins",
    "login attempts",
    "requests",
    "dns queries",
  ),
);

const TOWARDS = [
  "towards",
  "toward",
  "against",
  "hitting",
  "targeting",
  "probing",
  "scanning",
  "attacking",
  "hammering",
  "reaching",
  "to",
  "into",
  "at",
  "on",
];

function targetOf(whole: Sentence, source: string | undefined): string | null {
  for (const [i, word] of whole.words.entries()) {
    if (!TOWARDS.includes(word)) continue;
    // `look at traffic`, `look into it` name no target.
    if (
      /^(?:look|looking|looks|dig|digging|have|check|get|close|related|due|like|want|need|going|try|trying|up|back|down|need|needs|seems|able|please)$/.test(
        whole.words[i - 1] ?? "",
      )
    )
      continue;
    const place = placeAfter(
      { ...whole, words: whole.words.map((one, at) => (at === i ? one : at < i ? "" : one)) },
      word,
    );
    if (place === null || place.from !== firstBehind(whole, i) || place.name === source || place.sort === "region")
      continue;
    if (
      /^(?:it|this|that|us|me|network|somewhere|something|traffic|block|be|see|the bottom|find|port|investigate|if)\b/i.test(
        place.name,
      ) ||
      /\d+ ?(?:am|pm|:)/.test(place.name)
    )
      continue;
    return place.name;
  }
  return null;
}

function firstBehind({ words }: Sentence, at: number): number {
  let i = at + 1;
  while (/^(?:a|an|the|our|my|your|all|some|one|of|this|that)$/.test(words[i] ?? "")) i += 1;
  return i;
}

function blocksIfBad(whole: Sentence): boolean {
  const { words } = whole;
  if (says(whole, "do not block", "don't block", "dont block", "no blocking", "without blocking", "not block"))
    return false;
  return (
    words.some((word) =>
      /^(?:block|drop|ban|blacklist|deny|blocklist|blackhole|blocking|null-route|stop|cut|shut)$/.test(word),
    ) && says(whole, "if", "and", "then", "when", "it", "them", "where", "in case", "once", "should")
  );
}

export const isolateInstance = frame(
  "isolate_instance",
  REQUEST,
  [
    "9 isolate @instance",
    "7.5 isolate>INSTANCE",
    "7 isolate @interface",
    "6.5 isolate @range -block",
    '7 isolate "compromised|infected|mining|ransomware|malware|hacked|breached|crypto"',
    '5 "isolate|quarantine" -SEGMENT -@segment -TRAFFIC -VPC -@vpc',
    '9 @instance "off|offline|cut|kill the network|no network|stop all traffic|network access"',
    '6 block INSTANCE "from talking|from everything|off|all communication|all traffic"',
    '8 block @instance "everything|all|any|every"',
  ],
  (clause, { whole, estate }) => {
    const own = clause.instances.length > 0 ? clause.instances : byAddress(clause, estate);
    if (own.length > 0) return own.map((instance) => ({ instance }));
    const named = instancesNamed(clause, estate);
    if (named.length > 0) return named;
    if (
      whole.instances.length > 0 &&
      says(clause, "it", "this", "that", "them", "instance", "server", "host", "machine", "vm", "box", "node")
    )
      return whole.instances.map((instance) => ({ instance }));
    const elsewhere = instancesNamed(whole, estate);
    if (elsewhere.length > 0) return elsewhere;
    const range = clause.ranges[0] ?? whole.ranges[0];
    return { instance: range === undefined ? null : range.replace(/\/(?:32|128)$/, "") };
  },
);

/** Instances that own an address which the clause names: an address has one owner, so this is no guess. */
function byAddress({ ranges }: Sentence, estate: Estate): string[] {
  if (!isKnown(estate, "interfaces")) return [];
  const addresses = new Set(
    ranges.filter((range) => /\/(?:32|128)$/.test(range)).map((range) => range.slice(0, range.lastIndexOf("/"))),
  );
  if (addresses.size === 0) return [];
  const owners = list(estate, "interfaces").filter(
    (one) => addresses.has(one.private_ip) || addresses.has(one.public_ip ?? ""),
  );
  return [...new Set(owners.map((one) => one.instance).filter((id) => id !== null))];
}

/** An instance by the name that the words give: its id where the estate knows exactly one, all of them where it knows several. */
function instancesNamed(clause: Sentence, estate: Estate): Values[] {
  const spoken = clause.words
    .map((word, i) => ({ word, spelled: clause.spelled[i] ?? word }))
    .filter(
      ({ word, spelled }, i) =>
        isNameLike(spelled) &&
        clause.kinds[i] === null &&
        !clause.segmentMentions.some(({ from, to }) => from <= i && i < to) &&
        !clause.regionMentions.some(({ from, to }) => from <= i && i < to) &&
        word !== "air-gap",
    );
  for (const { word, spelled } of spoken) {
    const found = isKnown(estate, "instances")
      ? list(estate, "instances").filter(({ tags }) => (tags["Name"] ?? tags["name"] ?? "").toLowerCase() === word)
      : [];
    if (found.length === 1) return [{ instance: found[0]?.id }];
    if (found.length > 1) return [{ instance: spelled }];
    return [{ instance: spelled }];
  }
  return [];
}

export const mitigateDdos = frame(
  "mitigate_ddos",
  ANY,
  [
    "8 mitigate DDOSTARGET",
    '9 "ddos|ddosed|dos attack|denial of service|denial-of-service|syn flood|http flood|rate limit|rate-limit|rate limiting|rate-limiting|throttle|botnet|volumetric|udp flood|layer 7"',
    '8 "under attack|hammered|flooded|bombarded|slammed|swamped|overwhelmed|being attacked|getting attacked|pounded"',
    '7 "requests per second|rps|millions of requests" -forecast -scale',
    "6 mitigate TRAFFIC -forecast",
  ],
  (clause, { whole }) => ({ resource: resourceOf(clause) ?? resourceOf(whole) }),
);

function resourceOf(clause: Sentence): string | null {
  const hit = clause.words.findIndex((word) => /^(?:is|are|was|were|has|gets|getting|keeps|seems|being)$/.test(word));
  const subject = hit > 0 ? phraseBefore(clause, hit) : null;
  if (subject !== null && isResource(subject.text)) return thingIn(subject);
  for (const marker of [
    "against",
    "targeting",
    "hitting",
    "hammering",
    "protect",
    "shield",
    "defend",
    "on",
    "to",
    "for",
    "at",
    "of",
    "flooding",
    "overwhelming",
    "limit",
    "throttle",
    "limiting",
    "front",
  ]) {
    const at = clause.words.indexOf(marker);
    const phrase = at === -1 ? null : phraseAt(clause, clause.words[at + 1] === "of" ? at + 2 : at + 1);
    if (phrase !== null && isResource(phrase.text)) return thingIn(phrase);
  }
  const named = clause.words.findIndex((word) =>
    /^(?:alb|nlb|elb|cloudfront|balancer|website|site|api|gateway)$/.test(word),
  );
  const around = named === -1 ? null : phraseBefore(clause, named + 1);
  return around === null ? null : thingIn(around);
}

function isResource(text: string): boolean {
  return (
    /\b(?:alb|nlb|elb|load balancers?|cloudfront|distribution|sites?|website|endpoints?|api|apis|gateway|frontend|front end|front-end|page|checkout|store|shop|portal|app|web|tier|dns|origin|ip|balancers?|service|resolvers?|platform|proxy|ingress)\b/i.test(
      text,
    ) || text.split(" ").some(isNameLike)
  );
}

export const revokeAccess = frame(
  "revoke_access",
  REQUEST,
  [
    "9 revoke @email",
    "9 revoke @arn -INSTANCE",
    "8 revoke>PRINCIPAL -~VENDOR -RULE",
    "7.5 revoke>ACCESS -~VENDOR -RULE",
    "7 revoke ACCESS -~VENDOR -RULE -TRAFFIC",
    "7 revoke LEFT",
    '8 "out everywhere|out of everything|sign|log" @email',
    "6 revoke PRINCIPAL -VENDOR -RULE -@range",
  ],
  (clause, { whole }) => ({ principal: principalOf(clause) ?? principalOf(whole) }),
  (values, clause) =>
    !says(clause, "grant", "give") &&
    (typeof values["principal"] === "string"
      ? (!/^\d/.test(values["principal"]) && !values["principal"].includes(" ")) || /^\p{Lu}/u.test(values["principal"])
      : says(clause, "user", "access", "credentials", "sessions", "permissions")),
);

function principalOf(clause: Sentence): string | null {
  const exact = clause.kinds.findIndex((kind) => kind === "email" || kind === "arn");
  if (exact !== -1) return clause.spelled[exact] ?? null;
  const key = clause.spelled.find((word) => /^(?:AKIA|ASIA)[A-Z0-9]{12,20}$/.test(word));
  if (key !== undefined) return key;
  // `alice's access`: the possessive was taken off the word, so it stands right before what belongs to it.
  const owner =
    /(?:^|\s)([\p{L}][\p{L}\p{N}._-]{1,60})'s\s+(?:\S+\s+){0,3}?(?:access|permissions?|sessions?|credentials?|account|keys?|login|rights|privileges|tokens?|role|iam|aws|console|admin|password|user)/iu.exec(
      clause.text,
    );
  if (owner && !/^(?:let|he|she|it|that|who|what|today|yesterday|everyone|nobody|here|there)$/i.test(owner[1] ?? ""))
    return owner[1] ?? null;
  const role =
    /(?:^|\s)(?:the\s+)?([\w+=,.@/-]{2,64})\s+(?:role|user|account|service account|iam user|iam role|principal|identity)(?=\s|[,.;]|$)/i.exec(
      clause.text,
    );
  if (
    role &&
    !/^(?:the|a|an|this|that|iam|service|user|aws|our|my|his|her|their|its|admin|assumed|offboard|suspend|disable|revoke|kick|lock|remove|delete|deactivate|terminate|for|of|from|to|any|all|vendor|old|compromised|stolen|principal|leaked)$/i.test(
      role[1] ?? "",
    )
  )
    return role[1] ?? null;
  for (const markers of [
    [
      "user",
      "principal",
      "role",
      "contractor",
      "employee",
      "intern",
      "engineer",
      "admin",
      "account",
      "developer",
      "identity",
      "operator",
      "colleague",
    ],
    ["for", "from", "of", "by", "belonging", "to"],
    [
      "revoke",
      "offboard",
      "suspend",
      "disable",
      "kick",
      "lock",
      "deprovision",
      "deactivate",
      "remove",
      "eject",
      "boot",
      "strip",
    ],
  ]) {
    const phrase = phraseAfter(clause, ...markers);
    const name = nameIn(phrase);
    if (name !== null && !NOBODY.test(name)) return name.replace(/'s?$/, "");
  }
  return subjectThatLeft(clause);
}

function subjectThatLeft(clause: Sentence): string | null {
  const at = clause.words.findIndex((word) =>
    /^(?:left|quit|resigned|leaves|leaving|was|is|got|has|no|should|must|shouldn't)$/.test(word),
  );
  const phrase = at > 0 ? phraseBefore(clause, at) : null;
  const name = nameIn(phrase);
  return name === null || NOBODY.test(name) ? null : name;
}

const NOBODY =
  /^(?:all|any|every|access|sessions?|permissions?|credentials?|the|his|her|their|him|them|it|production|prod|aws|everything|active|iam|keys?|console|our|staff|someone|anyone|account|user|role|good|now|today|immediately|session|login|s3|vpn|admin|network|privileges|rights|token|tokens|no|she|he|they|laptop|who|that)\b/i;
