import { type Estate, isKnown, isPrivate, list, tryParseCidr } from "@trias/estate";
import { endIn } from "../sentence/moments.ts";
import { type Place, placeAt, placesAfter, segmentAfter } from "../sentence/places.ts";
import { means, type Sentence, says } from "../sentence/sentence.ts";
import { portsOf, protocolOf } from "../sentence/services.ts";
import { anchoredBy, type Context, frame, REQUEST, type Values } from "./frame.ts";

export const addFirewallRule = frame(
  "add_firewall_rule",
  REQUEST,
  [
    "8 create|need>RULE -ROUTE -unneeded",
    "8 RULE block|allow -delete -unneeded",
    "9 allow|block RULE FIREWALL -delete -unneeded",
    "7 block @range -ROUTE",
    "7 block @domain",
    "7 allow @range -ROUTE",
    "7 allow @domain",
    "6 allow|block TRAFFIC @segment|@range|@domain",
    "6 allow|block>TRAFFIC",
    "7 block @port",
    "7 allow @port -reach",
    "6 allow @port",
    "4.5 RULE FIREWALL",
    "6.5 allow|block FIREWALL",
    '5 "reach|access|talk to|get to|connect to|call" allow|need @domain',
    "5 need TRAFFIC @domain -unneeded",
    "4 FIREWALL need|create @domain|@range",
  ],
  (clause, context) => rules(clause, context, effectOf(clause)),
  anchoredBy(["source", "destination", "port", "segment"], "firewall", "rule"),
);

export const removeFirewallRule = frame(
  "remove_firewall_rule",
  REQUEST,
  [
    "10 delete>RULE -ROUTE",
    "10 delete RULE FIREWALL",
    "9.5 delete RULE block|allow -ROUTE",
    "11 unblock",
    "9.5 unneeded RULE -ROUTE",
    '9.6 delete "block|ban|exception" @range|@domain',
    "10 disallow",
    '9 "lift|revoke|expire|disable|undo|clear" RULE',
    '9 "close" TRAFFIC',
    '8 "lift|revoke|undo" block @range|@domain',
  ],
  (clause, context) => rules(clause, context, removedEffect(clause)),
  anchoredBy(["source", "destination", "port", "segment"], "firewall", "rule"),
);

type Effect = "allow" | "block" | null;

function effectOf(clause: Sentence): Effect {
  const wantsBlock = clause.concepts.filter(({ concept }) => concept === "block");
  const wantsAllow = clause.concepts.filter(({ concept }) => concept === "allow");
  if (wantsBlock.length > 0 && wantsAllow.length > 0) {
    // `stop letting`, `do not allow`: the earlier word decides, but `not be able to` is a block.
    if (says(clause, "not allow", "not allowed", "not permitted", "stop allowing", "not let")) return "block";
    return (wantsBlock[0]?.from ?? 0) <= (wantsAllow[0]?.from ?? 0) ? "block" : "allow";
  }
  if (wantsAllow.some(({ from }) => isForNobody(clause.words.slice(0, from)))) return "block";
  return wantsBlock.length > 0 ? "block" : "allow";
}

/** `nobody should be allowed …`, `no traffic is permitted …`: what is allowed to nobody is blocked; `no problem, …` says nothing of it. */
function isForNobody(before: readonly string[]): boolean {
  return before.some(
    (word, i) => NOBODY.has(word) || (word === "no" && before[i + 1] !== undefined && !POLITE.has(before[i + 1] ?? "")),
  );
}

const NOBODY: ReadonlySet<string> = new Set(["nobody", "none", "nothing", "noone", "no-one"]);
const POLITE: ReadonlySet<string> = new Set([
  "problem",
  "problems",
  "rush",
  "worries",
  "hurry",
  "doubt",
  "objection",
  "objections",
]);

function removedEffect(clause: Sentence): Effect {
  if (means(clause, "unblock")) return "block";
  if (means(clause, "disallow") || says(clause, "close")) return "allow";
  const blocks = says(
    clause,
    "block",
    "blocks",
    "blocking",
    "deny",
    "denies",
    "denying",
    "drop rule",
    "drops",
    "dropping",
    "reject",
    "rejects",
    "rejecting",
    "blocked",
    "ban",
    "blocklist",
    "blacklist",
    "denied",
    "deny-list",
    "denylist",
  );
  if (blocks) return "block";
  return says(
    clause,
    "allow",
    "allows",
    "allowing",
    "permit",
    "permits",
    "permitting",
    "whitelist",
    "allowlist",
    "lets",
    "letting",
    "exception",
    "opens",
    "opening",
    "open",
    "allowed",
    "accepts",
    "whitelisting",
    "permitted",
    "exposing",
  )
    ? "allow"
    : null;
}

