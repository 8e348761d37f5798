import type { Kind } from "../sentence/entities.ts";
import { DETERMINERS, isNameLike, nameIn, phraseAfter, phraseAt, thingIn } from "../sentence/phrases.ts";
import { segmentAfter, segmentIn } from "../sentence/places.ts";
import type { Sentence } from "../sentence/sentence.ts";
import { anchoredBy, frame, REQUEST } from "./frame.ts";

const NETWORKS: readonly Kind[] = ["vpc", "vpn", "tgw", "dxgw"];

export const attachNetwork = frame(
  "attach_network",
  REQUEST,
  [
    "9 attach @vpc|@vpn|@tgw|@dxgw -move -ROUTE -share -delete -RULE -allocate",
    "8.5 attach @vpc|@vpn|@tgw|@dxgw -move -ROUTE -share -delete -RULE -ADDRESS",
    "8 attach>VPC|VPN|TGW|DXGW|CONNECT @segment -ROUTE -accept -move -PRIVATE -troubleshoot -delete -inspect",
    "7.5 attach>VPC|VPN|TGW|DXGW|CONNECT SEGMENT -ROUTE -PRIVATE -delete -create",
    '7.5 "attach|connect|hook up|join|plug|link|onboard|hook|wire" VPC|VPN|TGW|DXGW|CONNECT -move -PRIVATE -ROUTE -inspect -delete',
    '7 "attach|attached|attaching|hook up|plug|plugged|joined" @segment -move -accept -inspect -PRIVATE',
    "7 create>ATTACHMENT -accept -delete",
    "7 need>VPC|VPN|TGW|DXGW @segment -ROUTE -PRIVATE -create",
    "7 need @vpc|@vpn|@tgw|@dxgw @segment",
  ],
  (clause, { whole }) => {
    const own = named(clause, NETWORKS);
    const resources = own.length > 0 ? own : [networkName(clause) ?? named(whole, NETWORKS)[0] ?? networkName(whole)];
    const segment =
      segmentAfter(clause, "to", "into", "onto", "in", "on", "with", "under", "for") ??
      segmentIn(clause) ??
      whole.segments[0];
    return resources.map((resource) => ({ resource, segment, region: clause.regions[0] ?? whole.regions[0] }));
  },
  anchoredBy(["resource", "segment"], "vpc", "vpn", "attachment"),
);

function named({ words, kinds, spelled }: Sentence, wanted: readonly Kind[]): string[] {
  return [...new Set(words.flatMap((_, i) => (wanted.includes(kinds[i] as Kind) ? [spelled[i] ?? ""] : [])))];
}

/** `payments-eu` of `the payments-eu VPC`, `dublin-office VPN`: what is attached, as it is written. */
function networkName(clause: Sentence): string | null {
  const { words, kinds } = clause;
  const like = words.findIndex(
    (_, i) =>
      kinds[i] === null &&
      isNameLike(clause.spelled[i] ?? "") &&
      !clause.segmentMentions.some(({ from, to }) => from <= i && i < to) &&
      !clause.regionMentions.some(({ from, to }) => from <= i && i < to) &&
      !/^(?:to|into|onto|in|segment)$/.test(behind(words, i)),
  );
  if (like !== -1) return clause.spelled[like] ?? null;
  const at = words.findIndex((word) => /^(?:vpc|vpn|tgw|gateway|connect|dx|dxgw|sd-wan)$/.test(word));
  if (at === -1) return null;
  for (const verb of [
    "attach",
    "connect",
    "join",
    "link",
    "onboard",
    "plug",
    "hook",
    "add",
    "bring",
    "wire",
    "up",
    "get",
    "put",
    "register",
    "associate",
    "attaching",
    "need",
    "move",
    "have",
  ]) {
    const i = words.indexOf(verb);
    const phrase = i === -1 || i > at ? null : phraseAt(clause, i + 1);
    if (phrase !== null && phrase.from <= at && at < phrase.to) return thingIn(phrase);
  }
  let from = at;
  while (from > 0 && !DETERMINERS.has(words[from - 1] ?? "") && at - from < 3) from -= 1;
  return DETERMINERS.has(words[from - 1] ?? "") || from === 0
    ? clause.spelled.slice(from, at + 1).join(" ")
    : (clause.spelled[at] ?? null);
}

