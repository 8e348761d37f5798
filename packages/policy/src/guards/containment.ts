import type { Charter } from "../charter/charter.ts";
import type { Facts } from "../facts.ts";
import type { Finding } from "../finding.ts";

/** Containment must not hurt a neighbour or be steered by an outsider; beyond the caps a person decides. */
export function containmentFindings(facts: Facts, { caps }: Charter): Finding[] {
  const ask = (rule: string, message: string, subject: string): Finding => ({
    rule,
    level: "escalate",
    message,
    subject,
    approvers: ["security"],
  });
  return [
    ...facts.never_list_hits.map(({ address, reason }) =>
      ask("containment.never_list", `\`${address}\` is on the charter's never-list: ${reason}`, address),
    ),
    ...facts.wide_blocks.map((cidr) =>
      ask("containment.wide_block", `\`${cidr}\` is more than one address: each needs evidence of its own`, cidr),
    ),
    ...facts.caps_exceeded.map(({ cap, limit, count }) =>
      ask("containment.cap", `this would be number ${count} where the charter allows ${limit} (${cap})`, cap),
    ),
    ...(caps.never_last_healthy_target ? facts.last_healthy_targets : []).map(({ part, id }) =>
      ask("containment.last_target", `\`${id}\` is the last healthy target of a load balancer`, `${part} ${id}`),
    ),
    ...facts.taints.map(({ argument, source }) =>
      ask("argument.tainted", `\`${argument}\` comes from text that an outsider can write (${source})`, argument),
    ),
  ];
}
