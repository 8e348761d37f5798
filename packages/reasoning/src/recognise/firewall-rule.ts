import { type Estate, isKnown, isPrivate, list, tryParseCidr } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { isRequest } from "../sentence/clauses.ts";
import { durationOf, portOf } from "../sentence/quantities.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { given, type Recogniser } from "./reading.ts";

const BLOCK = [
  "block",
  "blocks",
  "blocking",
  "blocked",
  "blacklist",
  "blocklist",
  "ban",
  "deny",
  "denies",
  "denying",
  "drop",
  "drops",
  "reject",
  "refuse",
  "cut off",
  "shut out",
  "keep out",
  "stop traffic",
  "forbid",
  "prohibit",
  "blackhole",
];
const ALLOW = [
  "allow",
  "allows",
  "allowing",
  "permit",
  "permits",
  "whitelist",
  "allowlist",
  "open",
  "opens",
  "let",
  "enable",
  "unblock",
  "expose",
];
const REMOVE = ["remove", "delete", "drop the rule", "take away", "lift", "revoke", "unblock"];
const RULE = ["rule", "rules", "block", "entry", "exception"];
const TRAFFIC = [
  "traffic",
  "connections",
  "packets",
  "egress",
  "ingress",
  "access",
  "port",
  "ports",
  "firewall",
  "rule",
  "inbound",
  "outbound",
];

/** `block 203.0.113.45`, `add firewall rule for salesforce.com in prod-api`, `deny traffic from …`. */
export const addFirewallRule: Recogniser = (clause, whole, estate) => {
  const ends = endsOf(clause, whole);
  const block = says(clause, ...BLOCK);
  const rule = says(clause, "firewall rule", "firewall rules", "a rule", "the rule", "rule", "fw rule");
  const allow =
    says(clause, ...ALLOW) || (rule && says(clause, "add", "create", "make", "set up", "need", "new", "put"));
  if (!block && !allow) return null;
  if (ends.length === 0 && !((rule || says(clause, ...TRAFFIC)) && isRequest(clause.words))) return null;
  const effect = block ? "block" : "allow";
  return (ends.length === 0 ? [null] : ends).map((end) => ({
    type: "add_firewall_rule",
    parameters: rulesParameters(clause, estate, effect, end),
    // One sentence with two addresses may mean two rules or the two ends of one.
    certain: ends.length === 1 || (effect === "block" && says(clause, "and", "both")),
  }));
};

/** `remove the firewall rule that blocks …`, `unblock …`. */
export const removeFirewallRule: Recogniser = (clause, whole, estate) => {
  if (!says(clause, ...REMOVE)) return null;
  const unblock = says(clause, "unblock");
  if (!unblock && !says(clause, ...RULE)) return null;
  const [end = null] = endsOf(clause, whole);
  const effect =
    unblock || says(clause, ...BLOCK)
      ? "block"
      : says(clause, "allow", "allows", "allowing", "permits")
        ? "allow"
        : null;
  if (end === null && !says(clause, "firewall")) return null;
  return [{ type: "remove_firewall_rule", parameters: rulesParameters(clause, estate, effect, end), certain: true }];
};

function endsOf(clause: Sentence, whole: Sentence): readonly string[] {
  const own = [...clause.ranges, ...clause.domains];
  if (own.length > 0) return own;
  return says(clause, "it", "them", "this", "that") ? [...whole.ranges, ...whole.domains] : [];
}

function rulesParameters(
  clause: Sentence,
  estate: Estate,
  effect: "allow" | "block" | null,
  end: string | null,
): Intent["parameters"] {
  const direction = end === null ? spokenDirection(clause) : directionOf(clause, estate, end);
  return given({
    effect,
    ...(end === null ? {} : { [direction === "egress" ? "destination" : "source"]: end }),
    segment: clause.segments[0],
    direction,
    port: portOf(clause),
    protocol: ["tcp", "udp", "icmp"].find((protocol) => says(clause, protocol)),
    expires: durationOf(clause),
  });
}

function spokenDirection(clause: Sentence): "egress" | "ingress" | null {
  if (says(clause, "outbound", "egress", "outgoing", "leaving")) return "egress";
  return says(clause, "inbound", "ingress", "incoming") ? "ingress" : null;
}

/** What a sentence says about an end decides; else a name or an own address is a destination, and an outside address a source. */
function directionOf(clause: Sentence, estate: Estate, end: string): "egress" | "ingress" {
  const spoken = spokenDirection(clause);
  if (spoken !== null) return spoken;
  const at = clause.words.findIndex((word) => word === end || end.startsWith(`${word}/`));
  const before = clause.words.slice(0, Math.max(0, at)).findLast((word) => !BETWEEN.has(word)) ?? "";
  if (before === "from" || before === "by") return "ingress";
  if (before === "to" || before === "towards" || before === "toward") return "egress";
  return end.includes("/") && !isOwn(estate, end) ? "ingress" : "egress";
}

/** Words that may stand between `from` and the address. */
const BETWEEN = new Set(["the", "ip", "ips", "address", "addresses", "host", "source", "domain", "at"]);

function isOwn(estate: Estate, range: string): boolean {
  const parsed = tryParseCidr(range);
  return (
    (parsed !== null && isPrivate(parsed)) ||
    (isKnown(estate, "vpcs") && list(estate, "vpcs").some(({ cidrs }) => cidrs.includes(range)))
  );
}
