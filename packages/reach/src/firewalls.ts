import type { ResourceOf } from "@trias/estate";
import { join, type Span, spansOf } from "./spans.ts";
import type { View } from "./view.ts";

/** What the firewalls of a VPC do with packets that come from the core network. */
export interface FirewallVerdict {
  /** Addresses whose packets are dropped, as source or as destination. */
  readonly blocked: readonly Span[];
  /** Rules whose effect is not computed: what passes only may pass. */
  readonly unmodelled: readonly string[];
  readonly firewalls: readonly string[];
}

/** A rule that drops or rejects everything from or to a set of addresses. */
const DROP =
  /^(?:drop|reject) ip (any|@[A-Za-z_][A-Za-z0-9_]{0,63}) any (?:->|<>) (any|@[A-Za-z_][A-Za-z0-9_]{0,63}) any \(([^)]*)\)$/;
/** Options that say nothing about which packets match. */
const PLAIN_OPTIONS =
  /^(?:\s*(?:(?:msg|reference|metadata|classtype):(?:"[^"]*"|[^";]*)|(?:sid|rev|gid|priority):\d+|noalert);)*\s*$/;

/**
 * The verdict of a VPC's firewalls. A drop that stands after rules that may pass the packet, and anything but a plain drop by
 * prefix list, makes the rest uncertain rather than decided.
 */
export function firewallVerdict(view: View, vpc: string): FirewallVerdict {
  const blocked: Span[] = [];
  const unmodelled: string[] = [];
  const firewalls: string[] = [];
  for (const firewall of view.part("firewalls").values()) {
    if (firewall.vpc !== vpc) continue;
    firewalls.push(firewall.id);
    readFirewall(view, firewall, blocked, unmodelled);
  }
  if (view.unknown("firewalls")) unmodelled.push("firewalls are unknown");
  return { blocked: join(blocked), unmodelled, firewalls };
}

function readFirewall(view: View, firewall: ResourceOf<"firewalls">, blocked: Span[], unmodelled: string[]): void {
  if (firewall.policy !== undefined) unmodelled.push(`the policy \`${firewall.policy}\` is not modelled`);
  for (const id of firewall.rule_groups) {
    const group = view.part("firewall_rule_groups").get(id);
    if (group) readGroup(view, group, blocked, unmodelled);
    else unmodelled.push(`the rule group \`${id}\` is not in the estate`);
  }
}

function readGroup(view: View, group: ResourceOf<"firewall_rule_groups">, blocked: Span[], unmodelled: string[]): void {
  for (const rule of group.rules) {
    const match = DROP.exec(rule.trim());
    const [, source = "", destination = "", options = ""] = match ?? [];
    const name = source === "any" ? destination : source;
    const both = source !== "any" && destination !== "any";
    if (!match || !PLAIN_OPTIONS.test(options) || both || name === "any") {
      if (!/^alert /.test(rule)) unmodelled.push(`\`${group.id}\`: ${rule.slice(0, 80)}`);
      continue;
    }
    const reference = Object.getOwnPropertyDescriptor(group.references, name.slice(1))?.value;
    const list = typeof reference === "string" ? view.part("prefix_lists").get(reference) : undefined;
    if (!list) unmodelled.push(`\`${group.id}\`: the list of \`${name}\` is not in the estate`);
    // A pass that stands earlier may win over this drop: then what it names is uncertain already, by that rule.
    else blocked.push(...spansOf(list.entries.map(({ cidr }) => cidr)));
  }
}
