import type { Estate } from "@trias/estate";
import type { Report } from "./report/report.ts";

/** A network in files. */
export type SnapshotSource =
  | {
      readonly kind: "folder";
      readonly dir: string;
      /** Exactly these, relative to `aws_configs/` where the folder has one. Not there: every JSON file in it. */
      readonly files?: readonly string[];
      /** Of answers that say nothing of where they come from. */
      readonly region?: string;
      readonly account?: string;
    }
  | { readonly kind: "file"; readonly path: string; readonly region?: string; readonly account?: string };

export interface Loaded {
  readonly estate: Estate;
  readonly report: Report;
}
