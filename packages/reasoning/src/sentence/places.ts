import { domainOf, rangeOf } from "./entities.ts";
import { DETERMINERS, isNameLike, nameIn, type Phrase, phraseAt, phraseBefore, thingIn } from "./phrases.ts";
import type { Sentence } from "./sentence.ts";

export interface Place {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly sort: "range" | "domain" | "segment" | "region" | "id" | "name";
}

const LEADING = new Set(
  "ip ips address addresses host hosts domain source range cidr segment segments network subnet instance server vpc attachment site endpoint traffic internet-facing port servers".split(
    " ",
  ),
);

/** What stands at a word as an end of a connection: an address in CIDR form, a domain, a segment of the estate, an id, or its own words. */
export function placeAt(clause: Sentence, at: number): Place | null {
  const { words, kinds, segmentMentions } = clause;
  let from = at;
  while (
    from < words.length &&
    (DETERMINERS.has(words[from] ?? "") || (LEADING.has(words[from] ?? "") && isExact(clause, from + 1)))
  )
    from += 1;
  const kind = kinds[from] ?? null;
  const word = words[from] ?? "";
  if (kind === "range") return { name: rangeOf(word) ?? word, from, to: from + 1, sort: "range" };
  if (kind === "domain") return { name: domainOf(word) ?? word, from, to: from + 1, sort: "domain" };
  if (kind !== null && kind !== "prefix") return { name: clause.spelled[from] ?? word, from, to: from + 1, sort: "id" };
  const segment = segmentMentions.find((one) => one.from === from);
  const phrase = phraseAt(clause, from);
  // `the prod-api load balancer` is no segment but something in it.
  if (
    segment &&
    (phrase === null ||
      phrase.to <= segment.to ||
      /^(?:segment|segments|vpc|vpcs|network|workloads|instances|servers)$/.test(words[segment.to] ?? ""))
  )
    return { name: segment.name, from, to: segment.to, sort: "segment" };
  const region = clause.regionMentions.find((one) => one.from === from);
  if (region) return { name: region.region, from, to: region.to, sort: "region" };
  const name = placeName(phrase);
  return phrase === null || name === null ? null : { name, from, to: phrase.to, sort: "name" };
}

function placeName(phrase: Phrase | null): string | null {
  const thing = thingIn(phrase);
  return thing === null ? null : thing.replace(/ (?:servers?|hosts?|instances?|box|boxes) (?=$)/, "");
}

function isExact({ kinds, segmentMentions, spelled }: Sentence, at: number): boolean {
  return (
    (kinds[at] ?? null) !== null || segmentMentions.some((one) => one.from === at) || isNameLike(spelled[at] ?? "")
  );
}

/** The place behind the first of these words that has one. */
export function placeAfter(clause: Sentence, ...markers: readonly string[]): Place | null {
  for (const [i, word] of clause.words.entries()) {
    if (!markers.includes(word)) continue;
    const place = placeAt(clause, i + 1);
    if (place !== null) return place;
  }
  return null;
}

export function placesAfter(clause: Sentence, ...markers: readonly string[]): Place[] {
  return clause.words.flatMap((word, i) => {
    const place = markers.includes(word) ? placeAt(clause, i + 1) : null;
    return place === null ? [] : [place];
  });
}

/** The place that ends right before a word. */
export function placeBefore(clause: Sentence, at: number): Place | null {
  const phrase = phraseBefore(clause, at);
  if (phrase === null) return null;
  for (let from = phrase.from; from < phrase.to; from += 1) {
    const place = isExact(clause, from) ? placeAt(clause, from) : null;
    if (place !== null) return place;
  }
  return { name: phrase.text, from: phrase.from, to: phrase.to, sort: "name" };
}

/** A segment behind one of these words: by its estate name, or as it is written where the estate has none like it. */
export function segmentAfter(clause: Sentence, ...markers: readonly string[]): string | null {
  const { words, segmentMentions } = clause;
  const known = segmentMentions.find(({ from }) => markers.includes(before(words, from)));
  if (known) return known.name;
  for (const [i, word] of words.entries()) {
    if (!markers.includes(word)) continue;
    const name = unknownSegment(clause, i + 1);
    if (name !== null) return name;
  }
  return null;
}

