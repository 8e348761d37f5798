import { type Estate, PART_NAMES, PART_SCHEMAS, type Part, type PartName, type Resource } from "@trias/estate";
import { BuildContext, noAnswer } from "./build/context.ts";
import type { Collection } from "./collection.ts";
import type { Coverage } from "./coverage.ts";
import { AWS_PARTS, type PartSource } from "./parts.ts";

export interface Moment {
  readonly serial: number;
  readonly time: string;
}

/** A call that a part lacks, and where. */
export interface LackingCall {
  readonly part: PartName;
  readonly call: string;
  /** Regions (and accounts) that lack it; empty where there is no answer at all. */
  readonly where: readonly string[];
}

export interface Assembled {
  readonly parts: Estate["parts"];
  readonly lacking: readonly LackingCall[];
}

/** The estate's parts of what was read: known where every call is answered everywhere and nothing is in doubt. */
export function assemble(collection: Collection, coverage: Coverage, moment: Moment): Assembled {
  const lacking: LackingCall[] = [];
  const parts: Record<string, Part<PartName>> = {};
  for (const name of PART_NAMES) parts[name] = { status: "unknown", reason: "no AWS call that is read here lists it" };
  parts["regions"] = known(
    moment,
    coverage.regions.map((id) => [id, { id, name: id }]),
  );
  if (coverage.regions.length === 0)
    parts["regions"] = { status: "unknown", reason: "no answer says which region it is of" };
  for (const one of AWS_PARTS) parts[one.part] = partOf(one, collection, coverage, moment, lacking);
  return { parts: parts as Estate["parts"], lacking };
}

function known(moment: Moment, resources: Iterable<readonly [string, Resource]>): Part<PartName> {
  return { status: "known", ...moment, resources: new Map(resources) } as Part<PartName>;
}

function partOf(
  source: PartSource,
  collection: Collection,
  coverage: Coverage,
  moment: Moment,
  lacking: LackingCall[],
): Part<PartName> {
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
    reasons.push(noAnswer(first, nowhere ? "" : where.join(", ")));
  }
  for (const call of new Set([...source.needs.flat(), ...source.uses].map(({ name }) => name))) {
    reasons.push(...(collection.taints.get(call) ?? []));
  }
  const context = new BuildContext(collection, coverage);
  const resources = reasons.length === 0 ? parsed(source, context) : [];
  reasons.push(...new Set(context.doubts));
  if (reasons.length > 0) return { status: "unknown", reason: bounded(reasons) };
  return known(moment, resources);
}

function parsed(source: PartSource, context: BuildContext): [string, Resource][] {
  const found = new Map<string, Resource>();
  for (const draft of source.build(context)) {
    const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
    const result = PART_SCHEMAS[source.part].safeParse(given);
    const id = typeof draft.id === "string" ? draft.id : "(no id)";
    if (!result.success) {
      const [issue] = result.error.issues;
      const path = issue?.path.join(".") ?? "";
      const message =
        hint(path, given) ?? `${source.part} \`${id.slice(0, 256)}\`, ${path}: ${issue?.message ?? "unexpected form"}`;
      context.collection.findings.add({
        code: path === "region" || path === "account" ? "place_unknown" : "resource_malformed",
        severity: "error",
        message,
      });
      context.doubt(message);
      continue;
    }
    const resource: Resource = result.data;
    if (found.has(resource.id)) {
      const message = `\`${resource.id}\` stands for two different things among the ${source.part}`;
      context.collection.findings.add({ code: "resource_conflict", severity: "error", message });
      context.doubt(message);
    }
    found.set(resource.id, resource);
  }
  return [...found];
}

function hint(path: string, given: Readonly<Record<string, unknown>>): string | null {
  if ((path !== "region" && path !== "account") || given[path] !== "") return null;
  return `nothing says in which ${path} \`${String(given["id"]).slice(0, 256)}\` is; give it by the folder's name or as an option`;
}

/** Parts' reasons are at most 500 characters on the wire. */
function bounded(reasons: readonly string[]): string {
  let text = "";
  for (const [i, reason] of reasons.entries()) {
    const next = text === "" ? reason.slice(0, 400) : `${text}; ${reason}`;
    const rest = ` and ${reasons.length - i} more`;
    if (next.length + rest.length > 500) return `${text}${rest}`;
    text = next;
  }
  return text;
}
