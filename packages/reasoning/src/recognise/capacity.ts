import { type Estate, isKnown, list } from "@trias/estate";
import { periodIn, spanAfter, spanAt, startIn } from "../sentence/moments.ts";
import { isNameLike, phraseAt, phraseBefore } from "../sentence/phrases.ts";
import { amountOf, factorOf } from "../sentence/quantities.ts";
import { means, type Sentence, says } from "../sentence/sentence.ts";
import { ANY, anchoredBy, frame, REQUEST, type Values } from "./frame.ts";

export const scaleCapacity = frame(
  "scale_capacity",
  REQUEST,
  [
    "9 scale -COST -forecast -SEGMENT",
    "8.5 grow|shrink>CAPACITY -ROUTE -COST -SEGMENT -forecast -isolate -RULE",
    '8 "double|triple|quadruple|halve|ramp up|beef up|bump|bump up|boost|grow|shrink" -COST -forecast -SEGMENT',
    '8 grow|shrink "instances|nodes|workers|replicas|capacity|servers|hosts" -COST -forecast -mitigate -isolate -ACCESS -ADDRESS',
    '7.5 "should have|must have|needs to have|should run|must run|to have|be at|up to|down to|should be" CAPACITY -ACCESS -SEGMENT -VENDOR -block -isolate -mitigate',
    '7 "10x|5x|2x|3x|20x|4x" -forecast -COST',
  ],
  (clause, { whole, now, estate }) => {
    const own = factorOf(clause);
    const amount = own === null ? amountOf(clause) : null;
    // "We expect twice the traffic, scale accordingly" gives the factor in another clause.
    const factor = own ?? (amount === null ? factorOf(whole) : null);
    const values = {
      factor,
      amount,
      start: startIn(clause.text, now) ?? startIn(whole.text, now),
      duration: durationOf(clause, now) ?? durationOf(whole, now),
    };
    const groups = groupsIn(clause, estate);
    // `web-eu to 8 and web-us to 9`: each group takes the number behind it.
    const numbers = clause.words.filter((word) => /^\d{1,5}$/.test(word)).map(Number);
    if (groups.length > 1 && numbers.length === groups.length) {
      return groups.map((target, i): Values => ({ ...values, target, factor: null, amount: numbers[i] }));
    }
    const targets: readonly (string | null)[] = groups.length > 0 ? groups : [targetOf(clause)];
    return targets.map((target): Values => ({ target, ...values }));
  },
  (values, clause) =>
    (values["factor"] ?? null) !== null ||
    ((values["amount"] ?? null) !== null && (typeof values["target"] === "string" || means(clause, "CAPACITY"))) ||
    (typeof values["target"] === "string" &&
      says(clause, "scale", "capacity", "resize", "scaling", "instances", "nodes", "bigger", "smaller")) ||
    says(clause, "scale up", "scale out", "scale down", "scale in"),
  ({ factor }, clause) => (factor ?? null) !== null && factorOf(clause) === null,
);

/** Scaling groups of the estate that the words name: by id, else by a tag that only one of them bears. Tags are what anybody wrote. */
function groupsIn({ words, spelled }: Sentence, estate: Estate): string[] {
  if (!isKnown(estate, "scaling_groups")) return [];
  const all = list(estate, "scaling_groups");
  const spoken = new Set(words);
  const byId = all.filter(({ id }) => spoken.has(id.toLowerCase())).map(({ id }) => id);
  if (byId.length > 0) return byId;
  const names = spelled.filter(isNameLike).map((word) => word.toLowerCase());
  return names.flatMap((name) => {
    const tagged = all.filter(({ tags }) => tags["Name"]?.toLowerCase() === name);
    return tagged.length === 1 ? tagged.map(({ id }) => id) : [];
  });
}

const VERBS =
  /^(?:scale|scaling|double|triple|quadruple|halve|grow|shrink|increase|decrease|reduce|expand|raise|lower|set|bring|bump|ramp|boost|resize|upscale|downscale|cut|beef|take|give|get|trim|crank|autoscale|rightsize|right-size|upsize|downsize|add|provision)$/;

