import { type Digest, digestBytes, digestValue, utf8 } from "@trias/core";
import type { ResourceRef, ResourceState } from "@trias/protocol";
import type { Estate } from "./estate.ts";
import { get, partName } from "./parts.ts";
import type { PartName, Resource } from "./resources.ts";

const digests = new WeakMap<Resource, Digest>();

/** Digest of a resource's canonical JSON, computed once. */
export function resourceDigest(resource: Resource): Digest {
  const cached = digests.get(resource);
  if (cached) return cached;
  // INVARIANT: a resource whose digest is cached can't change any more, or a warrant would rest on an old digest.
  freeze(resource);
  const digest = digestValue(resource);
  digests.set(resource, digest);
  return digest;
}

function freeze(value: object): void {
  Object.freeze(value);
  for (const item of Object.values(value)) {
    if (typeof item === "object" && item !== null && !Object.isFrozen(item)) freeze(item);
  }
}

export function stateOf(estate: Estate, ref: ResourceRef): ResourceState {
  const resource = get(estate, partName(ref.part), ref.id);
  return { part: ref.part, id: ref.id, digest: resource ? resourceDigest(resource) : null };
}

const partDigests = new WeakMap<ReadonlyMap<string, Resource>, Digest>();

/** Digest over the sorted ids and digests of a part's resources, or null where the part is unknown. */
export function partDigest(estate: Estate, part: PartName): Digest | null {
  const found = estate.parts[part];
  if (found.status === "unknown") return null;
  const resources: ReadonlyMap<string, Resource> = found.resources;
  const cached = partDigests.get(resources);
  if (cached) return cached;
  const lines = [...resources].map(([id, resource]) => `${JSON.stringify(id)} ${resourceDigest(resource)}\n`);
  const digest = digestBytes(utf8(`trias.part/1 ${part}\n${lines.sort().join("")}`));
  partDigests.set(resources, digest);
  return digest;
}
