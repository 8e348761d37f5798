import { type CoreNetwork, type Estate, list, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { appended, same, strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import { outsidePolicy } from "../policy-change.ts";

interface Extension {
  readonly region: string;
  /** Policy names. */
  readonly segments: readonly string[];
  readonly network: string;
}

export function extendRegionScope(intent: Intent, before: Estate): Scope {
  const extension = extensionOf(intent, before);
  if (extension === null) {
    return permitsNothing(
      "nothing, until region and segments are known",
      "the request names no region and segments of the network",
    );
  }
  return {
    summary: `an edge in ${extension.region}, and nothing attached to it`,
    change: (change) =>
      change.part === "core_networks" && change.id === extension.network
        ? policyChange(extension, change.before, change.after)
        : `\`${change.id}\` of \`${change.part}\` is no edge of the core network`,
    opened: ({ from, to }) => `an edge opens nothing by itself, and \`${from}\` would reach \`${to}\``,
    closed: ({ from, to }) => `an edge closes nothing, and \`${from}\` would no longer reach \`${to}\``,
  };
}

function extensionOf(intent: Intent, estate: Estate): Extension | null {
  const region = textOf(intent, "region");
  const [network, ...more] = list(estate, "core_networks");
  const given = intent.parameters["segments"];
  const segments = (Array.isArray(given) ? given : []).map((name) => segmentNames(estate).policyName(String(name)));
  if (region === null || network === undefined || more.length > 0 || segments.includes(null)) return null;
  return { region, segments: segments.filter((name) => name !== null), network: network.id };
}

function policyChange(extension: Extension, before: CoreNetwork | null, after: CoreNetwork | null): string | null {
  const outside = outsidePolicy(before, after, ["core-network-configuration", "segments"]);
  if (outside !== null || before === null || after === null) return outside;
  return edgeAdded(extension, before, after) ?? segmentsExtended(extension, before, after);
}

function edgeAdded({ region }: Extension, before: CoreNetwork, after: CoreNetwork): string | null {
  const [old, now] = [before, after].map(({ policy }) => policy["core-network-configuration"]);
  const stray = strayKey(old ?? {}, now ?? {}, ["edge-locations"]);
  if (stray !== null) return `\`${stray}\` of the configuration changes`;
  const [was, is] = [old?.["edge-locations"], now?.["edge-locations"]];
  const added = Array.isArray(was) && Array.isArray(is) ? appended(was, is) : null;
  if (added === null) return "an edge that exists is changed, moved or removed";
  const [edge, ...more] = added;
  if (edge === undefined || more.length > 0) return `${added.length} edges are added, and one was asked for`;
  const plain = strayKey({}, edge, ["location", "asn"]) === null && edge.location === region;
  return plain ? null : `the new edge is not one in ${region} alone`;
}

function segmentsExtended({ region, segments }: Extension, before: CoreNetwork, after: CoreNetwork): string | null {
  const [old, now] = [before.policy.segments, after.policy.segments];
  if (old.length !== now.length) return "a segment is added or removed";
  const changed = now.find((segment, i) => {
    const was = old[i];
    if (same(was, segment)) return false;
    const edges = was?.["edge-locations"];
    const wider = Array.isArray(edges) && same(segment, { ...was, "edge-locations": [...edges, region] });
    return !wider || !segments.includes(segment.name);
  });
  return changed === undefined ? null : `the segment \`${changed.name}\` changes, and it was not to be extended`;
}
