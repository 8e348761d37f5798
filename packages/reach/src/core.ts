import { canonicalJson } from "@trias/core";
import { type Attachment, type CoreNetwork, parseCidr, readPolicy, type SegmentAction, sharesOf } from "@trias/estate";
import { type FirewallVerdict, firewallVerdict } from "./firewalls.ts";
import { type Span, spansOf } from "./spans.ts";
import { perParts, type View } from "./view.ts";

export type Certainty = "yes" | "may";

/** One attachment in a segment with what it brings. */
export interface Member {
  /** Policy name of the segment. */
  readonly segment: string;
  readonly attachment: string;
  /** The VPC's id, else the attachment's. */
  readonly place: string;
  readonly region: string;
  readonly blocks: readonly (Span & { readonly prefix: number; readonly text: string })[];
}

/** Two segments of which the one reaches the other; always both ways, since a way without return carries nothing. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly certainty: Certainty;
  /** The network function group that inspects it. */
  readonly through: string | null;
  readonly rule: string;
}

export interface StaticRoute {
  readonly segment: string;
  readonly block: Span & { readonly prefix: number; readonly text: string };
  /** Attachment ids, or null for a blackhole. */
  readonly targets: readonly string[] | null;
  readonly rule: string;
}

export interface Inspection {
  readonly group: string;
  /** VPC of the group's attachment in the region. */
  readonly vpc: string;
  readonly verdict: FirewallVerdict;
  /** Whether the VPC has a way to the internet. */
  readonly exit: boolean;
}

/** One core network with what its policy and its attachments amount to. */
export interface Core {
  readonly id: string;
  /** Policy name to estate name. */
  readonly segments: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, readonly Member[]>;
  /** By `<from> <to>`. */
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly statics: readonly StaticRoute[];
  /** Network function group of the segments that send what leaves them through one. */
  readonly egress: ReadonlyMap<string, string>;
  readonly regions: readonly string[];
  inspection(group: string, region: string): Inspection | null;
  /** What of the policy is not modelled, in words: with it no answer is certain. */
  readonly unmodelled: readonly string[];
  /** Equal for policies whose effect can be compared: empty, or all of a policy that isn't modelled in full. */
  readonly opaque: string;
}

/** States in which an attachment carries traffic, or is about to. */
const IN_PLACE = new Set<Attachment["state"]>(["AVAILABLE", "UPDATING", "CREATING", "PENDING_TAG_ACCEPTANCE"]);

export const coresOf = perParts(
  [
    "core_networks",
    "attachments",
    "vpcs",
    "firewalls",
    "firewall_rule_groups",
    "prefix_lists",
    "route_tables",
    "internet_gateways",
    "nat_gateways",
  ],
  (view): ReadonlyMap<string, Core> =>
    new Map([...view.part("core_networks").values()].map((network) => [network.id, coreOf(view, network)])),
);

function coreOf(view: View, network: CoreNetwork): Core {
  const policy = readPolicy(network.policy);
  const names = policy.segments.flatMap((segment) => (segment ? [segment.name] : []));
  const attachments = [...view.part("attachments").values()].filter(
    ({ core_network, state }) => core_network === network.id && IN_PLACE.has(state),
  );
  const members = Map.groupBy(
    attachments.flatMap((attachment) => memberOf(view, attachment)),
    ({ segment }) => segment,
  );
  const inspections = new Map<string, Inspection | null>();
  const inspection = (group: string, region: string): Inspection | null => {
    const key = `${group} ${region}`;
    const found = inspections.get(key);
    if (found !== undefined) return found;
    const made = inspectionOf(view, attachments, group, region);
    inspections.set(key, made);
    return made;
  };
  const regions = [...new Set(attachments.map(({ region }) => region))].sort();
  const inspects = (groups: readonly string[]): string | null =>
    groups.find((group) => regions.some((region) => inspection(group, region) !== null)) ?? null;
  return {
    id: network.id,
    segments: new Map(names.map((name) => [name, network.segment_names[name] ?? name])),
    members,
    pairs: pairsOf(network, names, inspects),
    statics: policy.actions.flatMap((action, i) => (action?.action === "create-route" ? staticRoutes(action, i) : [])),
    egress: egressOf(policy.actions, inspects),
    regions,
    inspection,
    unmodelled: policy.issues.map(({ path, message }) => `${path}: ${message}`),
    opaque: policy.issues.length === 0 ? "" : canonicalJson(network.policy),
  };
}

