import type { PartInput, PartName } from "@trias/estate";
import { BuildContext } from "./build/context.ts";
import { BLOCK_PUBLIC_ACCESS, VPCS } from "./calls/vpc.ts";
import type { Collection } from "./collection.ts";
import type { Coverage } from "./coverage.ts";
import { AWS_PARTS, type PartSource } from "./parts.ts";

/** A call that a part lacks, and where. */
export interface LackingCall {
  readonly part: PartName;
  readonly call: string;
  /** Regions (and accounts) that lack it; empty where there is no answer at all. */
  readonly where: readonly string[];
}

export interface Assembled {
  readonly parts: Readonly<Partial<Record<PartName, PartInput>>>;
  readonly lacking: readonly LackingCall[];
}

/** The estate's parts of what was read: known where every call is answered everywhere and nothing is in doubt. */
export function assemble(collection: Collection, coverage: Coverage): Assembled {
  const lacking: LackingCall[] = [];
  const parts: Partial<Record<PartName, PartInput>> = {
    regions:
      coverage.regions.length === 0
        ? { status: "unknown", reasons: ["no answer says which region it is of"] }
        : { status: "known", resources: coverage.regions.map((id) => ({ id, name: id })) },
  };
  for (const one of AWS_PARTS) parts[one.part] = partOf(one, collection, coverage, lacking);
  if (
    !coverage.answered(BLOCK_PUBLIC_ACCESS) &&
    !collection.of(VPCS).some(({ value }) => value.BlockPublicAccessStates)
  ) {
    // Whether anything comes from the internet at all hangs on it (R38); a VPC is known without.
    lacking.push({ part: "vpcs", call: BLOCK_PUBLIC_ACCESS.name, where: [] });
  }
  return { parts, lacking };
}

function partOf(source: PartSource, collection: Collection, coverage: Coverage, lacking: LackingCall[]): PartInput {
  const reasons: string[] = [];
  const [listing = []] = source.needs;
  const listed = listing.some((call) => collection.of(call).length > 0);
  for (const [i, group] of source.needs.entries()) {
    // Without things, nothing about these things is missing.
    if (i > 0 && !listed) continue;
    const [first] = group;
    if (first === undefined) continue;
    const where = group.map((call) => coverage.lacking(call)).reduce((a, b) => a.filter((one) => b.includes(one)));
    if (where.length === 0) continue;
    const nowhere = !group.some((call) => coverage.answered(call));
    lacking.push({ part: source.part, call: first.name, where: nowhere ? [] : where });
    reasons.push(coverage.noAnswer(first, nowhere ? "" : where.join(", ")));
  }
  for (const call of new Set([...source.needs.flat(), ...source.uses].map(({ name }) => name))) {
    reasons.push(...(collection.taints.get(call) ?? []));
  }
  if (reasons.length > 0) return { status: "unknown", reasons };
  const context = new BuildContext(collection, coverage);
  const resources = source.build(context).map(defined);
  for (const resource of resources) doubtWhereUnplaced(context, resource);
  const doubts = [...new Set(context.doubts)];
  return doubts.length > 0 ? { status: "unknown", reasons: doubts } : { status: "known", resources };
}

function defined(draft: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

function doubtWhereUnplaced(context: BuildContext, resource: Readonly<Record<string, unknown>>): void {
  for (const field of ["region", "account"]) {
    if (resource[field] !== "") continue;
    const message = `nothing says in which ${field} \`${String(resource["id"]).slice(0, 256)}\` is; name a folder after it or give it as an option`;
    context.collection.findings.add({ code: "place_unknown", severity: "error", message });
    context.doubt(message);
  }
}
