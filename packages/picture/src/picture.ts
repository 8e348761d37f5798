import type { Environment } from "@trias/estate";
import type { Flow } from "@trias/protocol";

/** What a change does to a thing in the picture. */
export type Mark = "same" | "new" | "gone" | "changed";

export interface Segment {
  readonly name: string;
  readonly environment: Environment;
  readonly mark: Mark;
}

/** Something in a segment at an edge: a network or a site. */
export interface Box {
  readonly label: string;
  readonly detail: string;
  readonly kind: "vpc" | "site";
  readonly mark: Mark;
}

export interface Cell {
  readonly segment: string;
  readonly region: string;
  readonly boxes: readonly Box[];
}

/** Whether packets of one segment reach another and their answers come back, before any security group has its say. */
export interface Crossing {
  readonly from: string;
  readonly to: string;
  readonly how: "open" | "inspected" | "may" | "closed";
  readonly mark: Mark;
}

/** A wide-area network as a person draws it: segments down the side, regions across, who reaches whom, and what a change does. */
export interface WanPicture {
  readonly title: string;
  readonly regions: readonly string[];
  readonly segments: readonly Segment[];
  readonly cells: readonly Cell[];
  readonly crossings: readonly Crossing[];
  readonly opened: readonly Flow[];
  readonly closed: readonly Flow[];
}
