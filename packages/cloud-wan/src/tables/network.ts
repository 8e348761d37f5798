import type { CoreNetworkPolicy } from "../grammar/document.ts";
import { type CoreAttachment, edgesOf } from "../place/attachment.ts";
import { type Placement, placeCoreAttachment } from "../place/place.ts";
import { applyRoutingPolicies } from "../routing/apply.ts";
import type { PrefixLists } from "../routing/match.ts";
import { type Asn, announced, type RoutePath } from "../routing/path.ts";
import { bestOf } from "../routing/prefer.ts";
import { RoutingScopes } from "../routing/scopes.ts";
import { type SharedInto, sharesInto } from "../routing/shares.ts";
import { InsertionPlan } from "./insertion.ts";

/** A route that a routing policy took out, and where. */
export interface FilteredRoute {
  readonly prefix: string;
  readonly attachment: string;
  readonly edge: string;
  /** Path of the rule that dropped it. */
  readonly rule: string;
}

/** A policy and its attachments, with everything that tables are built from looked up once. */
export class CoreNetwork {
  readonly policy: CoreNetworkPolicy;
  readonly lists: PrefixLists;
  readonly edges: readonly string[];
  readonly attachments: ReadonlyMap<string, CoreAttachment>;
  readonly placements: ReadonlyMap<string, Placement>;
  readonly scopes: RoutingScopes;
  readonly insertion: InsertionPlan;
  /** What the attachments of a segment announce, after the policies of their own. */
  private readonly announcedBy = new Map<string, RoutePath[]>();
  private readonly filteredAtAttachment = new Map<string, FilteredRoute[]>();
  private readonly told = new Map<string, ReadonlySet<RoutePath>>();
  private readonly groups = new Map<string, Map<string, string[]>>();
  private readonly shares: ReadonlyMap<string, readonly SharedInto[]>;
  private readonly asns: ReadonlyMap<string, Asn>;

  constructor(
    policy: CoreNetworkPolicy,
    attachments: readonly CoreAttachment[],
    lists: PrefixLists,
    place: (attachment: CoreAttachment) => Placement = (each) => placeCoreAttachment(policy, each),
  ) {
    this.policy = policy;
    this.lists = lists;
    this.edges = policy.configuration["edge-locations"].map(({ location }) => location);
    this.asns = new Map(policy.configuration["edge-locations"].map(({ location, asn }) => [location, asn ?? "edge"]));
    this.attachments = new Map(attachments.map((each) => [each.id, each]));
    this.placements = new Map(attachments.map((each) => [each.id, place(each)]));
    this.scopes = new RoutingScopes(policy);
    this.insertion = new InsertionPlan(policy);
    this.shares = Map.groupBy(sharesInto(policy), ({ to }) => to);
    for (const attachment of attachments) this.enter(attachment);
  }

  /** Edges at which a segment has a table. */
  edgesOfSegment(name: string): readonly string[] {
    return this.policy.segments.find((segment) => segment.name === name)?.["edge-locations"] ?? this.edges;
  }

  isIsolated(name: string): boolean {
    return this.policy.segments.find((segment) => segment.name === name)?.["isolate-attachments"] ?? false;
  }

  pathsOf(segment: string): readonly RoutePath[] {
    return this.announcedBy.get(segment) ?? [];
  }

  filteredAt(segment: string): readonly FilteredRoute[] {
    return this.filteredAtAttachment.get(segment) ?? [];
  }

  sharesOf(segment: string): readonly SharedInto[] {
    return this.shares.get(segment) ?? [];
  }

  /** Edges at which a group has attachments, in the order of the document. */
  serving(group: string): readonly string[] {
    const there = this.groups.get(group);
    return there ? this.edges.filter((edge) => there.has(edge)) : [];
  }

  /** Attachments of a group at an edge. */
  functions(group: string, edge: string): readonly string[] {
    return this.groups.get(group)?.get(edge) ?? [];
  }

  asnOf(edge: string): Asn {
    return this.asns.get(edge) ?? "edge";
  }

  /** What an edge tells the others of a segment's announcements: for each prefix the best of those that came in there. */
  toldBy(segment: string): ReadonlySet<RoutePath> {
    const known = this.told.get(segment);
    if (known) return known;
    const groups = Map.groupBy(this.pathsOf(segment), ({ edge, prefix }) => `${edge} ${prefix.text}`);
    const told = new Set([...groups.values()].flatMap((paths) => bestOf(paths, paths[0]?.edge ?? "")));
    this.told.set(segment, told);
    return told;
  }

  /** A route as another edge learns it: every edge is an autonomous system of its own, and peered with every other. */
  crossed(path: RoutePath): RoutePath {
    return { ...path, asPath: path.asPath && [this.asnOf(path.edge), ...path.asPath] };
  }

  private enter(attachment: CoreAttachment): void {
    const placement = this.placements.get(attachment.id);
    if (placement?.state !== "placed") return;
    if (placement.function_group !== null) {
      const byEdge = this.groups.get(placement.function_group) ?? new Map<string, string[]>();
      this.groups.set(placement.function_group, byEdge);
      for (const edge of placement.edges) byEdge.set(edge, [...(byEdge.get(edge) ?? []), attachment.id]);
      return;
    }
    for (const edge of edgesOf(attachment)) {
      if (placement.edges.includes(edge)) this.learn(attachment, placement.segment, edge, placement.rule ?? "");
    }
  }

  private learn(attachment: CoreAttachment, segment: string, edge: string, rule: string): void {
    const policies = this.scopes.ofAttachment(attachment, edge, "inbound");
    const scope = { edge, filterOnly: attachment.type === "vpc", summarizes: false, lists: this.lists };
    const learnt = this.announcedBy.get(segment) ?? [];
    const filtered = this.filteredAtAttachment.get(segment) ?? [];
    this.announcedBy.set(segment, learnt);
    this.filteredAtAttachment.set(segment, filtered);
    for (const path of announced(attachment, segment, edge, rule)) {
      const applied = applyRoutingPolicies(policies, path, scope);
      if (applied.path) learnt.push(applied.path);
      else filtered.push({ prefix: path.prefix.text, attachment: attachment.id, edge, rule: applied.droppedBy });
    }
  }
}