/** The word before a phrase, determiners and the word `segment` aside. */
function before(words: readonly string[], at: number): string {
  let i = at - 1;
  while (
    i > 0 &&
    (DETERMINERS.has(words[i] ?? "") ||
      words[i] === "segment" ||
      words[i] === "segments" ||
      words[i] === "called" ||
      words[i] === "named")
  )
    i -= 1;
  return words[i] ?? "";
}

function unknownSegment(clause: Sentence, at: number): string | null {
  const phrase = phraseAt(clause, at);
  if (phrase === null || clause.regionMentions.some(({ from }) => from === phrase.from)) return null;
  const words = phrase.text.split(" ");
  const spoken = words.some((word) => /^(?:micro)?-?segment$/i.test(word));
  const name =
    words.find((word, i) => isNameLike(word) && (clause.kinds[phrase.from + i] ?? null) === null) ??
    (spoken ? words.find((word) => !/^(?:micro)?-?segments?$/i.test(word)) : undefined);
  if (
    name === undefined ||
    PLAIN.has(name.toLowerCase()) ||
    ADJECTIVES.has(name.toLowerCase()) ||
    (clause.kinds[phrase.from + words.indexOf(name)] ?? null) !== null
  )
    return null;
  return spoken || SEGMENT_LIKE.test(name) ? name.toLowerCase() : null;
}

/** What a segment may be called where the word `segment` does not stand beside it. */
const SEGMENT_LIKE = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+$/i;

const PLAIN = new Set(
  "production prod non-production nonprod development dev staging test network wan core aws internet cloud vpc firewall address space addresses traffic segment it them us me everything everyone region team inspection vendor users customers".split(
    " ",
  ),
);

/** A segment wherever it stands: of the estate, else what the words call one. */
export function segmentIn(clause: Sentence): string | null {
  const [known] = clause.segments;
  if (known !== undefined) return known;
  const { words, spelled, kinds } = clause;
  for (const [i, word] of words.entries()) {
    if (!/^(?:micro-?)?segments?$/.test(word)) continue;
    const next = words[i + 1] === "called" || words[i + 1] === "named" ? i + 2 : i + 1;
    for (const at of [next, i - 1]) {
      const name = spelled[at] ?? "";
      if (
        kinds[at] === null &&
        (isNameLike(name) || (at !== i - 1 && next === i + 2)) &&
        !PLAIN.has(name.toLowerCase())
      )
        return name.toLowerCase();
    }
    const plain = words[i - 1] ?? "";
    if (/^[a-z]{3,}$/.test(plain) && !DETERMINERS.has(plain) && !PLAIN.has(plain) && !ADJECTIVES.has(plain))
      return plain;
  }
  return null;
}

const ADJECTIVES = new Set(
  "old unused same following right other new wrong empty correct isolated target current entire separate dedicated legacy delete remove create network per".split(
    " ",
  ),
);

/** What a request calls something: `storefront` of `called storefront`, or a name in quotation marks. */
export function calledName({ words, spelled, text }: Sentence): string | null {
  const at = words.findIndex((word, i) => i > 0 && /^(?:called|named|name|titled|dubbed)$/.test(word));
  if (at !== -1) {
    const next = /^(?:it|is|of|the|be|as|should)$/.test(words[at + 1] ?? "") ? at + 2 : at + 1;
    const name = spelled[next] ?? spelled[at + 1];
    if (name !== undefined && !/^(?:it|is)$/i.test(name)) return name;
  }
  const quoted = /["'`]([A-Za-z][A-Za-z0-9_-]{1,62})["'`]/.exec(text);
  return quoted?.[1] ?? null;
}

/** The region behind one of these words. */
export function regionAfter({ words, regionMentions }: Sentence, ...markers: readonly string[]): string | null {
  return regionMentions.find(({ from }) => markers.includes(before(words, from)))?.region ?? null;
}

export function nameAfter(clause: Sentence, ...markers: readonly string[]): string | null {
  for (const [i, word] of clause.words.entries()) {
    if (!markers.includes(word)) continue;
    const name = nameIn(phraseAt(clause, i + 1));
    if (name !== null) return name;
  }
  return null;
}
