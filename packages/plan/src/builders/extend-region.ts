import { type CoreNetwork, type Estate, list, readPolicy } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { nothingToDo, type PolicyDocument, putPolicy, segmentNamed } from "./core-network-policy.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

/** One more edge, and for the named segments that list their edges, that edge. A segment that lists none is at every edge anyway. */
export function buildExtendRegion(estate: Estate, region: string, segments: readonly string[]): BuiltPlan {
  const named = segments.map((name) => segmentNamed(estate, name));
  const [network, ...more] = list(estate, "core_networks");
  if (network === undefined || more.length > 0 || named.some(({ coreNetwork }) => coreNetwork !== network.id)) {
    throw new PlanError("ambiguous", "the estate has not exactly one core network", {
      at: "core_networks",
      remedy: "ask",
    });
  }
  const names = new Set(named.map(({ policy }) => policy));
  const policy = withEdge(network, region);
  const document: PolicyDocument = {
    ...policy,
    segments: policy.segments.map((segment) => {
      const edges = segment["edge-locations"];
      if (!names.has(segment.name) || !Array.isArray(edges) || edges.includes(region)) return segment;
      return { ...segment, "edge-locations": [...edges, region] };
    }),
  };
  const draft = startDraft(estate);
  putPolicy(draft, network.id, document);
  return draft.done(`extend the core network to ${region}`);
}

function withEdge(network: CoreNetwork, region: string): PolicyDocument {
  const configuration = readPolicy(network.policy).configuration;
  const edges = configuration?.["edge-locations"] ?? [];
  if (edges.some(({ location }) => location === region)) {
    throw nothingToDo(`the core network has an edge in ${region} already`, "region");
  }
  const asn = freeAsn(
    configuration?.["asn-ranges"] ?? [],
    edges.flatMap((edge) => edge.asn ?? []),
  );
  if (asn === null) {
    throw new PlanError("full", "the core network has no ASN left for another edge", {
      at: "$.core-network-configuration.asn-ranges",
      fix: "give it another range first",
      remedy: "ask",
    });
  }
  const given = network.policy["core-network-configuration"];
  const locations = Array.isArray(given["edge-locations"]) ? given["edge-locations"] : [];
  return {
    ...network.policy,
    "core-network-configuration": { ...given, "edge-locations": [...locations, { location: region, asn }] },
  };
}

/** Ranges are closed on the left and open on the right, as AWS documents them. */
function freeAsn(ranges: readonly string[], taken: readonly (number | string)[]): number | null {
  const used = new Set(taken.map(Number));
  for (const range of ranges) {
    const [first = Number.NaN, last = Number.NaN] = range.split("-").map(Number);
    for (let asn = first; asn < last; asn += 1) if (!used.has(asn)) return asn;
  }
  return null;
}
