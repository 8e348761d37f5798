import { differences, type Estate, type Resource, type ResourceChange, sameResource } from "@trias/estate";
import { inCanonicalOrder } from "./canonical-order.ts";

/**
 * What turns `a` into `b` but for the order of sets and for version counters: these count how often something was put, and a
 * way back counts on.
 */
export function contentDifferences(a: Estate, b: Estate): readonly ResourceChange[] {
  return differences(a, b).filter((change) => !sameContent(change));
}

function sameContent({ part, before, after }: ResourceChange): boolean {
  if (before === null || after === null) return false;
  return sameResource(withoutCounter(inCanonicalOrder(part, before)), withoutCounter(inCanonicalOrder(part, after)));
}

function withoutCounter(resource: Resource): Resource {
  if ("policy_version" in resource) return { ...resource, policy_version: 1 };
  return "max_entries" in resource ? { ...resource, version: 1 } : resource;
}
