import { type PartName, parseResource, type ResourceChange, type ResourceOf } from "@trias/estate";

/** A new resource, checked against its part's schema. */
export function created<P extends PartName>(part: P, resource: ResourceOf<P>): ResourceChange {
  return { part, id: resource.id, before: null, after: checked(part, resource) } as ResourceChange;
}

/** A resource with some fields changed. */
export function replaced<P extends PartName>(
  part: P,
  before: ResourceOf<P>,
  fields: Partial<ResourceOf<P>>,
): ResourceChange {
  return { part, id: before.id, before, after: checked(part, { ...before, ...fields }) } as ResourceChange;
}

export function deleted<P extends PartName>(part: P, before: ResourceOf<P>): ResourceChange {
  return { part, id: before.id, before, after: null } as ResourceChange;
}

function checked<P extends PartName>(part: P, resource: ResourceOf<P>): ResourceOf<P> {
  return parseResource(part, resource) as ResourceOf<P>;
}
