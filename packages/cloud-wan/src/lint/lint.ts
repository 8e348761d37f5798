import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { CoreAttachment } from "../place/attachment.ts";
import { placeCoreAttachment } from "../place/place.ts";
import { isolatedTransitGateways, overlappingCidrs, staticRoutes } from "./addresses.ts";
import { asnRanges, insideCidrs } from "./configuration.ts";
import type { Check, Finding, LintInput } from "./finding.ts";
import {
  applianceMode,
  dualHopOverrides,
  groupModes,
  notIsolated,
  reachOfInspection,
  segmentModes,
} from "./insertion.ts";
import { deadRules, openTagAssociation, unplacedAttachments, unreachableNames } from "./placement.ts";
import { quotas } from "./quotas.ts";
import { droppedSummaries, labelledAttachments, routingAsns, routingPolicyUse, sparedBlocks } from "./routing.ts";
import { filteredShares, openShares, sharesBesideInspection } from "./shares.ts";

const CHECKS: readonly Check[] = [
  asnRanges,
  insideCidrs,
  quotas,
  unreachableNames,
  deadRules,
  openTagAssociation,
  openShares,
  filteredShares,
  sharesBesideInspection,
  notIsolated,
  groupModes,
  segmentModes,
  dualHopOverrides,
  routingPolicyUse,
  routingAsns,
  sparedBlocks,
  droppedSummaries,
  unplacedAttachments,
  reachOfInspection,
  applianceMode,
  overlappingCidrs,
  isolatedTransitGateways,
  staticRoutes,
  labelledAttachments,
];

export interface LintOptions {
  /** Without them only the document is judged. */
  readonly attachments?: readonly CoreAttachment[];
  /** Size of the document, for AWS's quota. */
  readonly bytes?: number;
}

const ORDER = { error: 0, warning: 1, note: 2 } as const;
/** A person mends these first; more of them tell nothing new. */
const MAX_FINDINGS = 500;

/** Everything about a policy that AWS accepts and that then fails in silence; the worst first. */
export function lintCoreNetworkPolicy(policy: CoreNetworkPolicy, options: LintOptions = {}): readonly Finding[] {
  const attachments = options.attachments ?? [];
  const input: LintInput = {
    policy,
    attachments,
    placements: new Map(attachments.map((each) => [each.id, placeCoreAttachment(policy, each)])),
    withAttachments: options.attachments !== undefined,
    bytes: options.bytes ?? null,
  };
  return CHECKS.flatMap((check) => check(input))
    .toSorted((a, b) => ORDER[a.level] - ORDER[b.level])
    .slice(0, MAX_FINDINGS);
}
