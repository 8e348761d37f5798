import { EstateError } from "./errors.ts";
import type { Estate } from "./estate.ts";
import { list } from "./parts.ts";
import type { CoreNetwork } from "./resources.ts";

/** One segment under both its names: `prodgeneral` in the policy, where AWS takes letters and digits only, `prod-general` here. */
export interface SegmentName {
  readonly policy: string;
  readonly estate: string;
  readonly coreNetwork: string;
}

export interface SegmentNames {
  readonly all: readonly SegmentName[];
  /** Finds a segment by either spelling, whatever its hyphens and case. */
  resolve(name: string): SegmentName | null;
  /** Estate name of a policy name; a name that the policy does not have comes back as it is. */
  estateName(policyName: string): string;
  /** Policy name of either spelling, or null. */
  policyName(name: string): string | null;
}

/** What two names of one segment have in common. */
export function segmentKey(name: string): string {
  return name.replaceAll("-", "").toLowerCase();
}

const caches = new WeakMap<readonly CoreNetwork[], SegmentNames>();

export function segmentNames(estate: Estate): SegmentNames {
  const networks = list(estate, "core_networks");
  const cached = caches.get(networks);
  if (cached) return cached;
  const byKey = new Map<string, SegmentName>();
  for (const network of networks) {
    for (const segment of network.policy.segments) {
      const name = {
        policy: segment.name,
        estate: mapped(network, segment.name),
        coreNetwork: network.id,
      };
      const key = segmentKey(name.policy);
      if (!byKey.has(key)) byKey.set(key, name);
    }
  }
  const names: SegmentNames = {
    all: [...byKey.values()],
    resolve: (name) => byKey.get(segmentKey(name)) ?? null,
    estateName: (policyName) => byKey.get(segmentKey(policyName))?.estate ?? policyName,
    policyName: (name) => byKey.get(segmentKey(name))?.policy ?? null,
  };
  caches.set(networks, names);
  return names;
}

function mapped(network: CoreNetwork, policyName: string): string {
  return Object.hasOwn(network.segment_names, policyName)
    ? (network.segment_names[policyName] ?? policyName)
    : policyName;
}

/** Refuses a core network in which two segments could be taken for one another, or a name is mapped to another's. */
export function checkSegmentNames(network: CoreNetwork): void {
  const seen = new Map<string, string>();
  for (const { name } of network.policy.segments) {
    const twin = seen.get(segmentKey(name));
    if (twin !== undefined) {
      throw new EstateError(
        "segment_name_clash",
        `segments \`${twin}\` and \`${name}\` differ by hyphens or case alone`,
        {
          at: `core_networks.${network.id}.policy.segments`,
          fix: "give one of them another name",
        },
      );
    }
    seen.set(segmentKey(name), name);
  }
  for (const [policy, estate] of Object.entries(network.segment_names)) {
    if (segmentKey(policy) !== segmentKey(estate)) {
      throw new EstateError(
        "segment_name_mismatch",
        `segment \`${policy}\` can't be called \`${estate.slice(0, 64)}\``,
        {
          at: `core_networks.${network.id}.segment_names`,
          fix: "the estate name may differ from the policy name by hyphens and case alone",
        },
      );
    }
  }
}