function behind(words: readonly string[], at: number): string {
  let i = at - 1;
  while (i > 0 && DETERMINERS.has(words[i] ?? "")) i -= 1;
  return words[i] ?? "";
}

/** An attachment by its id, or by the name that stands with the word. */
function attachmentOf(clause: Sentence, ...verbs: readonly string[]): string[] {
  const ids = named(clause, ["attachment"]);
  if (ids.length > 0) return ids;
  const others = named(clause, [...NETWORKS]);
  if (others.length > 0) return others;
  const name = networkName({ ...clause, spelled: clause.spelled });
  if (name !== null && isNameLike(name)) return [name];
  const phrase = phraseAfter(clause, ...verbs);
  const own = nameIn(phrase);
  if (own === null || VAGUE.test(own)) return [];
  return [own.replace(/ attachments?$/i, "")];
}

const VAGUE =
  /^(?:it|this|that|them|attachments?|attachment requests?|requests?|pending|new|the|one|pending attachments?|vpc attachments?|network|traffic|waiting|everything|vpcs?|vpc attachment|pending attachment request)$/i;

export const acceptAttachment = frame(
  "accept_attachment",
  REQUEST,
  [
    "10 accept @attachment -move",
    "9 accept>ATTACHMENT -move -create",
    '8.5 accept ATTACHMENT "pending|waiting|acceptance|request|requests|queued" -move',
    '8 accept|allow|attach "pending" ATTACHMENT|VPC|VPN|TGW|DXGW|CONNECT|@vpc|@vpn|@tgw|@dxgw|@segment|@attachment|NETWORK -RULE -move -@domain -REPORT -CASE',
    '7.5 "accept|approve" @vpc|@tgw|@vpn|VPC|VPN|TGW -move',
    '7 @attachment "pending|waiting|let in|go through|go-ahead"',
  ],
  (clause, { whole }) => {
    const found = attachmentOf(
      clause,
      "accept",
      "approve",
      "admit",
      "confirm",
      "authorise",
      "authorize",
      "greenlight",
      "for",
      "of",
      "from",
      "in",
      "acceptance",
      "off",
      "on",
    );
    const all = found.length > 0 ? found : named(whole, ["attachment"]);
    const segment = segmentAfter(clause, "to", "into", "in", "onto", "for", "on") ?? clause.segments[0];
    return (all.length > 0 ? all : [null]).map((attachment) => ({
      attachment,
      segment: segment === attachment ? null : segment,
    }));
  },
  anchoredBy(["attachment"], "attachment", "attachments"),
);

export const moveAttachment = frame(
  "move_attachment",
  REQUEST,
  [
    "10 move @attachment",
    "9 move>ATTACHMENT",
    "8.5 move @vpc|@vpn|@tgw|@dxgw @segment|SEGMENT",
    "8 move>VPC|VPN|TGW|DXGW|CONNECT @segment|SEGMENT -failover",
    '7 "move|migrate|relocate|transfer|reassign|shift|switch|rehome|re-home" @segment -TRAFFIC -failover -CAPACITY -inspect -route',
    '8 @attachment "belongs in|should be in|wrong segment|should sit in|goes to|needs to be in|belongs to|change"',
    '7 "wrong segment" -explain',
    '9 @attachment @segment "put|live|sit|belongs|change|place|stick" -accept',
  ],
  (clause, { whole }) => {
    const found = attachmentOf(
      clause,
      "move",
      "migrate",
      "relocate",
      "reassign",
      "transfer",
      "shift",
      "switch",
      "rehome",
      "re-home",
      "of",
      "swap",
      "promote",
      "moving",
    );
    const all = found.length > 0 ? found : named(whole, ["attachment", ...NETWORKS]);
    const to = segmentAfter(clause, "to", "into", "onto", "over") ?? afterFrom(clause) ?? segmentIn(clause);
    return (all.length > 0 ? all : [null]).map((attachment) => ({
      attachment,
      segment: to === attachment ? null : to,
    }));
  },
);

/** `belongs in prod-api, not prod-general`: the segment that is not the one it leaves. */
function afterFrom(clause: Sentence): string | null {
  const from = segmentAfter(clause, "from", "of", "not", "out");
  return clause.segments.find((segment) => segment !== from) ?? null;
}