interface Ends {
  readonly source?: string | undefined;
  readonly destination?: string | undefined;
  readonly direction: "egress" | "ingress" | null;
}

function rules(clause: Sentence, context: Context, effect: Effect): Values[] {
  const { whole, now, estate } = context;
  const ports = portsOf(clause.words);
  const shared = {
    effect,
    segment: segmentOf(clause, whole),
    protocol: protocolOf(clause.words),
    expires: endIn(clause.text, clause.words, now) ?? endIn(whole.text, whole.words, now),
  };
  const all = endsOf(clause, context);
  const listed = ports.length === 0 ? [null] : ports.slice(0, 16);
  return all.slice(0, 16).flatMap((ends) =>
    listed.map((port) => ({
      ...shared,
      ...withoutTwice(ends, shared.segment),
      direction: ends.direction ?? spoken(clause) ?? inferred(ends, estate),
      port,
    })),
  );
}

/** A segment that is one of the rule's ends is not also the place where the rule stands. */
function withoutTwice(ends: Ends, segment: string | null): Pick<Ends, "source" | "destination"> & { segment?: null } {
  const { source, destination } = ends;
  const both = source !== undefined && destination !== undefined;
  return { source, destination, ...(both && (source === segment || destination === segment) ? { segment: null } : {}) };
}

function segmentOf(clause: Sentence, whole: Sentence): string | null {
  return (
    segmentAfter(clause, "in", "for", "on", "within", "inside", "into", "of") ??
    clause.segments[0] ??
    whole.segments[0] ??
    null
  );
}

function spoken(clause: Sentence): "egress" | "ingress" | null {
  if (says(clause, "outbound", "egress", "outgoing", "leaving", "out to", "out bound", "outwards", "exfil"))
    return "egress";
  return says(
    clause,
    "inbound",
    "ingress",
    "incoming",
    "coming in",
    "entering",
    "in from",
    "coming from",
    "in bound",
    "arriving",
  )
    ? "ingress"
    : null;
}

function inferred({ source, destination }: Ends, estate: Estate): "egress" | "ingress" | null {
  if (destination !== undefined && source !== undefined) return isOutside(source, estate) ? "ingress" : "egress";
  if (destination !== undefined) return "egress";
  return source === undefined ? null : "ingress";
}

const FROM = ["from", "by", "source"];
const TO = [
  "to",
  "towards",
  "toward",
  "into",
  "reach",
  "access",
  "contact",
  "call",
  "calls",
  "reaching",
  "contacting",
  "destination",
  "hitting",
  "talk",
  "query",
];

/** The two ends of one rule, or one end of each of several. */
function endsOf(clause: Sentence, context: Context): Ends[] {
  const outside = outsideEnds(clause);
  const from = placesAfter(clause, ...FROM).filter(isEnd);
  const to = placesAfter(clause, ...TO).filter((place) => isEnd(place));
  const inner = subject(clause);
  if (from.length > 0 && to.length > 0) return pairs(from, to, clause);
  const named = outside.length > 0 ? outside : [];
  if (named.length === 0) return withoutOutside(clause, from, to, inner, context);
  return named.map((place) => {
    const direction =
      spoken(clause) ??
      toldDirection(clause, place, from, to) ??
      (place.sort === "domain" || !isOutside(place.name, context.estate) ? "egress" : "ingress");
    const other =
      direction === "ingress"
        ? to.find(({ name }) => name !== place.name && !outside.some((one) => one.name === name))
        : from.find(({ name }) => name !== place.name);
    const end =
      direction === "egress"
        ? { destination: place.name, source: sourceName(other) }
        : { source: place.name, destination: other?.sort === "segment" ? undefined : other?.name };
    return { ...end, direction };
  });
}

/** What an outside name is let out from is a place of ours: a segment stands as the rule's segment. */
function sourceName(place: Place | undefined): string | undefined {
  return place === undefined || place.sort === "segment" ? undefined : place.name;
}

function pairs(from: readonly Place[], to: readonly Place[], clause: Sentence): Ends[] {
  const more = (place: Place): Place[] => listed(clause, place);
  const sources = from.slice(0, 1).flatMap(more);
  const destinations = to.slice(0, 1).flatMap(more);
  return sources.flatMap((source) =>
    destinations.map((destination) => {
      const out = destination.sort === "domain";
      const keepSource = !(out && source.sort === "segment");
      if (isAnybody(source) && destination.sort === "segment")
        return { source: anybody(source), direction: "ingress" as const };
      const inside = source.sort === "range" && destination.sort === "segment" && !isPrivateRange(source.name);
      return {
        source: keepSource ? source.name : undefined,
        destination:
          inside || isAnybody(destination)
            ? isAnybody(destination)
              ? anybody(destination)
              : undefined
            : destination.name,
        direction: spoken(clause) ?? (inside ? "ingress" : null),
      };
    }),
  );
}

