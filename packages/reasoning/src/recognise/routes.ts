import { rangeOf } from "../sentence/entities.ts";
import { isNameLike, phraseAt } from "../sentence/phrases.ts";
import { segmentAfter } from "../sentence/places.ts";
import { numberOf } from "../sentence/quantities.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { anchoredBy, frame, REQUEST } from "./frame.ts";

export const changeRoute = frame(
  "change_route",
  REQUEST,
  [
    "10 create|delete|need>ROUTE @range",
    "9 create|delete|need>ROUTE -share -explain",
    "9 ROUTE delete|create @range -inspect",
    '9 "route|send|point|forward|direct|steer" @range "via|through|to|at|towards|over" -block',
    '8.5 "blackhole" @range ROUTE',
    '8 ROUTE "via|pointing|points|point|next hop|to" @range -troubleshoot',
    "8 ROUTE @table",
    '8 ROUTE "change|update|withdraw|replace|advertise|stale" -share -explain',
  ],
  (clause, { whole }) => {
    const effect = says(
      clause,
      "remove",
      "delete",
      "withdraw",
      "drop",
      "take out",
      "get rid of",
      "no longer needed",
      "clean up",
      "removed",
      "deleted",
      "retire",
      "kill",
      "withdrawn",
      "take away",
      "stop routing",
      "pull",
      "dropped",
      "purge",
      "strip",
      "tear down",
      "take down",
      "goes away",
      "should go",
    )
      ? "remove"
      : "add";
    const table = clause.words.findIndex((_, i) => clause.kinds[i] === "table");
    const defaulted = says(clause, "default route", "default gateway", "quad zero", "all zeros")
      ? says(clause, "ipv6")
        ? "::/0"
        : "0.0.0.0/0"
      : null;
    const ranges = clause.ranges.length > 0 ? clause.ranges : whole.ranges;
    const destinations = ranges.length > 0 ? ranges : [defaulted];
    const target = targetOf(clause);
    const own = destinations.filter((range) => range === null || range !== target);
    return own.map((destination) => ({
      effect,
      destination,
      target,
      segment:
        segmentAfter(clause, "in", "on", "for", "from", "of", "within", "into", "to") ??
        clause.segments[0] ??
        whole.segments[0],
      route_table: table === -1 ? tableName(clause) : clause.spelled[table],
    }));
  },
  anchoredBy(
    ["destination", "segment", "route_table"],
    "static route",
    "default route",
    "route table",
    "static routes",
  ),
);

/** What a route leads to: behind `via`, `through`, `pointing at`; or behind `to` where the range stands before it. */
function targetOf(clause: Sentence): string | null {
  const { words, kinds, spelled } = clause;
  for (const [i, word] of words.entries()) {
    const said =
      /^(?:via|through|over|hop|using|thru|behind)$/.test(word) ||
      ((word === "at" || word === "to" || word === "towards") &&
        (/^(?:pointing|points|point|pointed|leading|leads|going|goes|target|next)$/.test(words[i - 1] ?? "") ||
          behindRange(clause, i)));
    if (!said) continue;
    const at = /^(?:is|of|to|at)$/.test(words[i + 1] ?? "") ? i + 2 : i + 1;
    const phrase = phraseAt(clause, at);
    if (phrase === null || phrase.text.toLowerCase() === "prod") continue;
    const kind = kinds[phrase.from];
    if (kind === "range") {
      const range = rangeOf(words[phrase.from] ?? "");
      if (range === null || !/\/(?:32|128)$/.test(range)) continue;
      return range;
    }
    if (clause.segmentMentions.some(({ from }) => from === phrase.from) && !/^(?:via|through|hop)$/.test(word))
      continue;
    const name =
      phrase.text.split(" ").find((one, n) => isNameLike(one) || kinds[phrase.from + n] !== null) ?? phrase.text;
    if (/^(?:segment|prod|the segment|route table)$/i.test(name)) continue;
    return name;
  }
  if (/ blackhole /.test(clause.line)) return "blackhole";
  const id = words.findIndex((_, i) =>
    ["tgw", "vpn", "attachment", "interface", "dxgw", "id", "vpc"].includes(kinds[i] ?? ""),
  );
  return id === -1 ? null : (spelled[id] ?? null);
}