/** What shall be scaled, as it is written: `checkout-service` of `scale out checkout-service`, `web tier` of `double the web tier`. */
function targetOf(clause: Sentence): string | null {
  const { words } = clause;
  const like = clause.spelled.find(
    (word, i) =>
      isNameLike(word) &&
      clause.kinds[i] === null &&
      !/\d+[x%]$/i.test(word) &&
      !/^[+-]?\d/.test(word) &&
      !/[:/@]/.test(word) &&
      !clause.regionMentions.some(({ from, to }) => from <= i && i < to) &&
      !/^(?:scale|right|re|auto|up|down|q\d|same)-?/i.test(word),
  );
  if (like !== undefined) return like;
  for (const [i, word] of words.entries()) {
    if (!/^(?:of|for|in|on|to|from)$/.test(word) && !VERBS.test(word)) continue;
    let at = i + 1;
    while (
      /^(?:up|down|out|in|back|the|our|by|number|size|capacity|of|count|instance|desired|total|all)$/.test(
        words[at] ?? "",
      ) &&
      at < i + 6
    )
      at += 1;
    const phrase = phraseAt(clause, at);
    const text = phrase?.text.replace(/ (?:capacity|size|count|instances|nodes|for .*)$/i, "") ?? "";
    if (phrase !== null && isTarget(text)) return text;
  }
  const at = words.findIndex((word) => /^(?:should|must|needs|need|has|to)$/.test(word));
  const before = at > 0 ? phraseBefore(clause, at) : null;
  return before !== null && isTarget(before.text) ? before.text : null;
}

function isTarget(text: string): boolean {
  return (
    /\b(?:fleet|tier|cluster|service|asg|group|workers|farm|pool|frontend|backend|front-end|back-end|servers|app|api|nodes|store|checkout|gateways?|database|site|layer|renderers?|processors?|runners)\b/i.test(
      text,
    ) && !/^\d|\b(?:traffic|load|normal|more|sale|launch|event)\b/i.test(text)
  );
}

function durationOf({ words }: Sentence, now: Date | null): string | null {
  const span = spanAfter(words, "for", "lasting", "lasts", "during");
  if (span === null) return null;
  return now === null ? words.slice(span.from, span.to).join(" ") : span.iso;
}

export const forecastCapacity = frame(
  "forecast_capacity",
  ANY,
  [
    "9 forecast LOAD -COST",
    '9.5 forecast LOAD "if|when|until|next|will|can|enough|what"',
    '8 "forecast|projection|predict|capacity planning|headroom|run out of|capacity plan|capacity forecast" -COST',
    '8 "what if|what happens if|what would happen if|what happens when|suppose" LOAD|grow -COST -block -delete',
    '7 "what if|what happens if|what would happen if" grow -block -delete -isolate',
  ],
  (clause, { whole, now }) => ({
    factor: factorOf(clause) ?? factorOf(whole),
    horizon: horizonOf(clause, now) ?? horizonOf(whole, now),
    target: forecastTarget(clause) ?? forecastTarget(whole),
  }),
);

function horizonOf(clause: Sentence, now: Date | null): string | null {
  const span = spanAfter(
    clause.words,
    "next",
    "in",
    "over",
    "within",
    "for",
    "coming",
    "following",
    "after",
    "horizon",
  );
  if (span !== null) return span.iso;
  const coming =
    /\b(?:over|for|in|within|during|through|of)\s+the\s+(?:next|coming|following)\s+(year|month|week|quarter)\b/i.exec(
      clause.text,
    );
  if (coming)
    return { year: "P1Y", month: "P1M", week: "P1W", quarter: "P3M" }[(coming[1] ?? "").toLowerCase()] ?? null;
  for (const [i, word] of clause.words.entries()) {
    const joined = /^\d+-(?:month|week|day|year|quarter|hour)$/.test(word) ? spanAt(clause.words, i) : null;
    if (joined !== null) return joined.iso;
    const worded = /^(one|two|three|four|five|six|twelve|nine)-(month|week|year|day)s?$/.exec(word);
    const spoken = worded ? spanAt([worded[1] ?? "", worded[2] ?? ""], 0) : null;
    if (spoken !== null) return spoken.iso;
  }
  if (!says(clause, "next", "by", "until", "this", "through", "end of", "in")) return null;
  const next = says(clause, "next", "this") ? periodIn(clause.text, clause.words, now) : null;
  return next ?? startIn(clause.text, now);
}

