import type { Estate, ResourceChange } from "@trias/estate";
import { get, isKnown, segmentNames } from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import type { Scope } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";
import { addressesChange } from "./addresses.ts";
import { newSegmentName } from "./naming.ts";
import { networkChange } from "./new-network.ts";
import { policyChange } from "./policy-update.ts";

/** What the checks of this scope know: the one segment that may come to be, and the estate before. */
export interface NewSegment {
  /** Estate name. */
  readonly name: string;
  /** Policy name: letters and digits. */
  readonly policyName: string;
  readonly environment: string;
  readonly compliance: readonly string[];
  readonly regions: readonly string[] | null;
  readonly before: Estate;
}

export function createSegmentScope(intent: Intent, before: Estate): Scope {
  const { environment, compliance, regions } = intent.parameters;
  const name = newSegmentName(intent);
  if (name === null || typeof environment !== "string") {
    return permitsNothing("nothing, until name and environment are known", "the request does not say which segment");
  }
  if (segmentNames(before).resolve(name) !== null) {
    return permitsNothing("nothing: the segment exists", `there is a segment \`${name}\` already`);
  }
  const segment: NewSegment = {
    name,
    policyName: name.replaceAll("-", ""),
    environment,
    compliance: Array.isArray(compliance) ? compliance : typeof compliance === "string" ? [compliance] : [],
    regions: Array.isArray(regions) ? regions : null,
    before,
  };
  return {
    summary: `one new ${environment} segment \`${name}\` with its attachments, addresses and guards`,
    change: (change) => segmentChange(segment, change),
    opened: (flow) => newFlow(segment, flow),
    closed: () => "a new segment takes no flow away from anybody",
  };
}

function segmentChange(segment: NewSegment, change: ResourceChange): string | null {
  if (change.part === "core_networks") return policyChange(segment, change.before, change.after);
  if (change.part === "ipam_pools") return addressesChange(segment, change.before, change.after);
  return networkChange(segment, change);
}

/** INVARIANT: both ends of a flow that opens are new; nothing that exists becomes reachable or reaches more. */
function newFlow(segment: NewSegment, flow: Flow): string | null {
  const old = [flow.from, flow.to].find((end) => !isNewPlace(segment, end));
  return old === undefined ? null : `\`${old}\` is no part of the new segment \`${segment.name}\``;
}

const PLACE_PARTS = ["vpcs", "subnets", "interfaces"] as const;

function isNewPlace({ name, policyName, before }: NewSegment, end: string): boolean {
  if (end === name || end === policyName) return true;
  if (!end.startsWith("planned:")) return false;
  return PLACE_PARTS.every((part) => isKnown(before, part) && get(before, part, end) === undefined);
}
