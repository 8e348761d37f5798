import {
  type CoreNetworkPolicy,
  type CoreNetworkSimulation,
  type Placement,
  type PolicyProblem,
  readCoreNetworkPolicy,
  simulateCoreNetwork,
} from "@trias/cloud-wan";
import { canonicalJson } from "@trias/core";
import type { Attachment, CoreNetwork } from "@trias/estate";
import { type Span, spansOf } from "../spans.ts";
import { perParts, type View } from "../view.ts";
import { blocksOfAttachment, placementIn, silence, simulated } from "./attachments.ts";

/** One attachment in a segment with what it brings. */
export interface Member {
  /** Policy name of the segment. */
  readonly segment: string;
  readonly attachment: string;
  /** The VPC's id, else the attachment's. */
  readonly place: string;
  readonly region: string;
  readonly blocks: readonly (Span & { readonly prefix: number; readonly text: string })[];
}

/** One core network with what its policy makes of its attachments. */
export interface Core {
  readonly id: string;
  /** Policy name to estate name. */
  readonly segments: ReadonlyMap<string, string>;
  /** By segment. */
  readonly members: ReadonlyMap<string, readonly Member[]>;
  readonly memberOf: ReadonlyMap<string, Member>;
  /** Route tables of every segment and group at every edge; null where the policy can't be read: then nothing is certain. */
  readonly simulation: CoreNetworkSimulation | null;
  /** What is wrong with a policy that can't be read, in words. */
  readonly unread: readonly string[];
  /** By segment: who in it may bring more than the estate holds. */
  readonly silent: ReadonlyMap<string, string>;
  /** Equal for policies whose effect can be compared: empty, or all of a policy that can't be read. */
  readonly opaque: string;
}

export const coresOf = perParts(
  ["core_networks", "attachments", "vpcs"],
  (view): ReadonlyMap<string, Core> =>
    new Map([...view.part("core_networks").values()].map((network) => [network.id, coreOf(view, network)])),
);

interface Read {
  readonly policy: CoreNetworkPolicy | null;
  readonly problems: readonly PolicyProblem[];
}

const policies = new WeakMap<CoreNetwork["policy"], Read>();

function policyOf({ policy }: CoreNetwork): Read {
  const known = policies.get(policy);
  if (known) return known;
  const read = readCoreNetworkPolicy(policy);
  policies.set(policy, read);
  return read;
}

function coreOf(view: View, network: CoreNetwork): Core {
  const { policy, problems } = policyOf(network);
  const attachments = [...view.part("attachments").values()].filter(({ core_network }) => core_network === network.id);
  const recorded = new Map(attachments.map((each) => [each.id, each]));
  const simulation = policy && simulate(view, policy, recorded);
  const names = network.policy.segments.map(({ name }) => name);
  const placements = simulation?.network.placements;
  const placed = attachments.flatMap((each) => memberOf(view, each, placements?.get(each.id)));
  const errors = policy ? [] : problems.filter(({ level }) => level === "error");
  return {
    id: network.id,
    segments: new Map(names.map((name) => [name, network.segment_names[name] ?? name])),
    members: Map.groupBy(placed, ({ segment }) => segment),
    memberOf: new Map(placed.map((member) => [member.attachment, member])),
    simulation,
    unread: errors.slice(0, 3).map(({ path, message }) => `the policy can't be read: ${path}: ${message}`),
    silent: new Map(
      placed.flatMap(({ segment, attachment }) => {
        const each = recorded.get(attachment);
        const why = each ? silence(view, each) : null;
        return why === null ? [] : [[segment, why]];
      }),
    ),
    opaque: policy ? "" : canonicalJson(network.policy),
  };
}

function simulate(
  view: View,
  policy: CoreNetworkPolicy,
  recorded: ReadonlyMap<string, Attachment>,
): CoreNetworkSimulation {
  const all = [...recorded.values()].map((each) => simulated(view, each));
  return simulateCoreNetwork(policy, all, {
    place: (each): Placement => placementIn(policy, recorded.get(each.id) as Attachment, each),
  });
}

/** Of a policy that can't be read, the record alone says who is where. */
function memberOf(view: View, attachment: Attachment, placement: Placement | undefined): Member[] {
  const { id, type, resource, region, segment } = attachment;
  const there = placement === undefined ? segment : placement.state === "placed" ? placement.segment : null;
  if (there === null) return [];
  const edge = placement?.state === "placed" ? placement.edges.find((each) => each === region) : region;
  return [
    {
      segment: there,
      attachment: id,
      place: type === "vpc" ? resource : id,
      region: edge ?? (placement?.state === "placed" ? placement.edges[0] : undefined) ?? region,
      blocks: spansOf(blocksOfAttachment(view, attachment)),
    },
  ];
}
