import { parseStrictJson } from "@trias/core";
import {
  type AttachmentItem,
  CORE_ATTACHMENTS,
  CORE_NETWORK,
  CORE_NETWORK_POLICY,
  CORE_NETWORKS,
  CORE_VPC_ATTACHMENT,
} from "../calls/cloud-wan.ts";
import type { Read } from "../collection.ts";
import { nameOfArn, placeOfArn } from "../place.ts";
import { tagsOf } from "../shapes.ts";
import type { BuildContext, Draft } from "./context.ts";
import { learntRoutes } from "./core-routes.ts";

const CORE_STATES = ["CREATING", "UPDATING", "AVAILABLE", "DELETING"] as const;

export function buildCoreNetworks(context: BuildContext): Draft<"core_networks">[] {
  const details = new Map(
    [...context.of(CORE_NETWORKS), ...context.of(CORE_NETWORK)].map((read) => [read.value.CoreNetworkId, read]),
  );
  const policies = Map.groupBy(context.of(CORE_NETWORK_POLICY), ({ value }) => value.CoreNetworkId);
  return [...new Set([...details.keys(), ...policies.keys()])].flatMap((id) => {
    const read = details.get(id);
    const policy = livePolicy(context, policies.get(id) ?? []);
    if (policy === undefined) {
      context.doubt(context.noAnswer(CORE_NETWORK_POLICY, `\`${id}\``));
      return [];
    }
    const document = documentOf(context, policy);
    if (document === null) return [];
    const arn = read?.value.CoreNetworkArn ?? arnOfAttachments(context, id);
    if (read === undefined) {
      context.remark(policy, "assumed", `${context.noAnswer(CORE_NETWORK, `\`${id}\``)}: taken as available`);
    }
    return {
      id,
      account: read?.value.OwnerAccountId ?? (arn ? placeOfArn(arn).account : null) ?? context.account(policy),
      state: CORE_STATES.find((state) => state === read?.value.State) ?? "AVAILABLE",
      policy_version: policy.value.PolicyVersionId,
      policy: document as Draft<"core_networks">["policy"],
      segment_names: {},
      tags: tagsOf(read?.value.Tags),
    };
  });
}

type PolicyRead = Read<{
  readonly CoreNetworkId: string;
  readonly PolicyVersionId: number;
  readonly Alias?: string | null | undefined;
  readonly PolicyDocument: string | Record<string, unknown>;
}>;

/** The policy that is in force: the one with the alias LIVE, else the newest, which may be a draft. */
function livePolicy(context: BuildContext, reads: readonly PolicyRead[]): PolicyRead | undefined {
  const live = reads.find(({ value }) => value.Alias === "LIVE");
  if (live !== undefined) return live;
  const newest = reads.toSorted((a, b) => b.value.PolicyVersionId - a.value.PolicyVersionId)[0];
  if (newest?.value.Alias === "LATEST" || reads.length > 1) {
    if (newest)
      context.remark(newest, "assumed", `version ${newest.value.PolicyVersionId} is taken as the live policy`);
  }
  return newest;
}

function documentOf(context: BuildContext, read: PolicyRead): unknown {
  const { PolicyDocument: document } = read.value;
  if (typeof document !== "string") return document;
  try {
    return parseStrictJson(document);
  } catch (error) {
    const message = `the policy of \`${read.value.CoreNetworkId}\` is no JSON: ${error instanceof Error ? error.message : ""}`;
    context.remark(read, "value_unknown", message);
    context.doubt(`${read.file}: ${message}`);
    return null;
  }
}

function arnOfAttachments(context: BuildContext, id: string): string | null {
  const found = context.of(CORE_ATTACHMENTS).find(({ value }) => value.CoreNetworkId === id && value.CoreNetworkArn);
  return found?.value.CoreNetworkArn ?? null;
}

const TYPES = {
  VPC: "vpc",
  SITE_TO_SITE_VPN: "site-to-site-vpn",
  CONNECT: "connect",
  DIRECT_CONNECT_GATEWAY: "direct-connect-gateway",
  TRANSIT_GATEWAY_ROUTE_TABLE: "transit-gateway-route-table",
} as const;
const STATES = [
  "PENDING_ATTACHMENT_ACCEPTANCE",
  "CREATING",
  "AVAILABLE",
  "UPDATING",
  "PENDING_TAG_ACCEPTANCE",
  "DELETING",
  "REJECTED",
  "FAILED",
] as const;

export function buildAttachments(context: BuildContext): Draft<"attachments">[] {
  const routes = learntRoutes(context);
  return context.of(CORE_ATTACHMENTS).flatMap((read) => {
    const { value } = read;
    const type = typeOf(value.AttachmentType);
    if (type === undefined) {
      context.leaveOut(
        read,
        `attachment \`${value.AttachmentId}\` is of the unknown type \`${value.AttachmentType}\``,
        "warning",
      );
      context.doubt(`\`${value.AttachmentId}\` is of the unknown type \`${value.AttachmentType}\``);
      return [];
    }
    const details = context.collection.find(CORE_VPC_ATTACHMENT, value.AttachmentId)?.value;
    const options = details?.Options;
    if (type === "vpc" && details === undefined) {
      context.remark(
        read,
        "value_unknown",
        `${context.noAnswer(CORE_VPC_ATTACHMENT, `\`${value.AttachmentId}\``)}: its subnets and options are not known`,
      );
    }
    const edges = value.EdgeLocations ?? [];
    const learnt = type === "vpc" ? undefined : routes.get(value.AttachmentId);
    return {
      id: value.AttachmentId,
      core_network: value.CoreNetworkId,
      type,
      resource: value.ResourceArn ? nameOfArn(value.ResourceArn) : "unknown",
      region: value.EdgeLocation || edges[0] || context.region(read),
      account: accountOf(context, read),
      // What AWS calls PENDING_NETWORK_UPDATE goes on as it was meanwhile.
      state: value.State === "PENDING_NETWORK_UPDATE" ? "UPDATING" : STATES.find((state) => state === value.State),
      segment: value.SegmentName || null,
      network_function_group: value.NetworkFunctionGroupName || null,
      appliance_mode: options?.ApplianceModeSupport === true,
      advertised: learnt?.map(({ prefix }) => prefix),
      routes: learnt,
      routing_policy_label: value.RoutingPolicyLabel ?? undefined,
      subnets: details?.SubnetArns?.map(nameOfArn),
      edges: edges.length > 0 ? edges : undefined,
      security_group_referencing: options?.SecurityGroupReferencingSupport ?? undefined,
      ipv6: options?.Ipv6Support ?? undefined,
      tags: tagsOf(value.Tags),
    };
  });
}

function typeOf(text: string): (typeof TYPES)[keyof typeof TYPES] | undefined {
  return Object.hasOwn(TYPES, text) ? TYPES[text as keyof typeof TYPES] : undefined;
}

function accountOf(context: BuildContext, read: Read<AttachmentItem>): string {
  const { OwnerAccountId, ResourceArn } = read.value;
  return OwnerAccountId || (ResourceArn ? placeOfArn(ResourceArn).account : null) || context.account(read);
}