function memberOf(view: View, attachment: Attachment): Member[] {
  if (attachment.segment === null) return [];
  const vpc = attachment.type === "vpc" ? view.part("vpcs").get(attachment.resource) : undefined;
  const cidrs = vpc ? [...vpc.cidrs, ...vpc.ipv6_cidrs] : (attachment.advertised ?? []);
  return [
    {
      segment: attachment.segment,
      attachment: attachment.id,
      place: attachment.type === "vpc" ? attachment.resource : attachment.id,
      region: attachment.region,
      blocks: spansOf(cidrs),
    },
  ];
}

function pairsOf(
  network: CoreNetwork,
  names: readonly string[],
  inspects: (groups: readonly string[]) => string | null,
): ReadonlyMap<string, Pair> {
  const policy = readPolicy(network.policy);
  const pairs = new Map<string, Pair>();
  const put = (from: string, to: string, pair: Omit<Pair, "from" | "to">): void => {
    pairs.set(`${from} ${to}`, { from, to, ...pair });
    pairs.set(`${to} ${from}`, { from: to, to: from, ...pair });
  };
  for (const segment of policy.segments) {
    if (segment && segment["isolate-attachments"] !== true) {
      put(segment.name, segment.name, {
        certainty: "yes",
        through: null,
        rule: `attachments of \`${segment.name}\` reach each other`,
      });
    }
  }
  for (const { a, b, actions } of sharesOf(network.policy)) {
    put(a, b, {
      certainty: "yes",
      through: null,
      rule: `segment-actions[${actions[0]}]: share \`${a}\` with \`${b}\``,
    });
  }
  policy.actions.forEach((action, i) => {
    if (action?.action !== "send-via") return;
    const through = inspects(action.via["network-function-groups"]);
    if (through === null) return;
    const targets = action["when-sent-to"]?.segments ?? [action.segment];
    for (const other of targets === "*" ? names : targets) {
      // Within an open segment its own routes win, and nothing is inspected.
      if (other === action.segment && pairs.has(`${other} ${other}`)) continue;
      // AWS does not say what holds where a pair is shared and sent through inspection at once.
      const certainty: Certainty = pairs.get(`${action.segment} ${other}`)?.through === null ? "may" : "yes";
      put(action.segment, other, {
        certainty,
        through,
        rule: `segment-actions[${i}]: send \`${action.segment}\` via \`${through}\``,
      });
    }
  });
  return pairs;
}

function staticRoutes(action: SegmentAction & { action: "create-route" }, i: number): StaticRoute[] {
  const { segment, destinations } = action;
  const targets = destinations.includes("blackhole") ? null : destinations;
  return action["destination-cidr-blocks"].map((text) => {
    const rule = `segment-actions[${i}]: ${text} to ${targets === null ? "blackhole" : targets.join(", ")}`;
    return { segment, block: parseCidr(text, { hostBits: "clear" }), targets, rule };
  });
}

function egressOf(
  actions: readonly (SegmentAction | null)[],
  inspects: (groups: readonly string[]) => string | null,
): ReadonlyMap<string, string> {
  const egress = new Map<string, string>();
  for (const action of actions) {
    if (action?.action !== "send-to") continue;
    const group = inspects(action.via["network-function-groups"]);
    if (group !== null) egress.set(action.segment, group);
  }
  return egress;
}

function inspectionOf(
  view: View,
  attachments: readonly Attachment[],
  group: string,
  region: string,
): Inspection | null {
  const serving = attachments.filter(
    ({ network_function_group, type }) => network_function_group === group && type === "vpc",
  );
  // Without one in its own region AWS takes another region's.
  const attachment =
    serving.find((each) => each.region === region) ?? serving.toSorted((a, b) => (a.region < b.region ? -1 : 1))[0];
  if (!attachment) return null;
  const verdict = firewallVerdict(view, attachment.resource);
  const unsure = (["route_tables", "internet_gateways"] as const)
    .filter((part) => view.unknown(part))
    .map((part) => `${part} are unknown`);
  return {
    group,
    vpc: attachment.resource,
    verdict: unsure.length === 0 ? verdict : { ...verdict, unmodelled: [...verdict.unmodelled, ...unsure] },
    exit: unsure.length > 0 || hasExit(view, attachment.resource),
  };
}

function hasExit(view: View, vpc: string): boolean {
  for (const table of view.part("route_tables").values()) {
    if (table.vpc !== vpc) continue;
    for (const { target } of table.routes) {
      if (target.type === "internet-gateway" && view.part("internet_gateways").get(target.id)?.vpc === vpc) return true;
    }
  }
  return false;
}
