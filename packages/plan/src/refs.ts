import type { PartName } from "@trias/estate";
import type { ResourceRef } from "@trias/protocol";

export function ref(part: PartName, id: string): ResourceRef {
  return { part, id };
}

export function refs(part: PartName, ids: Iterable<string>): ResourceRef[] {
  return [...ids].map((id) => ref(part, id));
}

/** Each once, in the order in which they first occur. */
export function distinctRefs(list: Iterable<ResourceRef>): ResourceRef[] {
  const seen = new Map<string, ResourceRef>();
  for (const item of list) {
    const key = `${item.part}/${item.id}`;
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
