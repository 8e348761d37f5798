import { type CoreAttachment, type CoreNetworkPolicy, type Placement, placeCoreAttachment } from "@trias/cloud-wan";
import { type Attachment, parseCidr } from "@trias/estate";
import type { View } from "../view.ts";

/** States in which an attachment carries traffic, or is about to. */
const IN_PLACE = new Set<Attachment["state"]>(["AVAILABLE", "UPDATING", "CREATING", "PENDING_TAG_ACCEPTANCE"]);

/** What an attachment brings: a VPC its blocks, the others what they announce. */
export function blocksOfAttachment(view: View, attachment: Attachment): readonly string[] {
  const vpc = attachment.type === "vpc" ? view.part("vpcs").get(attachment.resource) : undefined;
  if (vpc) return [...vpc.cidrs, ...vpc.ipv6_cidrs];
  return [...(attachment.advertised ?? []), ...(attachment.routes ?? []).map(({ prefix }) => prefix)];
}

/** Why an attachment may bring more than the estate holds; null where it holds all. */
export function silence(view: View, { id, type, resource, advertised, routes }: Attachment): string | null {
  if (advertised !== undefined || routes !== undefined) return null;
  if (type !== "vpc") return `what \`${id}\` announces is not in the estate`;
  return view.part("vpcs").has(resource) ? null : `the blocks of \`${resource}\` are not in the estate`;
}

const made = new WeakMap<Attachment, { readonly vpc: unknown; readonly value: CoreAttachment }>();

/** An attachment as the simulation of the policy reads it: the same object for as long as it and its VPC are. */
export function simulated(view: View, attachment: Attachment): CoreAttachment {
  const vpc = attachment.type === "vpc" ? view.part("vpcs").get(attachment.resource) : undefined;
  const known = made.get(attachment);
  if (known && known.vpc === vpc) return known.value;
  const value = translated(view, attachment);
  made.set(attachment, { vpc, value });
  return value;
}

function translated(view: View, attachment: Attachment): CoreAttachment {
  const { id, type, region, account, resource, tags, appliance_mode, state, segment, edges } = attachment;
  const learnt = type === "vpc" ? [] : (attachment.routes ?? []);
  const listed = new Set(learnt.map(({ prefix }) => prefix));
  const own = blocksOfAttachment(view, attachment).filter((text) => !listed.has(text));
  const clear = own.map((text) => parseCidr(text, { hostBits: "clear" }));
  return {
    id,
    type,
    region,
    account,
    resource,
    tags,
    state,
    appliance_mode,
    ...(edges === undefined ? {} : { edge_locations: edges }),
    ...(segment === null ? {} : { segment }),
    ...(attachment.routing_policy_label === undefined ? {} : { routing_policy_label: attachment.routing_policy_label }),
    cidrs4: clear.flatMap(({ family, text }) => (family === 4 ? [text] : [])),
    cidrs6: clear.flatMap(({ family, text }) => (family === 6 ? [text] : [])),
    routes: learnt.map(({ prefix, as_path, med, communities }) => ({
      prefix: parseCidr(prefix, { hostBits: "clear" }).text,
      // A path that can't be read is not known, rather than short.
      ...(as_path?.every((asn) => /^\d{1,10}$/.test(asn)) ? { as_path: as_path.map(Number) } : {}),
      ...(med === undefined ? {} : { med }),
      ...(communities === undefined ? {} : { communities }),
    })),
  };
}

/**
 * Where an attachment is: where AWS has it, or a plan puts it, which the estate records. The policy's own rules say at which
 * edges, and why it is nowhere.
 */
export function placementIn(policy: CoreNetworkPolicy, recorded: Attachment, attachment: CoreAttachment): Placement {
  const { id, state, segment, network_function_group: group } = recorded;
  const nowhere = (
    reason: "not-available" | "tag-names-no-segment" | "segment-not-in-region",
    message: string,
  ): Placement => ({
    attachment: id,
    rule: null,
    state: "unplaced",
    reason,
    message,
  });
  if (!IN_PLACE.has(state)) {
    const computed = placeCoreAttachment(policy, attachment);
    return computed.state === "unplaced" ? computed : nowhere("not-available", `it is ${state}`);
  }
  const edges = recorded.edges ?? [recorded.region];
  if (segment !== null) {
    const at = policy.segments.findIndex(({ name }) => name === segment);
    const found = policy.segments[at];
    if (!found) return nowhere("tag-names-no-segment", `it is in \`${segment}\`, which is no segment of the policy`);
    const only = found["edge-locations"];
    const there = only ? edges.filter((edge) => only.includes(edge)) : edges;
    if (there.length === 0)
      return nowhere("segment-not-in-region", `segment \`${segment}\` is not in ${edges.join(", ")}`);
    const rule = `segments[${at}]`;
    return {
      attachment: id,
      rule,
      state: "placed",
      segment,
      function_group: null,
      edges: there,
      needs_acceptance: false,
    };
  }
  if (group !== null) {
    const at = policy.functionGroups.findIndex(({ name }) => name === group);
    if (at < 0) return nowhere("tag-names-no-segment", `it is in \`${group}\`, which is no group of the policy`);
    const rule = `network-function-groups[${at}]`;
    return {
      attachment: id,
      rule,
      state: "placed",
      segment: null,
      function_group: group,
      edges,
      needs_acceptance: false,
    };
  }
  const computed = placeCoreAttachment(policy, attachment);
  if (computed.state !== "placed") return computed;
  const message = `the policy puts it into \`${computed.segment ?? computed.function_group}\`, and the estate has it nowhere`;
  return { attachment: id, rule: computed.rule, state: "unknown", message };
}
