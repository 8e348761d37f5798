import type { GroupRule } from "../resources.ts";
import { sampleError } from "./description.ts";

const RULE = /^(any|tcp|udp|icmp)(?: (\d+)(?:-(\d+))?)? (from|to) (?:group ([a-z0-9-]+)|([0-9a-f.:]+\/\d+))$/;

/** Reads a rule such as `tcp 443 from 10.0.0.0/8`; `groupId` gives the id of a group of the same VPC. */
export function groupRule(text: string, direction: "from" | "to", groupId: (name: string) => string): GroupRule {
  const match = RULE.exec(text);
  if (!match || match[4] !== direction) {
    throw sampleError("groups", `\`${text}\` is no rule; expected a form such as \`tcp 443 ${direction} 10.0.0.0/8\``);
  }
  const [, protocol, low, high, , group, cidr] = match;
  const everything = protocol === "any";
  return {
    protocol: everything ? "-1" : (protocol ?? "-1"),
    from_port: everything || low === undefined ? null : Number(low),
    to_port: everything || low === undefined ? null : Number(high ?? low),
    cidrs: cidr === undefined ? [] : [cidr],
    groups: group === undefined ? [] : [groupId(group)],
    prefix_lists: [],
    description: text,
  };
}
