import type { ResourceOf } from "@trias/estate";
import { coversNumbers, meetsNumbers, type Numbers, numbersOf } from "../numbers.ts";
import { ALL_SERVICES, intersect, NO_SERVICES, type Services, servicesOf, unite } from "../services.ts";
import { type Span, spansOf } from "../spans.ts";
import type { View } from "../view.ts";
import { Decision } from "./decide.ts";
import { addressesIn, parseRule, portsIn, type SuricataRule, type Variables } from "./suricata.ts";

export type Firewall = ResourceOf<"firewalls">;
type Group = ResourceOf<"firewall_rule_groups">;
type Settings = NonNullable<Firewall["policy_settings"]>;

/** Packets as a firewall sees them. `holds` says whether a block has an end of theirs, or that there is no single answer. */
export interface Seen {
  readonly services: Services;
  /** Of these, those that get here for certain. */
  readonly certain: Services;
  /** Ports that TCP and UDP come from. */
  readonly clients: { readonly tcp: Numbers; readonly udp: Numbers };
  holds(blocks: readonly Span[], end: "source" | "target"): boolean;
}

/** A match that the header decides, or only may (`sure` false); null where it does not match. */
type Match = { readonly services: Services; readonly sure: boolean } | null;

/** What the stateless rules hand to the stateful ones. */
export interface Handed {
  readonly certain: Services;
  readonly possible: Services;
}

/** The stateless rules: first match by priority of group and rule passes, drops, or hands to the stateful ones (R77). */
export function stateless(view: View, firewall: Firewall, seen: Seen): { passed: Decision; handed: Handed } {
  const settings = firewall.policy_settings;
  const decision = new Decision(seen.services, seen.certain);
  let handed: Handed = { certain: NO_SERVICES, possible: NO_SERVICES };
  const act = (actions: readonly string[], match: Services, text: string): void => {
    if (actions.includes("aws:pass")) decision.pass(match, true, text);
    else if (actions.includes("aws:drop")) decision.drop(match, true, text);
    else {
      const taken = decision.take(match);
      handed = { certain: unite(handed.certain, taken.certain), possible: unite(handed.possible, taken.possible) };
    }
  };
  for (const { group: id } of (settings?.stateless_groups ?? []).toSorted((a, b) => a.priority - b.priority)) {
    const group = view.part("firewall_rule_groups").get(id);
    if (!group) decision.doubt(`the rule group \`${id}\` is not in the estate`);
    for (const rule of (group?.stateless ?? []).toSorted((a, b) => a.priority - b.priority)) {
      const match = statelessMatch(rule, seen);
      if (match?.sure) act(rule.actions, match.services, `\`${id}\`: stateless rule ${rule.priority}`);
      else if (match) decision.doubt(`\`${id}\`: stateless rule ${rule.priority}`);
    }
  }
  act(settings?.stateless_default ?? ["aws:forward_to_sfe"], ALL_SERVICES, "the stateless default action");
  return { passed: decision, handed };
}

function statelessMatch(rule: NonNullable<Group["stateless"]>[number], seen: Seen): Match {
  const { sources, destinations, protocols, source_ports, destination_ports, tcp_flags } = rule;
  if (sources.length > 0 && !seen.holds(spansOf(sources), "source")) return null;
  if (destinations.length > 0 && !seen.holds(spansOf(destinations), "target")) return null;
  const ports = (ranges: typeof source_ports): Numbers =>
    ranges.length === 0 ? [[0, 65_535]] : numbersOf(ranges.map(({ from, to }) => [from, to] as const));
  const all =
    protocols.length === 0 ? [ALL_SERVICES] : protocols.map((number) => servicesOf(String(number), null, null));
  const services = portsOf(all.reduce(unite), ports(destination_ports));
  return fromPorts({ services, sure: (tcp_flags ?? []).length === 0 }, ports(source_ports), seen);
}

function portsOf(services: Services, ports: Numbers): Services {
  return intersect(services, { ...ALL_SERVICES, tcp: ports, udp: ports });
}

/** Where only some of the ports that packets come from match, the rule only may. */
function fromPorts(match: NonNullable<Match>, from: Numbers, { clients }: Seen): Match {
  const names = ["tcp", "udp"] as const;
  const none = names.filter((name) => !meetsNumbers(from, clients[name]));
  const services = { ...match.services, ...Object.fromEntries(none.map((name) => [name, NO_SERVICES[name]])) };
  const whole = names.every((name) => services[name].length === 0 || coversNumbers(from, clients[name]));
  return { services, sure: match.sure && whole };
}

const ORDER = { pass: 0, drop: 1, reject: 2, alert: 3 } as const;

