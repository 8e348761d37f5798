import { type Digest, digestValue } from "@trias/core";
import {
  type Attachment,
  type CoreNetwork,
  type Estate,
  list,
  need,
  PART_SCHEMAS,
  placeAttachment,
  type ResourceChange,
  validatePolicy,
} from "@trias/estate";
import { digestSchema } from "@trias/protocol";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";

const network = PART_SCHEMAS.core_networks.shape;
const parameters = z
  .strictObject({
    policy: network.policy,
    segment_names: network.segment_names,
    /** The version that the document replaces. */
    expected_version: z.int().min(1).optional(),
    /** Or what it replaces by content: the way back can't know a version number. */
    expected_policy: digestSchema.optional(),
  })
  .refine((given) => given.expected_version !== undefined || given.expected_policy !== undefined, {
    error: "expected `expected_version` or `expected_policy`: a document is never put over one that nobody looked at",
  });
type PutPolicy = z.infer<typeof parameters>;

/** Puts and executes a new policy document; every attachment is placed anew by its rules. */
export const putCoreNetworkPolicy: ActionDefinition<PutPolicy> = {
  name: "put_core_network_policy",
  part: "core_networks",
  creates: false,
  parameters,
  api: ["networkmanager:PutCoreNetworkPolicy", "networkmanager:ExecuteCoreNetworkChangeSet"],
  changes(estate, target, given) {
    const before = need(estate, "core_networks", target);
    checkExpected(before, given);
    checkDocument(estate, target, given.policy);
    const { policy, segment_names } = given;
    return [
      replaced("core_networks", before, { policy, segment_names, policy_version: before.policy_version + 1 }),
      ...moves(estate, target, given),
    ];
  },
  touches: (estate, target, given) => [
    ref("core_networks", target),
    ...moves(estate, target, given).map(({ id }) => ref("attachments", id)),
  ],
  inverse(before, target, { policy, segment_names }) {
    const old = need(before, "core_networks", target);
    return inverseAction("put_core_network_policy", target, {
      policy: z.record(z.string(), z.json()).parse(old.policy),
      segment_names: old.segment_names,
      expected_policy: policyDigest({ policy, segment_names }),
    });
  },
  describe: (target, { policy }) =>
    `put a new policy of ${policy.segments.length} segments to the core network \`${target}\``,
  seconds: 300,
};

/** What names a policy document by its content, together with the estate's names for its segments. */
export function policyDigest({ policy, segment_names }: Pick<CoreNetwork, "policy" | "segment_names">): Digest {
  return digestValue({ policy, segment_names });
}

function checkExpected(before: CoreNetwork, given: PutPolicy): void {
  const sameVersion = given.expected_version === undefined || given.expected_version === before.policy_version;
  const sameDocument = given.expected_policy === undefined || given.expected_policy === policyDigest(before);
  if (sameVersion && sameDocument) return;
  throw new PlanError(
    "version_conflict",
    `the core network \`${before.id}\` is at policy version ${before.policy_version}, which this plan does not know`,
    { at: `core_networks.${before.id}.policy_version`, fix: "plan again on the policy as it is now", remedy: "retry" },
  );
}

function checkDocument(estate: Estate, target: string, policy: CoreNetwork["policy"]): void {
  const issue = validatePolicy(policy).find(({ kind }) => kind === "error");
  if (issue) {
    throw new PlanError("not_applicable", `the policy document is wrong: ${issue.message}`, {
      at: issue.path,
      fix: "mend the document; AWS refuses it as it is",
    });
  }
  const edges = new Set(
    (policy["core-network-configuration"]["edge-locations"] as { location: string }[]).map((e) => e.location),
  );
  const stranded = attached(estate, target).find(({ region }) => !edges.has(region));
  if (stranded) {
    throw new PlanError("in_use", `the edge in \`${stranded.region}\` has attachments, \`${stranded.id}\` for one`, {
      at: "$.core-network-configuration.edge-locations",
      fix: "an edge can be removed once nothing is attached to it",
    });
  }
}

function attached(estate: Estate, target: string): Attachment[] {
  return list(estate, "attachments").filter((item) => item.core_network === target);
}

function moves(estate: Estate, target: string, { policy }: PutPolicy): ResourceChange[] {
  return attached(estate, target).flatMap((attachment) => {
    const { segment, network_function_group, unknown } = placeAttachment(policy, attachment);
    if (unknown !== undefined) {
      throw new PlanError("not_applicable", `where \`${attachment.id}\` would go can't be told: ${unknown}`, {
        at: `attachments.${attachment.id}`,
        fix: "write the attachment rules so that each can be decided",
        remedy: "ask",
      });
    }
    const stays = segment === attachment.segment && network_function_group === attachment.network_function_group;
    return stays ? [] : [replaced("attachments", attachment, { segment, network_function_group })];
  });
}
