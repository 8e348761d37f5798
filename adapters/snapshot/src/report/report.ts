import type { Dangling, PartName } from "@trias/estate";
import type { Finding } from "./finding.ts";

/** What a loader read, did not understand and lacks. */
export interface Report {
  readonly kind: "aws" | "terraform-state" | "terraform-plan" | "trias";
  readonly files: number;
  readonly bytes: number;
  /** What was read, by AWS call or by Terraform's resource type. */
  readonly read: readonly { readonly what: string; readonly files: number; readonly items: number }[];
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
  readonly parts: readonly PartReport[];
  readonly findings: readonly Finding[];
  /** Findings of a kind beyond those that are listed. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly dangling: readonly Dangling[];
  readonly overlaps: readonly Overlap[];
  readonly missing: readonly Missing[];
}

export interface PartReport {
  readonly part: PartName;
  readonly status: "known" | "unknown";
  readonly count: number;
  readonly reason?: string;
}

/** Two VPCs that can be routed to each other and have addresses in common (R57, R75). */
export interface Overlap {
  readonly a: { readonly vpc: string; readonly cidr: string };
  readonly b: { readonly vpc: string; readonly cidr: string };
  /** What connects them: a Transit Gateway, a core network or a peering. */
  readonly through: string;
}

/** A call to add, so that answers can be trusted. */
export interface Missing {
  readonly call: string;
  readonly part: PartName;
  readonly where: readonly string[];
  /** How many things of the snapshot point to that part: without any, the call may well have nothing to say. */
  readonly references: number;
}
