import { type Estate, stateOf } from "@trias/estate";
import type { ResourceRef, ResourceState } from "@trias/protocol";
import type { Effects } from "./3-effects.ts";

const MAX = 5000;

/**
 * All that the verdict relied on and that is read again for the warrant: what is touched, the policies that place everything, and the
 * attachments of the networks that are changed.
 */
export function footprintOf(estate: Estate, effects: Effects, touches: readonly ResourceState[]): ResourceState[] {
  const known = new Set(touches.map(({ part, id }) => `${part} ${id}`));
  const more: ResourceRef[] = [];
  const add = (part: string, id: string) => {
    if (!known.has(`${part} ${id}`)) more.push({ part, id });
    known.add(`${part} ${id}`);
  };
  const { core_networks: networks, attachments } = estate.parts;
  if (networks.status === "known") for (const id of networks.resources.keys()) add("core_networks", id);
  const vpcs = changedVpcs(effects);
  if (attachments.status === "known") {
    for (const { id, resource } of attachments.resources.values()) if (vpcs.has(resource)) add("attachments", id);
  }
  return [...touches, ...more.map((ref) => stateOf(estate, ref))].slice(0, MAX);
}

function changedVpcs({ changes }: Effects): ReadonlySet<string> {
  return new Set(
    changes.flatMap(({ before, after }) =>
      [before, after].flatMap((one) => (one && "vpc" in one && typeof one.vpc === "string" ? [one.vpc] : [])),
    ),
  );
}
