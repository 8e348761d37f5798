import type { Cidr } from "@trias/estate";
import type { CoreAttachment } from "../place/attachment.ts";
import { applyRoutingPolicies } from "../routing/apply.ts";
import type { CoreNetworkSimulation } from "../simulate.ts";

export type Learns =
  | { readonly learns: "yes" }
  | { readonly learns: "no" | "may"; readonly rule: string; readonly reason: string };

/**
 * Whether the network behind a BGP attachment knows the way to a block, so that it sends packets for it at all: something that
 * covers the block is advertised to it, past its outbound routing policies. A VPC has a route table instead, which is not here.
 */
export function learns(
  simulation: CoreNetworkSimulation,
  attachment: CoreAttachment,
  segment: string,
  edge: string,
  block: Cidr,
): Learns {
  const { network, tables } = simulation;
  if (attachment.type === "vpc") return { learns: "yes" };
  const policies = network.scopes.ofAttachment(attachment, edge, "outbound");
  const scope = { edge, filterOnly: false, summarizes: true, lists: network.lists };
  let kept: Learns | null = null;
  for (const candidates of tables.segment(segment, edge).covering(block)) {
    for (const candidate of candidates) {
      if (candidate.target.kind === "blackhole") continue;
      const { path } = candidate;
      if (path === null) return { learns: "yes" };
      if (path.attachment === attachment.id) continue;
      if (network.isIsolated(segment) && path.segment === segment && candidate.target.kind === "attachment") {
        const index = network.policy.segments.findIndex(({ name }) => name === segment);
        const reason = `isolated: \`${attachment.id}\` learns no route of its own segment \`${segment}\``;
        kept ??= { learns: "no", rule: `segments[${index}].isolate-attachments`, reason };
        continue;
      }
      const applied = applyRoutingPolicies(policies, path, scope);
      if (applied.path === null) {
        const reason = `filtered: ${path.prefix.text} is not advertised to \`${attachment.id}\``;
        kept ??= { learns: "no", rule: applied.droppedBy, reason };
      } else if (applied.path.doubts.length > path.doubts.length) {
        kept = { learns: "may", rule: "", reason: applied.path.doubts.at(-1) ?? "" };
      } else {
        return { learns: "yes" };
      }
    }
  }
  // Where nothing covers it the look-up finds no route either, and says why.
  return kept ?? { learns: "yes" };
}