/** The stateful rules: in their own order, or pass before drop before reject before alert (R78), then the default (R79). */
export function stateful(view: View, firewall: Firewall, seen: Seen): Decision {
  const settings = firewall.policy_settings;
  const decision = new Decision(seen.services, seen.certain);
  if (!settings && firewall.policy !== undefined)
    decision.doubt(`the policy \`${firewall.policy}\` is not in the estate`);
  const strict = settings?.order !== "DEFAULT_ACTION_ORDER";
  const listed =
    settings?.stateful_groups ?? firewall.rule_groups.map((group, i) => ({ group, priority: i, drop_to_alert: false }));
  const rules: { act: () => void; rank: number; priority: number }[] = [];
  for (const { group: id, drop_to_alert } of strict
    ? listed.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0))
    : listed) {
    const group = view.part("firewall_rule_groups").get(id);
    if (!group) {
      rules.push({ act: () => decision.doubt(`the rule group \`${id}\` is not in the estate`), rank: 0, priority: 0 });
      continue;
    }
    const variables = variablesOf(view, firewall, group);
    const domains = group.domains;
    if (domains && domains.action !== "ALERTLIST")
      rules.push({ act: () => judgeDomains(decision, group, variables, seen), rank: 0, priority: 0 });
    for (const text of group.rules) {
      const rule = parseRule(text);
      const act = rule
        ? () => judge(decision, rule, group, drop_to_alert, variables, seen)
        : () => decision.doubt(`\`${id}\`: ${text.slice(0, 80)}`);
      rules.push({ act, rank: rule ? ORDER[rule.action] : 0, priority: rule?.priority ?? 0 });
    }
  }
  if (!strict) rules.sort((a, b) => a.rank - b.rank || a.priority - b.priority);
  for (const { act } of rules) act();
  byDefault(decision, strict ? (settings?.stateful_default ?? []) : []);
  return decision;
}

function byDefault(decision: Decision, actions: readonly string[]): void {
  if (actions.includes("aws:drop_strict"))
    decision.drop(ALL_SERVICES, true, "the default action drops what no rule passes");
  else if (actions.some((each) => each.startsWith("aws:drop_established")))
    decision.drop(ALL_SERVICES, true, "the default action lets the handshake through, and no data");
  else decision.pass(ALL_SERVICES, true, "no rule drops it");
}

function judge(
  decision: Decision,
  rule: SuricataRule,
  group: Group,
  alertOnly: boolean,
  variables: Variables,
  seen: Seen,
): void {
  if (rule.action === "alert" || (alertOnly && rule.action !== "pass")) return;
  const text = `\`${group.name}\`: ${rule.text}`;
  for (const match of [
    headerMatch(rule, variables, seen, false),
    rule.both ? headerMatch(rule, variables, seen, true) : null,
  ]) {
    if (!match) continue;
    if (rule.action === "pass") decision.pass(match.services, match.sure, text);
    else decision.drop(match.services, match.sure, text);
  }
}

function headerMatch(rule: SuricataRule, variables: Variables, seen: Seen, swapped: boolean): Match {
  const [from, fromPort, to, toPort] = swapped
    ? [rule.target, rule.targetPort, rule.source, rule.sourcePort]
    : [rule.source, rule.sourcePort, rule.target, rule.targetPort];
  const sources = addressesIn(from, variables);
  const targets = addressesIn(to, variables);
  const [source, target] = [portsIn(fromPort, variables), portsIn(toPort, variables)];
  if (sources && !seen.holds(sources, "source")) return null;
  if (targets && !seen.holds(targets, "target")) return null;
  const known = sources !== null && targets !== null && source !== null && target !== null;
  const services = portsOf(protocolOf(rule.protocol), target ?? [[0, 65_535]]);
  return fromPorts({ services, sure: known && rule.payload === null }, source ?? [[0, 65_535]], seen);
}

/** An application's protocol runs over TCP, and some over UDP as well. */
function protocolOf(protocol: string): Services {
  switch (protocol) {
    case "ip":
      return ALL_SERVICES;
    case "tcp":
    case "udp":
      return servicesOf(protocol, null, null);
    case "icmp":
      return unite(servicesOf("icmp", null, null), servicesOf("icmpv6", null, null));
    case "icmpv4":
      return servicesOf("icmp", null, null);
    case "icmpv6":
      return servicesOf("icmpv6", null, null);
    default:
      return unite(servicesOf("tcp", null, null), servicesOf("udp", null, null));
  }
}

/** A list of domains looks at HTTP and TLS that come from the home network, and at nothing else (R81). */
function judgeDomains(decision: Decision, group: Group, variables: Variables, seen: Seen): void {
  const home = addressesIn("$HOME_NET", variables);
  if (home && !seen.holds(home, "source")) return;
  const tcp = servicesOf("tcp", null, null);
  const text = `\`${group.name}\`: a list of domains`;
  if (group.domains?.action === "ALLOWLIST") decision.pass(tcp, false, text);
  else decision.drop(tcp, false, text);
}

/** Variables of the group, else of the policy; the home network is by default that of the firewall's VPC (R81). */
function variablesOf(view: View, firewall: Firewall, group: Group): Variables {
  const vpc = view.part("vpcs").get(firewall.vpc);
  return (name) => {
    const plain = name.slice(1);
    const own = (from: Readonly<Record<string, readonly string[]>> | undefined): readonly string[] | undefined =>
      from && Object.hasOwn(from, plain) ? from[plain] : undefined;
    const list = Object.hasOwn(group.references, plain)
      ? view.part("prefix_lists").get(group.references[plain] ?? "")
      : undefined;
    if (name.startsWith("@")) return list?.entries.map(({ cidr }) => cidr);
    const settings: Settings | undefined = firewall.policy_settings;
    const said = own(group.variables?.addresses) ?? own(group.variables?.ports) ?? own(settings?.variables);
    if (said) return said;
    if (plain === "HOME_NET") return vpc && [...vpc.cidrs, ...vpc.ipv6_cidrs];
    return plain === "EXTERNAL_NET" && vpc ? ["!$HOME_NET"] : undefined;
  };
}
