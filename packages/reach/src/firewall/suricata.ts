import { tryParseCidr } from "@trias/estate";
import { ALL_PORTS, type Numbers, numbersOf, subtractNumbers } from "../numbers.ts";
import { join, type Span, wholeFamily, without } from "../spans.ts";

type Action = "pass" | "drop" | "reject" | "alert";

/** The header of a rule, and whether it decides by the header alone (R80). */
export interface SuricataRule {
  readonly action: Action;
  readonly protocol: string;
  readonly source: string;
  readonly sourcePort: string;
  readonly both: boolean;
  readonly target: string;
  readonly targetPort: string;
  /** Null where addresses, ports and protocol decide; else what in it looks at more. */
  readonly payload: string | null;
  readonly priority: number;
  readonly text: string;
}

const RULE =
  /^(pass|drop|reject|alert|rejectsrc|rejectdst|rejectboth)\s+(\S+)\s+(\[[^\]]*\]|\S+)\s+(\[[^\]]*\]|\S+)\s+(->|<>)\s+(\[[^\]]*\]|\S+)\s+(\[[^\]]*\]|\S+)\s*\((.*)\)\s*$/;
/** Options that say nothing about which packets match. */
const PLAIN = new Set([
  "msg",
  "sid",
  "rev",
  "gid",
  "classtype",
  "reference",
  "metadata",
  "priority",
  "noalert",
  "flow",
]);
const HEADER_PROTOCOLS = new Set(["ip", "tcp", "udp", "icmp", "icmpv4", "icmpv6"]);

/** A rule in words; null where it can't be read, and then it may do anything. */
export function parseRule(text: string): SuricataRule | null {
  const match = RULE.exec(text.trim());
  if (!match) return null;
  const [
    ,
    action = "",
    protocol = "",
    source = "",
    sourcePort = "",
    arrow = "",
    target = "",
    targetPort = "",
    rest = "",
  ] = match;
  const options = optionsOf(rest);
  const other = options.find(([key]) => !PLAIN.has(key));
  const backwards = options.some(([key, value]) => key === "flow" && /to_client|from_server/.test(value));
  const payload = !HEADER_PROTOCOLS.has(protocol)
    ? `protocol ${protocol}`
    : (other?.[0] ?? (backwards ? "flow towards the client" : null));
  return {
    action: action.startsWith("reject") ? "reject" : (action as Action),
    protocol,
    source,
    sourcePort,
    both: arrow === "<>",
    target,
    targetPort,
    payload,
    priority: Number(options.find(([key]) => key === "priority")?.[1] ?? 3),
    text: text.trim().slice(0, 120),
  };
}

/** Options by semicolons, of which those inside quotes do not count. */
function optionsOf(text: string): [string, string][] {
  const parts = text.match(/(?:[^;"\\]|\\.|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return parts.flatMap((part): [string, string][] => {
    const at = part.indexOf(":");
    const key = (at < 0 ? part : part.slice(0, at)).trim();
    return key === "" ? [] : [[key, at < 0 ? "" : part.slice(at + 1).trim()]];
  });
}

/** What a variable or a reference stands for; undefined where nobody knows. */
export type Variables = (name: string) => readonly string[] | undefined;

const EVERYWHERE: readonly Span[] = [wholeFamily(4), wholeFamily(6)];

/** The addresses that a rule's expression stands for; null where a part of it is not known. */
export function addressesIn(expression: string, variables: Variables, depth = 0): readonly Span[] | null {
  if (depth > 5) return null;
  const text = expression.trim();
  if (text === "any") return EVERYWHERE;
  if (text.startsWith("!")) {
    const held = addressesIn(text.slice(1), variables, depth + 1);
    return held && without(EVERYWHERE, held);
  }
  if (text.startsWith("[") && text.endsWith("]")) return listIn(text.slice(1, -1).split(","), variables, depth);
  if (/^[$@]/.test(text)) {
    const named = variables(text);
    return named ? listIn(named, variables, depth) : null;
  }
  const block = tryParseCidr(text, { hostBits: "clear" });
  return block && [block];
}

function listIn(items: readonly string[], variables: Variables, depth: number): readonly Span[] | null {
  const inside: Span[] = [];
  const outside: Span[] = [];
  for (const item of items.map((each) => each.trim())) {
    const denied = item.startsWith("!");
    const held = addressesIn(denied ? item.slice(1) : item, variables, depth + 1);
    if (held === null) return null;
    (denied ? outside : inside).push(...held);
  }
  const from = inside.length === 0 && outside.length > 0 ? EVERYWHERE : inside;
  return without(join(from), outside);
}

/** The same for ports: `80`, `1024:`, `[80,443]`, `!22`, `$WEB`. */
export function portsIn(expression: string, variables: Variables, depth = 0): Numbers | null {
  if (depth > 5) return null;
  const text = expression.trim();
  if (text === "any") return ALL_PORTS;
  if (text.startsWith("!")) {
    const held = portsIn(text.slice(1), variables, depth + 1);
    return held && subtractNumbers(ALL_PORTS, held);
  }
  const items =
    text.startsWith("[") && text.endsWith("]")
      ? text.slice(1, -1).split(",")
      : text.startsWith("$")
        ? variables(text)
        : null;
  if (items === undefined) return null;
  if (items !== null) {
    const each = items.map(
      (item) => [item.trim().startsWith("!"), portsIn(item.trim().replace(/^!/, ""), variables, depth + 1)] as const,
    );
    if (each.some(([, held]) => held === null)) return null;
    const of = (denied: boolean): Numbers =>
      numbersOf(each.flatMap(([not, held]) => (not === denied ? (held ?? []) : [])));
    const inside = of(false);
    return subtractNumbers(inside.length === 0 ? ALL_PORTS : inside, of(true));
  }
  const range = /^(\d{1,5})?(:)?(\d{1,5})?$/.exec(text);
  if (!range || text === "") return null;
  const low = Number(range[1] ?? 0);
  return [[low, range[2] ? Number(range[3] ?? 65_535) : low]];
}
