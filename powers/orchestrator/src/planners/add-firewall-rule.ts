import { isPrivate, list, overlaps, parseCidr, tryParseCidr } from "@trias/estate";
import { blockedAddress } from "@trias/intents";
import { buildBlockAddress } from "@trias/plan";
import { OrchestratorError } from "../errors.ts";
import type { Planner } from "./planner.ts";

export const addFirewallRule: Planner = (intent, { estate }) => {
  const address = blockedAddress(intent);
  if (address === null) {
    throw new OrchestratorError("unavailable", "only the block of one address, everywhere, is available yet");
  }
  // The block lists drop what comes from outside: an own address on them would cut off ourselves.
  const block = parseCidr(address);
  const own = list(estate, "vpcs").some(({ cidrs, ipv6_cidrs }) =>
    [...cidrs, ...ipv6_cidrs].some((range) => {
      const parsed = tryParseCidr(range);
      return parsed !== null && overlaps(parsed, block);
    }),
  );
  if (own || isPrivate(block)) {
    throw new OrchestratorError("impossible", `\`${address}\` is one of our own addresses`, {
      at: "source",
      fix: "isolate the instance that has it",
      remedy: "ask",
    });
  }
  return buildBlockAddress(estate, address);
};
