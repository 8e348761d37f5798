import { localBlocks } from "../route-table.ts";
import type { Flight } from "./flight.ts";
import { showVpc } from "./local.ts";
import { noTarget } from "./no-target.ts";
import type { Step } from "./step.ts";
import type { TargetStep } from "./target-step.ts";

/** Over a peering: from an address of the one VPC to an address of the other, and no further (R40). */
export function peering(flight: Flight, { target, vpc, table, rule }: TargetStep): Step | null {
  const { view } = flight;
  const found = view.part("peerings").get(target.id);
  const hop = { at: "peering", resource: target.id };
  if (!found) {
    return noTarget(flight, { target, table, rule }, "peerings");
  }
  flight.place(hop.at, found.id);
  if (found.state !== "active") {
    flight.block({ ...hop, rule: `it is ${found.state}`, code: "BAD_STATE" });
    return null;
  }
  const other = found.requester_vpc === vpc.id ? found.accepter_vpc : found.requester_vpc;
  const peer = view.part("vpcs").get(other);
  if (!peer) {
    flight.lose(`\`${other}\` has the address: it is not in the estate`);
    return null;
  }
  const code = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR";
  if (!localBlocks(vpc).some((block) => flight.holds(block, "source"))) {
    flight.block({ ...hop, rule: `the source is not an address of \`${vpc.id}\`: a peering is not transitive`, code });
    return null;
  }
  if (!localBlocks(peer).some((block) => flight.holds(block, "target"))) {
    flight.block({ ...hop, rule: `the address is not one of \`${peer.id}\`: a peering leads no further`, code });
    return null;
  }
  if (found.requester_region !== found.accepter_region)
    flight.identityLost = "a peering between Regions does not tell who sent it";
  showVpc(flight, peer);
  return { kind: "local", vpc: peer, inside: null };
}
