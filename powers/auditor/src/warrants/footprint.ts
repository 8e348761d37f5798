import { digestValue } from "@trias/core";
import type { Reading, ResourceRef, ResourceState } from "@trias/protocol";

/** What of the footprint is no longer as it was judged; everything where the cloud is another one. */
export function changedSince(footprint: readonly ResourceState[], lineage: string, reading: Reading): ResourceRef[] {
  const refs = footprint.map(({ part, id }) => ({ part, id }));
  if (reading.lineage !== lineage) return refs;
  const found = new Map(
    reading.resources.map(({ part, id, resource }) => [
      `${part} ${id}`,
      resource === null ? null : digestValue(resource),
    ]),
  );
  return footprint
    .filter(({ part, id, digest }) => found.get(`${part} ${id}`) !== digest)
    .map(({ part, id }) => ({ part, id }));
}
