import type { PartName, ResourceOf } from "./resources.ts";

/** A part of the network as it was read: known with its resources by id, or unknown with the reason. */
export type Part<P extends PartName> =
  | {
      readonly status: "known";
      readonly serial: number;
      readonly time: string;
      readonly resources: ReadonlyMap<string, ResourceOf<P>>;
    }
  | { readonly status: "unknown"; readonly reason: string };

/** The whole network as one immutable value. */
export interface Estate {
  readonly lineage: string;
  readonly serial: number;
  /** RFC 3339, when the newest part was read. */
  readonly time: string;
  readonly parts: { readonly [P in PartName]: Part<P> };
}

/** One resource that a change creates, replaces or deletes; `before` and `after` are whole resources. */
export type ResourceChange = {
  [P in PartName]: {
    readonly part: P;
    readonly id: string;
    readonly before: ResourceOf<P> | null;
    readonly after: ResourceOf<P> | null;
  };
}[PartName];
