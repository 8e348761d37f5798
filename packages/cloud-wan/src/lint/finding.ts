import type { CoreNetworkPolicy } from "../grammar/document.ts";
import type { CoreAttachment } from "../place/attachment.ts";
import type { Placement } from "../place/place.ts";

/** Something that AWS accepts, and that fails in silence or surprises later. */
export interface Finding {
  /** Stable; programs may depend on it. */
  readonly id: FindingId;
  /** Path into the document, or `attachments[id]`. */
  readonly path: string;
  /** `error`: it does not do what it says. `warning`: it may do more or less than meant. `note`: good to know. */
  readonly level: "error" | "warning" | "note";
  readonly message: string;
  readonly fix: string;
}

export type FindingId =
  | "appliance-mode-off"
  | "asn-not-private"
  | "asn-range-overlap"
  | "asn-ranges-too-small"
  | "attachment-acceptance-pending"
  | "attachment-matches-no-rule"
  | "attachment-not-available"
  | "attachment-placement-unknown"
  | "attachment-region-not-an-edge"
  | "attachment-segment-not-in-region"
  | "attachment-tag-absent"
  | "attachment-tag-names-no-segment"
  | "cidr-overlap"
  | "drop-spares-the-block-itself"
  | "dual-hop-override"
  | "dual-hop-region-without-inspection"
  | "edge-asn-duplicate"
  | "edge-asn-outside-ranges"
  | "filter-one-way"
  | "function-group-mode-conflict"
  | "function-group-unused"
  | "function-group-without-rule"
  | "inside-cidr-outside"
  | "inside-cidr-overlap"
  | "inside-cidr-too-small"
  | "inspection-order-undefined"
  | "isolated-transit-gateway"
  | "label-without-rule"
  | "quota-attachments"
  | "quota-attachments-of-vpc"
  | "quota-policy-size"
  | "quota-segments"
  | "routing-action-without-effect"
  | "routing-asn-in-ranges"
  | "routing-policy-number-duplicate"
  | "routing-policy-unused"
  | "rule-never-matches"
  | "rule-shadowed"
  | "rules-not-compared"
  | "segment-mode-mixed"
  | "segment-without-rule"
  | "send-to-without-inspection"
  | "send-via-not-isolated"
  | "share-beside-send-via"
  | "share-includes-future-segments"
  | "share-stopped-by-filter"
  | "static-route-not-placed"
  | "static-route-two-in-region"
  | "summary-dropped"
  | "tag-lets-account-choose";

/** What a check looks at; without attachments only the document is judged. */
export interface LintInput {
  readonly policy: CoreNetworkPolicy;
  readonly attachments: readonly CoreAttachment[];
  readonly placements: ReadonlyMap<string, Placement>;
  /** Whether attachments were given at all: an empty list is not the same as none. */
  readonly withAttachments: boolean;
  /** Size of the document in bytes, where it is known. */
  readonly bytes: number | null;
}

export type Check = (input: LintInput) => readonly Finding[];