/** `203.0.113.4, 203.0.113.5 and 203.0.113.6`: the addresses that go on behind the first. */
function listed(clause: Sentence, first: Place): Place[] {
  const places = [first];
  let at = first.to;
  while (at < clause.words.length && places.length < 16) {
    if (clause.words[at] === "and" || clause.words[at] === "or" || clause.words[at] === "plus") at += 1;
    const next = clause.kinds[at] === "range" || clause.kinds[at] === "domain" ? placeAt(clause, at) : null;
    if (next === null) break;
    places.push(next);
    at = next.to;
  }
  return places;
}

function outsideEnds(clause: Sentence): Place[] {
  const seen = new Set<string>();
  return clause.kinds.flatMap((kind, at) => {
    const place = kind === "range" || kind === "domain" ? placeAt(clause, at) : null;
    if (place === null || seen.has(place.name)) return [];
    seen.add(place.name);
    return [place];
  });
}

function withoutOutside(
  clause: Sentence,
  from: readonly Place[],
  to: readonly Place[],
  inner: string | null,
  { whole }: Context,
): Ends[] {
  const it = says(clause, "it", "them", "this", "that", "those", "these") && from.length + to.length === 0;
  if (it && whole.ranges.length + whole.domains.length > 0) {
    return [...whole.ranges, ...whole.domains].map(
      (name): Ends =>
        name.includes("/") ? { source: name, direction: "ingress" } : { destination: name, direction: "egress" },
    );
  }
  const [source, destination] = [from[0], to[0]];
  return [
    {
      source:
        anybody(source) ??
        (source?.sort === "segment" && destination === undefined ? undefined : source?.name) ??
        inner ??
        undefined,
      destination: anybody(destination) ?? destination?.name,
      direction: spoken(clause) ?? (isAnybody(destination) ? "egress" : isAnybody(source) ? "ingress" : null),
    },
  ];
}

const ANYBODY =
  /^(?:the )?(?:internet|anywhere|world|whole world|everywhere|anyone|public internet|outside world|everyone|outside|public)$/i;

function isAnybody(place: Place | undefined): boolean {
  return place !== undefined && ANYBODY.test(place.name);
}

function anybody(place: Place | undefined): string | undefined {
  return isAnybody(place) ? "0.0.0.0/0" : undefined;
}

const NO_ENDS =
  /^(?:port|ports|traffic|the|it|us|them|firewall|rule|everything|anything|access|services?|production|prod|non-production|connections?|now|allow|block|list|blocklist|allowlist|whitelist|blacklist|https?|ssh|tcp|udp|\d+|be)\b/i;

function isEnd({ name, sort }: Place): boolean {
  return sort !== "name" || (!NO_ENDS.test(name) && name.split(" ").length <= 5);
}

/** `let prod-api reach …`: who is let. */
function subject(clause: Sentence): string | null {
  const at = clause.words.findIndex(
    (word) => word === "reach" || word === "talk" || word === "access" || word === "connect",
  );
  const mention = clause.segmentMentions.find(({ to }) => to === at || to === at - 1);
  return at > 0 && mention !== undefined && clause.segments.length > 1 ? mention.name : null;
}

function toldDirection(
  clause: Sentence,
  place: Place,
  from: readonly Place[],
  to: readonly Place[],
): "egress" | "ingress" | null {
  if (from.some(({ name }) => name === place.name)) return "ingress";
  if (to.some(({ name }) => name === place.name)) return "egress";
  const before = clause.words.slice(0, place.from).findLast((word) => !NEAR.has(word)) ?? "";
  // A port is opened for whoever comes in.
  if (before === "for" && place.sort === "range" && portsOf(clause.words).length > 0) return "ingress";
  return before === "from" ? "ingress" : before === "to" ? "egress" : null;
}

const NEAR = new Set("the a ip ips address addresses host hosts domain our range".split(" "));

function isPrivateRange(range: string): boolean {
  const parsed = tryParseCidr(range);
  return parsed !== null && isPrivate(parsed);
}

function isOutside(name: string, estate: Estate): boolean {
  const parsed = tryParseCidr(name);
  if (parsed === null || isPrivate(parsed)) return false;
  return !(isKnown(estate, "vpcs") && list(estate, "vpcs").some(({ cidrs }) => cidrs.includes(name)));
}
