import { canonicalJson } from "@trias/core";
import {
  applyChanges,
  type Estate,
  need,
  type PartName,
  parseResource,
  partName,
  type Resource,
  type ResourceChange,
} from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition, Inverse } from "../action.ts";
import { PlanError } from "../errors.ts";
import { tagsField } from "../fields.ts";
import { inverseAction, noInverse } from "../inverse.ts";
import { ref } from "../refs.ts";
import { placedBy } from "./placement.ts";

const part = z.string().max(64);
const keys = z.array(z.string().min(1).max(128)).max(50);
const tagging = z.strictObject({
  part,
  tags: tagsField,
  remove: keys.default([]),
  /** Of an attachment that the tags move: accepts the move in the same operation, since an acceptance alone has no way back. */
  accept: z.boolean().default(false),
});
const untagging = z.strictObject({ part, keys: keys.min(1) });

/** Sets tags, and takes away those that `remove` names: together they are the way back of either. */
export const tagResource: ActionDefinition<z.infer<typeof tagging>> = {
  name: "tag_resource",
  part: null,
  creates: false,
  parameters: tagging,
  api: ["ec2:CreateTags", "ec2:DeleteTags", "networkmanager:TagResource", "networkmanager:AcceptAttachment"],
  changes: (estate, target, given) => retagged(estate, target, given),
  touches: (estate, target, given) => tagRefs(estate, given.part, target),
  inverse(before, target, given) {
    const { tags } = tagged(before, given.part, target);
    const named = [...Object.keys(given.tags), ...given.remove];
    const old = Object.entries(tags).filter(([key]) => named.includes(key));
    const added = Object.keys(given.tags).filter((key) => !Object.hasOwn(tags, key));
    const back = { part: given.part, tags: Object.fromEntries(old), remove: added, accept: given.accept };
    return tagsBack(before, retagged(before, target, given), target, back);
  },
  describe: (target, { tags }) =>
    `tag \`${target}\` with ${
      Object.entries(tags)
        .map(([key, value]) => `\`${key}\`=\`${value}\``)
        .join(", ") || "nothing"
    }`,
  seconds: 1,
};

export const untagResource: ActionDefinition<z.infer<typeof untagging>> = {
  name: "untag_resource",
  part: null,
  creates: false,
  parameters: untagging,
  api: ["ec2:DeleteTags"],
  changes: (estate, target, given) => retagged(estate, target, withoutKeys(given)),
  touches: (estate, target, given) => tagRefs(estate, given.part, target),
  inverse(before, target, given) {
    const old = Object.entries(tagged(before, given.part, target).tags).filter(([key]) => given.keys.includes(key));
    const back = { part: given.part, tags: Object.fromEntries(old), remove: [], accept: false };
    return tagsBack(before, retagged(before, target, withoutKeys(given)), target, back);
  },
  describe: (target, given) => `take the tags ${given.keys.map((key) => `\`${key}\``).join(", ")} off \`${target}\``,
  seconds: 1,
};

/** Tags can always be put back, but an attachment that they moved may need somebody's acceptance to return. */
function tagsBack(
  before: Estate,
  changes: readonly ResourceChange[],
  target: string,
  back: z.infer<typeof tagging>,
): Inverse {
  const { part, tags, remove, accept } = back;
  const again = retagged(applyChanges(before, changes, before), target, back);
  const exact = canonicalJson(again[0]?.after) === canonicalJson(tagged(before, part, target).resource);
  return exact
    ? inverseAction("tag_resource", target, { part, tags, remove, ...(accept ? { accept } : {}) })
    : noInverse("the attachment returns only once somebody accepts it again");
}

interface Tagged {
  readonly part: PartName;
  readonly resource: Resource;
  readonly tags: Readonly<Record<string, string>>;
}

function tagged(estate: Estate, name: string, target: string): Tagged {
  const part = partName(name);
  const resource: Resource = need(estate, part, target);
  if ("tags" in resource) return { part, resource, tags: resource.tags };
  throw new PlanError("not_applicable", `a resource of \`${part}\` has no tags`, {
    at: "part",
    fix: "name another part",
  });
}

function tagRefs(estate: Estate, name: string, target: string) {
  const { part, resource } = tagged(estate, name, target);
  return [ref(part, target), ...("core_network" in resource ? [ref("core_networks", resource.core_network)] : [])];
}

function withoutKeys({ part, keys: remove }: z.infer<typeof untagging>): z.infer<typeof tagging> {
  return { part, tags: {}, remove, accept: false };
}

function retagged(
  estate: Estate,
  target: string,
  { part: name, tags: set, remove, accept }: z.infer<typeof tagging>,
): ResourceChange[] {
  const { part, resource, tags } = tagged(estate, name, target);
  const missing = remove.find((key) => !Object.hasOwn(tags, key));
  if (missing !== undefined) {
    throw new PlanError("absent", `\`${target}\` has no tag \`${missing}\``, { at: `${part}.${target}.tags` });
  }
  const kept = Object.entries(tags).filter(([key]) => !remove.includes(key));
  const next: Resource = { ...resource, tags: { ...Object.fromEntries(kept), ...set } };
  const after = parseResource(part, "core_network" in next ? moved(estate, next, accept) : next);
  return [{ part, id: target, before: resource, after } as ResourceChange];
}

/** A tag moves an attachment; where it needs acceptance and nobody gives it, it stays where it is until somebody accepts. */
function moved(estate: Estate, attachment: Extract<Resource, { core_network: string }>, accept: boolean): Resource {
  const { segment, network_function_group, require_acceptance } = placedBy(estate, attachment.core_network, attachment);
  const stays = segment === attachment.segment && network_function_group === attachment.network_function_group;
  if (attachment.state === "PENDING_TAG_ACCEPTANCE" && stays) return { ...attachment, state: "AVAILABLE" };
  if (attachment.state !== "AVAILABLE" && attachment.state !== "PENDING_TAG_ACCEPTANCE") {
    return { ...attachment, segment, network_function_group };
  }
  if (stays) return attachment;
  if (require_acceptance && !accept) return { ...attachment, state: "PENDING_TAG_ACCEPTANCE" };
  return { ...attachment, state: "AVAILABLE", segment, network_function_group };
}
