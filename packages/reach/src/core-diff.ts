import type { Flow } from "@trias/protocol";
import { type Core, coresOf, type Member, type StaticRoute } from "./core.ts";
import { flowsBetween, labelsOf } from "./labels.ts";
import { ALL_SERVICES } from "./services.ts";
import { blocksOf, coversSpans, INTERNET, meets, type Span, within, without } from "./spans.ts";
import type { View } from "./view.ts";

/** What `after` makes possible between segments, and between a segment and what is new in it, by routes of the core network alone. */
export function coreGains(before: View, after: View): Flow[] {
  const then = coresOf(before);
  const now = coresOf(after);
  if (then === now) return [];
  const flows: Flow[] = [];
  const any = (from: readonly string[], to: readonly string[]): void => {
    flows.push(...flowsBetween(from, to, ALL_SERVICES));
  };
  for (const core of now.values()) {
    const old = then.get(core.id);
    const gained = gainedPairs(old, core);
    for (const [from, to] of gained) any([nameOf(core, from)], [nameOf(core, to)]);
    memberGains(old, core, new Set(gained.map(([from, to]) => `${from} ${to}`)), any);
    routeGains(old, core, any);
    for (const segment of core.segments.keys()) {
      const spans = core.regions.flatMap((region) =>
        without(openSpans(core, segment, region), old ? openSpans(old, segment, region) : []),
      );
      any([nameOf(core, segment)], labelsOf(after, { kind: "internet" }, spans));
    }
    unblockedGains(old, core, any);
  }
  return flows;
}

type Report = (from: readonly string[], to: readonly string[]) => void;

function nameOf(core: Core, segment: string): string {
  return core.segments.get(segment) ?? segment;
}

function gainedPairs(old: Core | undefined, core: Core): (readonly [string, string])[] {
  const existed = (segment: string): boolean => old?.segments.has(segment) ?? false;
  // Where what isn't modelled has changed, anything may have become possible.
  const opaque = core.opaque !== (old?.opaque ?? "");
  const names = [...core.segments.keys()];
  return names.flatMap((from) =>
    names.flatMap((to): (readonly [string, string])[] => {
      if (!existed(from) && !existed(to)) return [];
      if (opaque) return from === to ? [] : [[from, to]];
      const pair = core.pairs.get(`${from} ${to}`);
      const had = old?.pairs.get(`${from} ${to}`);
      const grew = pair && (!had || (had.certainty === "may" && pair.certainty === "yes"));
      return grew ? [[from, to]] : [];
    }),
  );
}

/** An attachment that is new in a segment, or brings new blocks: it reaches what its segment reaches, and the other way round. */
function memberGains(old: Core | undefined, core: Core, gained: ReadonlySet<string>, any: Report): void {
  for (const [segment, members] of core.members) {
    for (const member of members) {
      const had = old?.members.get(segment)?.find(({ attachment }) => attachment === member.attachment);
      const spans = without(member.blocks, had?.blocks ?? []);
      if (spans.length === 0) continue;
      const labels = coversSpans(spans, member.blocks) ? [member.place] : spans.flatMap(blocksOf);
      const place = old !== undefined && placeExisted(old, member);
      // Where the place was before, in another segment, it may have reached the same.
      const left = old
        ? [...old.members.values()]
            .flat()
            .filter((each) => each.place === member.place && coversSpans(each.blocks, spans))
        : [];
      for (const other of core.segments.keys()) {
        if (!core.pairs.has(`${segment} ${other}`) || gained.has(`${segment} ${other}`)) continue;
        // In its own segment others have to be there already; a new place and a new segment concern nobody.
        if (other === segment && !(old?.members.get(other) ?? []).some(({ place: there }) => there !== member.place))
          continue;
        if (!place && !old?.segments.has(other)) continue;
        if (left.some((each) => old?.pairs.has(`${each.segment} ${other}`))) continue;
        any(labels, [nameOf(core, other)]);
        any([nameOf(core, other)], labels);
      }
      const exits = openSpans(core, segment, member.region).length > 0;
      if (exits && !left.some((each) => old && openSpans(old, each.segment, each.region).length > 0))
        any(labels, ["internet"]);
    }
  }
}

function placeExisted(old: Core, { place }: Member): boolean {
  return [...old.members.values()].some((members) => members.some((member) => member.place === place));
}

function routeGains(old: Core | undefined, core: Core, any: Report): void {
  const had = new Set((old?.statics ?? []).map(routeKey));
  for (const route of core.statics) {
    if (route.targets !== null && !had.has(routeKey(route))) any([nameOf(core, route.segment)], [route.block.text]);
  }
}

function routeKey({ segment, block, targets }: StaticRoute): string {
  return `${segment} ${block.text} ${targets === null ? "blackhole" : [...targets].sort().join(",")}`;
}

/** What of the internet a segment reaches through its inspection group in a region. */
function openSpans(core: Core, segment: string, region: string): readonly Span[] {
  const group = core.egress.get(segment);
  const inspection = group === undefined ? null : core.inspection(group, region);
  return inspection?.exit ? without(INTERNET, blockedSpans(core, segment, region)) : [];
}

function blockedSpans(core: Core, segment: string, region: string): readonly Span[] {
  const group = core.egress.get(segment);
  const dropped = group === undefined ? [] : (core.inspection(group, region)?.verdict.blocked ?? []);
  return [...dropped, ...blackholes(core, segment)];
}

function blackholes(core: Core, segment: string): readonly Span[] {
  return core.statics.filter((route) => route.segment === segment && route.targets === null).map(({ block }) => block);
}

/** Blocks inside the company that a blackhole or a block list stopped, and stops no longer. */
function unblockedGains(old: Core | undefined, core: Core, any: Report): void {
  if (!old) return;
  for (const segment of core.segments.keys()) {
    const reached = [...core.members].flatMap(([to, members]) => {
      return core.pairs.has(`${segment} ${to}`) ? members.flatMap(({ blocks }) => blocks) : [];
    });
    const freed = core.regions.flatMap((region) => {
      return without(stopped(old, segment, region), stopped(core, segment, region));
    });
    const inside = freed.filter((span) => reached.some((block) => meets(span, block)));
    for (const span of inside) {
      const within_ = reached.some((block) => within(span, block))
        ? [span]
        : reached.filter((block) => meets(span, block));
      any([nameOf(core, segment)], within_.flatMap(blocksOf));
    }
  }
}

function stopped(core: Core, segment: string, region: string): readonly Span[] {
  const lists = [...core.pairs.values()]
    .filter(({ from, through }) => from === segment && through !== null)
    .flatMap(({ through }) => core.inspection(through ?? "", region)?.verdict.blocked ?? []);
  return [...lists, ...blackholes(core, segment)];
}
