import { applyChanges, type CoreNetwork, type Estate, list, placeAttachment, type ResourceChange } from "@trias/estate";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";

/**
 * The network with another policy in force: every attachment where its rules put it. One that they do not decide is nowhere
 * for sure, which the answers show as `may`.
 */
export function withPolicy(estate: Estate, policy: CoreNetwork["policy"]): Estate {
  const networks = list(estate, "core_networks");
  const [before] = networks;
  if (!before || networks.length > 1) {
    throw new CliError("option_malformed", EXIT.usage, `the network has ${networks.length} core networks`, {
      at: "--estate",
      fix: "give a network with exactly one core network, whose policy this one is to replace",
    });
  }
  const after = { ...before, policy, policy_version: before.policy_version + 1 };
  const moves = list(estate, "attachments").flatMap((attachment): ResourceChange[] => {
    if (attachment.core_network !== before.id) return [];
    const { segment, network_function_group, unknown } = placeAttachment(policy, attachment);
    const place =
      unknown === undefined ? { segment, network_function_group } : { segment: null, network_function_group: null };
    return [{ part: "attachments", id: attachment.id, before: attachment, after: { ...attachment, ...place } }];
  });
  const changes: ResourceChange[] = [{ part: "core_networks", id: before.id, before, after }, ...moves];
  return applyChanges(estate, changes, { serial: estate.serial + 1, time: estate.time });
}