function behindRange({ words, kinds }: Sentence, at: number): boolean {
  const range = words.findIndex((_, i) => kinds[i] === "range");
  return range !== -1 && range < at && at - range <= 3;
}

function tableName({ text }: Sentence): string | null {
  const named =
    /\broute table (?:called |named )?["'`]?([\w-]*[-_\d][\w-]*)/i.exec(text) ??
    /([\w]+(?:-[\w]+)+)["'`]? (?:vpc )?route table/i.exec(text);
  return named?.[1] ?? null;
}

export const extendRegion = frame(
  "extend_region",
  REQUEST,
  [
    '9 "extend|expand|stretch|extending|expanding|roll out" @region -CAPACITY -ZONE -WEBAPP -PIPELINE -ML -PRIVATE -ADDRESS -@vpc',
    "9 extend>REGION -ZONE -failover -@vpc",
    "8.5 create|need>REGION -failover -SEGMENT -ZONE -ADDRESS -@vpc -VPC -PRIVATE",
    '8 "new region|another region|new edge|edge location|an edge|edge in|core network edge|presence in|go live in|going live in|footprint"',
    '7 "out to" NETWORK @region -ZONE -TRAFFIC',
    "7 extend NETWORK @region -ZONE -WEBAPP -PIPELINE -ML -ADDRESS -VPC -@vpc -SEGMENT -REPORT -failover",
    '7.5 extend SEGMENT|@segment @region "extend|expand|into|stretch" -VPC -@vpc -ZONE -create',
  ],
  (clause, { whole }) => {
    const segments = clause.segments.length > 0 ? clause.segments : whole.segments;
    const list = segments.length > 0 ? { segments: [...segments] } : {};
    const regions = clause.regions.length > 0 ? clause.regions : whole.regions;
    return (regions.length > 0 ? regions : [null]).map((region) => ({ region, ...list }));
  },
  anchoredBy(["region"], "region", "edge", "edge location"),
);

export const allocateAddresses = frame(
  "allocate_addresses",
  REQUEST,
  [
    "10 @prefix -attach",
    "9.5 @prefix allocate|need",
    "9 allocate|need|create>ADDRESS -ROUTE -SEGMENT -block -RULE -@range",
    '8.5 "allocate|reserve|set aside|earmark|carve out|carve" ADDRESS -RULE -block',
    '8 "allocate|reserve|assign|need|want" "ips|addresses|ip addresses|hosts" -block -@range -forecast',
    '7 "cidr|ip range|address space|address block|ip space|ip block" need|allocate|create -@range',
  ],
  (clause, { whole }) => ({
    size: sizeOf(clause) ?? sizeOf(whole),
    segment: segmentAfter(clause, "for", "in", "to", "of", "on", "from") ?? clause.segments[0] ?? whole.segments[0],
    region: clause.regions[0] ?? whole.regions[0],
  }),
  anchoredBy(["size", "segment", "region"], "cidr", "ip", "ips", "ipam", "address space", "addresses"),
);

/** `/22`, or the smallest prefix that holds so many addresses: `/24` for 256. */
function sizeOf({ words, kinds }: Sentence): string | null {
  const prefix = words.findIndex((_, i) => kinds[i] === "prefix");
  if (prefix !== -1) return words[prefix] ?? null;
  for (const [i, word] of words.entries()) {
    const slash = word === "slash" ? numberOf(words[i + 1]) : null;
    if (slash !== null) return `/${slash}`;
    const length = /^(\d{1,2})-?bit$/.exec(word);
    if (length) return `/${length[1]}`;
    const count = /^(\d{1,6})(k?)$/.exec(word);
    if (count && words.slice(i + 1, i + 4).some((next) => /^(?:ips?|addresses|hosts|ipv4)$/.test(next))) {
      const wanted = Number(count[1]) * (count[2] === "k" ? 1024 : 1);
      return wanted < 1 ? null : `/${32 - Math.ceil(Math.log2(wanted))}`;
    }
    if (word === "class" && /^[abc]$/.test(words[i + 1] ?? ""))
      return { a: "/8", b: "/16", c: "/24" }[words[i + 1] as "a" | "b" | "c"];
  }
  return null;
}
