import type { PartName, ResourceOf } from "@trias/estate";
import type { Call } from "../call.ts";
import type { Collection, Read } from "../collection.ts";
import type { Coverage } from "../coverage.ts";

/** Stands where AWS names a resource by id and the snapshot does not say which; no resource goes by it. */
export const UNRESOLVED = "unknown";

/** A resource before its schema has seen it; fields that are undefined are left out. */
export type Draft<P extends PartName> = { readonly [K in keyof ResourceOf<P>]: ResourceOf<P>[K] | undefined };

/** What a builder of a part gets. */
export class BuildContext {
  readonly collection: Collection;
  readonly coverage: Coverage;
  /** Why what was built can't be trusted; the part is unknown then. */
  readonly doubts: string[] = [];

  constructor(collection: Collection, coverage: Coverage) {
    this.collection = collection;
    this.coverage = coverage;
  }

  of<T>(call: Call<T>): readonly Read<T>[] {
    return this.collection.of(call);
  }

  /** Empty where nobody can tell, which the resource's schema refuses. */
  region({ place }: Read<unknown>, vpc?: string | null): string {
    return place.region ?? this.coverage.regionOfVpc(vpc) ?? this.coverage.onlyRegion ?? "";
  }

  account({ place }: Read<unknown>, owner?: string | null): string {
    return owner ?? place.account ?? this.coverage.onlyAccount ?? "";
  }

  noAnswer(call: Call, where = ""): string {
    return this.coverage.noAnswer(call, where);
  }

  doubt(reason: string): void {
    this.doubts.push(reason);
  }

  /** Something that AWS lists and that is no part of a living network, or can't be put into the estate. */
  leaveOut(read: Read<unknown>, message: string, severity: "note" | "warning" = "note"): void {
    this.collection.findings.add({ code: "resource_left_out", severity, message, file: read.file, path: read.path });
  }

  remark(read: Read<unknown>, code: "value_unknown" | "assumed", message: string): void {
    this.collection.findings.add({ code, severity: "warning", message, file: read.file, path: read.path });
  }
}