function forecastTarget(clause: Sentence): string | null {
  const [segment] = clause.segments;
  if (segment !== undefined) return segment;
  const like = clause.spelled.find(
    (word, i) =>
      isNameLike(word) &&
      clause.kinds[i] === null &&
      /^[a-z]+(?:-[a-z0-9]+)+$/.test(word) &&
      !/^(?:\w+-(?:month|week|day|year|over|term)|year-on-year|what-if|week-on-week|month-on-month)$/.test(word) &&
      !clause.regionMentions.some(({ from, to }) => from <= i && i < to),
  );
  if (like !== undefined) return like;
  for (const [i, word] of clause.words.entries()) {
    if (!/^(?:for|of|on|in|can|will|does|is|to|do)$/.test(word)) continue;
    const phrase = phraseAt(clause, i + 1);
    if (
      phrase !== null &&
      /\b(?:fleet|tier|cluster|api|database|link|gateway|site|pool|alb|service|connect|vpn|nat|segment|web|region|store|checkout|platform)\b/i.test(
        phrase.text,
      ) &&
      !/\b(?:sale|friday|months?|weeks?|next|traffic|users|run|double)\b/i.test(phrase.text)
    )
      return phrase.text;
  }
  return null;
}

export const failOverRegion = frame(
  "fail_over_region",
  REQUEST,
  [
    '10 "failover|fail over|failing over|fail-over|switch over|switchover|evacuate|failed over|fail everything over|fail back|failback" -explain',
    "9.5 failover @region",
    '9 failover exercise "dr|disaster recovery|failover"',
    '9 "dr drill|dr test|dr exercise|disaster recovery drill|disaster recovery test|disaster recovery exercise|game day"',
    '8.5 "move|shift|send|redirect|drain|switch|steer|swing|reroute|flip" TRAFFIC @region -@segment',
    '8 "fail" "over" @region',
    '8 REGION "evacuate|drain|lost|failover"',
  ],
  (clause, { whole }) => {
    const { to, from } = regionsOf(clause);
    const all = regionsOf(whole);
    return {
      to: to ?? all.to,
      from: from ?? (to === undefined || all.from !== to ? all.from : undefined),
      test: isTest(whole),
    };
  },
  anchoredBy(["to", "from"], "failover", "fail over", "disaster recovery", "dr", "switchover", "fail-over"),
);

function isTest(whole: Sentence): boolean {
  return (
    (says(
      whole,
      "test",
      "drill",
      "exercise",
      "rehearse",
      "rehearsal",
      "dry run",
      "dry-run",
      "practice",
      "practise",
      "game day",
      "gameday",
      "simulate",
      "simulated",
      "testing",
      "trial",
      "mock",
      "rehearsing",
      "tabletop",
      "simulation",
      "try",
      "not for real",
    ) &&
      !says(
        whole,
        "not a test",
        "not a drill",
        "no drill",
        "this is real",
        "for real",
        "isn't a drill",
        "not an exercise",
        "real thing",
        "no test",
      )) ||
    says(whole, "not for real")
  );
}

function regionsOf({ words, regionMentions, line }: Sentence): { readonly to?: string; readonly from?: string } {
  const behind = (at: number): string => {
    let i = at - 1;
    while (i >= 0 && /^(?:the|our|region|aws|all|traffic|over|everything|of)$/.test(words[i] ?? "")) i -= 1;
    return words[i] ?? "";
  };
  const from = regionMentions.find(
    (one) =>
      /^(?:from|evacuate|drain|leaving|off|lost|leave|out|evacuating|away|lose|losing|abandon)$/.test(
        behind(one.from),
      ) || /^(?:is|has|went|goes|down|unreachable|degraded|fails|failed|dies)$/.test(words[one.to] ?? ""),
  );
  const to =
    regionMentions.find((one) => one !== from && /^(?:to|into|in|onto|towards|with|target)$/.test(behind(one.from))) ??
    regionMentions.find((one) => one.region !== from?.region);
  // `fail over eu-west-1`: a region behind the verb alone is the one that is left when another one follows.
  const rest = regionMentions.find((one) => one !== to && one.region !== to?.region);
  const left = from?.region ?? rest?.region;
  if (
    left === undefined &&
    to !== undefined &&
    / (?:fail over|failover|evacuate|drain) (?:the |our )?\S+ /.test(line) &&
    /^(?:over|failover|evacuate|drain)$/.test(behind(to.from)) &&
    !/ to /.test(line)
  )
    return { ...(/^(?:evacuate|drain)$/.test(behind(to.from)) ? { from: to.region } : { from: to.region }) };
  return { ...(to === undefined ? {} : { to: to.region }), ...(left === undefined ? {} : { from: left }) };
}
