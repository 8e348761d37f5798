import type { Candidate } from "./candidate.ts";
import type { CoreNetwork } from "./network.ts";
import { intoGroup } from "./propagate.ts";
import { RouteTable } from "./table.ts";

/**
 * The table of a network function group at an edge: where packets go that come back from its attachments. It holds the routes of
 * every segment that uses the group; static routes and routing policies of segments do not reach it (R67, R71).
 */
export function groupTable(network: CoreNetwork, group: string, edge: string): RouteTable {
  const users = network.insertion.users(group);
  const dual = users.dualHop.length > 0;
  const mixed = dual && users.once.length > 0;
  const doubts = mixed
    ? [
        `group \`${group}\` is used by dual-hop (${users.dualHop.join(", ")}) and otherwise (${users.once.join(", ")}), which is invalid (R71)`,
      ]
    : [];
  const candidates = [...users.segments].flatMap(([segment, rule]) =>
    intoGroup(network, segment, edge).map((path): Candidate => {
      const second = dual && path.edge !== edge;
      const target: Candidate["target"] = second
        ? network.functions(group, path.edge).length > 0
          ? { kind: "inspection", group, edges: [path.edge], out: false }
          : { kind: "blackhole", reason: `dual-hop needs an attachment of group \`${group}\` at ${path.edge}` }
        : { kind: "attachment", attachment: path.attachment, edge: path.edge };
      const rules = [...path.rules, `${rule}.via`];
      return { prefix: path.prefix, type: "propagated", target, path, rules, doubts: [...path.doubts, ...doubts] };
    }),
  );
  const ecmp = network.policy.configuration["vpn-ecmp-support"] !== false;
  return new RouteTable({ kind: "function-group", group, edge }, candidates, [], ecmp);
}
