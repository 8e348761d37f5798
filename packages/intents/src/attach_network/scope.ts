import {
  type Attachment,
  type CoreNetwork,
  type Estate,
  get,
  isKnown,
  type ResourceChange,
  segmentNames,
} from "@trias/estate";
import type { Flow, Intent } from "@trias/protocol";
import { isNew, strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { networksNamed, textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import { placingRule, strayTag } from "../placing.ts";
import { vpcTerritory } from "../territory.ts";

interface Attaching {
  readonly resource: string;
  readonly region: string | null;
  readonly network: CoreNetwork;
  /** Policy name. */
  readonly segment: string;
  readonly before: Estate;
}

export function attachNetworkScope(intent: Intent, before: Estate): Scope {
  const attaching = attachingOf(intent, before);
  if (attaching === null) {
    return permitsNothing(
      "nothing, until resource and segment are known",
      "the request names no one network and segment",
    );
  }
  return {
    summary: `\`${attaching.resource}\` attached to \`${attaching.segment}\`, and nothing else`,
    change: (change) => attachChange(attaching, change),
    opened: (flow) => ofNetwork(attaching, flow),
    closed: ({ from, to }) => `an attachment closes nothing, and \`${from}\` would no longer reach \`${to}\``,
  };
}

function attachingOf(intent: Intent, before: Estate): Attaching | null {
  const [resource, ...more] = networksNamed(before, textOf(intent, "resource") ?? "");
  const segment = segmentNames(before).resolve(textOf(intent, "segment") ?? "");
  const network = segment && get(before, "core_networks", segment.coreNetwork);
  if (resource === undefined || more.length > 0 || !network) return null;
  return { resource, region: textOf(intent, "region"), network, segment: segment.policy, before };
}

function attachChange(attaching: Attaching, change: ResourceChange): string | null {
  const { network, resource, before } = attaching;
  if (change.part === "core_networks" && change.id === network.id) {
    return placingRule({ resource, segment: attaching.segment, estate: before }, change.before, change.after);
  }
  if (change.part !== "attachments") return `\`${change.id}\` of \`${change.part}\` is no attachment`;
  const { after, id } = change;
  if (after === null || change.before !== null || !isNew(before, "attachments", id)) {
    return `\`${id}\` exists, and a new attachment was asked for`;
  }
  return attachmentItself(attaching, after);
}

function attachmentItself(attaching: Attaching, after: Attachment): string | null {
  const { resource, network, segment, region } = attaching;
  if (after.resource !== resource) return `\`${after.resource}\` is attached, and \`${resource}\` was named`;
  if (after.core_network !== network.id || after.segment !== segment) {
    return `\`${resource}\` lands in \`${after.segment ?? "no segment"}\``;
  }
  if (region !== null && after.region !== region) return `\`${resource}\` is attached in ${after.region}`;
  if (after.network_function_group !== null || after.appliance_mode)
    return `\`${resource}\` is attached as an appliance`;
  if ((after.advertised ?? []).length > 0 || after.routing_policy_label !== undefined) {
    return `\`${resource}\` is attached with routes of its own`;
  }
  const stray = strayKey({}, after, KEYS);
  if (stray !== null) return `\`${stray}\` of the attachment is not known`;
  const tag = strayTag(network, {}, after.tags);
  return tag === null
    ? foreignSubnet(attaching, after)
    : `the attachment gets the tag \`${tag}\`, which does not place it`;
}

const KEYS = [
  "id",
  "core_network",
  "type",
  "resource",
  "region",
  "account",
  "state",
  "segment",
  "network_function_group",
  "appliance_mode",
  "subnets",
  "tags",
];

function foreignSubnet({ before, resource }: Attaching, { subnets = [] }: Attachment): string | null {
  const foreign = subnets.find((id) => !isKnown(before, "subnets") || get(before, "subnets", id)?.vpc !== resource);
  return foreign === undefined ? null : `\`${foreign}\` is no subnet of \`${resource}\``;
}

function ofNetwork({ before, resource }: Attaching, { from, to }: Flow): string | null {
  const own = vpcTerritory(before, resource);
  const inside = (place: string) => own.holds(place) || isNewAttachment(before, place);
  return inside(from) || inside(to) ? null : `neither \`${from}\` nor \`${to}\` is behind \`${resource}\``;
}

function isNewAttachment(before: Estate, place: string): boolean {
  return place.startsWith("planned:") && isNew(before, "attachments", place);
}
