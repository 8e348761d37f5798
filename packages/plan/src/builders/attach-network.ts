import { type Attachment, type Estate, get, isKnown, list, need, type PartName } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { tagsInto, withRuleFor } from "./attachment-rules.ts";
import { putPolicy, segmentNamed } from "./core-network-policy.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

export interface NewAttachment {
  /** Id of a VPC, a VPN connection, a Direct Connect gateway or a route table of a Transit Gateway. */
  readonly resource: string;
  readonly segment: string;
  /** Needed only where the resource itself is in no region. */
  readonly region?: string;
}

type Facts = Pick<Attachment, "type" | "region" | "account">;

/** One attachment in the segment, accepted at once; by its tag where the policy places it so, else by a rule for it alone. */
export function buildAttachNetwork(estate: Estate, { resource, segment: name, region }: NewAttachment): BuiltPlan {
  const segment = segmentNamed(estate, name);
  const { policy, account } = need(estate, "core_networks", segment.coreNetwork);
  const facts = factsOf(estate, resource, region, account);
  const attachment = { ...facts, resource, tags: {} };
  const tags = tagsInto(policy, attachment, segment.policy);
  const draft = startDraft(estate);
  if (tags === null) {
    putPolicy(draft, segment.coreNetwork, withRuleFor(policy, attachment, segment.policy, `${resource} alone`));
  }
  draft.create("create_attachment", {
    core_network: segment.coreNetwork,
    ...facts,
    resource,
    ...(facts.type === "vpc" ? { subnets: [...oneSubnetAZone(estate, resource)] } : {}),
    tags: tags ?? {},
    accept: true,
  });
  return draft.done(`attach \`${resource}\` to the segment \`${segment.estate}\``);
}

function factsOf(estate: Estate, resource: string, region: string | undefined, networkAccount: string): Facts {
  const vpc = found(estate, "vpcs", resource);
  if (vpc) {
    if (region !== undefined && region !== vpc.region) {
      throw new PlanError("not_applicable", `\`${resource}\` is in ${vpc.region}`, {
        at: "region",
        fix: `expected ${vpc.region}`,
        remedy: "ask",
      });
    }
    return { type: "vpc", region: vpc.region, account: vpc.account };
  }
  const kind = kindOf(estate, resource);
  if (kind === null) {
    throw new PlanError("absent", `not found: nothing that can be attached is called \`${resource.slice(0, 80)}\``, {
      at: "resource",
      fix: "name a VPC, a VPN connection, a Direct Connect gateway or a Transit Gateway's route table of the estate",
      remedy: "ask",
    });
  }
  if (region === undefined) {
    throw new PlanError("not_applicable", `\`${resource}\` does not say at which edge it shall be attached`, {
      at: "region",
      fix: "name the region",
      remedy: "ask",
    });
  }
  return { type: kind, region, account: found(estate, "direct_connect_gateways", resource)?.account ?? networkAccount };
}

function kindOf(estate: Estate, id: string): Attachment["type"] | null {
  if (found(estate, "vpn_connections", id)) return "site-to-site-vpn";
  if (found(estate, "direct_connect_gateways", id)) return "direct-connect-gateway";
  return found(estate, "transit_gateway_route_tables", id) ? "transit-gateway-route-table" : null;
}

function found<P extends PartName>(estate: Estate, part: P, id: string) {
  return isKnown(estate, part) ? get(estate, part, id) : undefined;
}

/** Where the attachment's interfaces go: packets of a zone without one would not arrive. */
function oneSubnetAZone(estate: Estate, vpc: string): readonly string[] {
  const byZone = new Map<string, string>();
  for (const subnet of list(estate, "subnets")) {
    if (subnet.vpc === vpc && !byZone.has(subnet.zone)) byZone.set(subnet.zone, subnet.id);
  }
  return [...byZone.values()];
}
