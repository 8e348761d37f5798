import {
  type Attachment,
  type Estate,
  get,
  list,
  type ResourceChange,
  type SegmentName,
  segmentNames,
  sharesOf,
} from "@trias/estate";
import { withoutSegment } from "@trias/plan";
import type { Flow, Intent } from "@trias/protocol";
import { same, strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import { type Territory, territoryOf } from "../territory.ts";

interface Deleted {
  readonly segment: SegmentName;
  /** What is attached to it before the plan. */
  readonly attachments: readonly Attachment[];
  readonly own: Territory;
}

export function deleteSegmentScope(intent: Intent, before: Estate): Scope {
  const segment = segmentNames(before).resolve(textOf(intent, "segment") ?? "");
  if (segment === null)
    return permitsNothing("nothing, until the segment is known", "the request names no segment of the estate");
  const attachments = list(before, "attachments").filter(
    (each) => each.core_network === segment.coreNetwork && each.segment === segment.policy,
  );
  const deleted = { segment, attachments, own: territoryOf(before, attachments, [segment.policy]) };
  return {
    summary: `the segment \`${segment.estate}\`, its ${attachments.length} attachments and the routes that lead into it`,
    change: (change) => deletedChange(deleted, before, change),
    opened: ({ from, to }) => `a deletion opens nothing, and \`${from}\` would reach \`${to}\``,
    closed: (flow) => ofSegment(deleted, flow),
  };
}

function deletedChange(deleted: Deleted, estate: Estate, change: ResourceChange): string | null {
  const { segment, attachments } = deleted;
  switch (change.part) {
    case "core_networks":
      return change.id === segment.coreNetwork
        ? policyChange(deleted, change)
        : `\`${change.id}\` is another core network`;
    case "attachments":
      if (!attachments.some(({ id }) => id === change.id))
        return `\`${change.id}\` is not attached to \`${segment.estate}\``;
      return change.after === null ? null : `\`${change.id}\` changes, and it was to go with its segment`;
    case "route_tables":
      return routesGone(deleted, estate, change);
    default:
      return `\`${change.id}\` of \`${change.part}\` does not hang on \`${segment.estate}\``;
  }
}

type Of<P extends ResourceChange["part"]> = Extract<ResourceChange, { part: P }>;

/** INVARIANT: the policy is what it was, less what speaks of the segment; no other two segments share more or less than before. */
function policyChange({ segment, attachments }: Deleted, { before, after }: Of<"core_networks">): string | null {
  if (before === null || after === null) return "the core network itself is neither made nor deleted";
  const stray = strayKey(before, after, ["policy", "policy_version", "segment_names"]);
  if (stray !== null) return `\`${stray}\` of the core network changes`;
  const { [segment.policy]: _gone, ...names } = before.segment_names;
  if (!same(after.segment_names, names)) return "the names of other segments change";
  const expected = withoutSegment(before.policy, segment.policy, new Set(attachments.map(({ id }) => id)));
  const others = (policy: typeof before.policy) =>
    sharesOf(policy).flatMap(({ a, b }) => (a === segment.policy || b === segment.policy ? [] : [`${a} ${b}`]));
  const kept = same(others(before.policy).sort(), others(after.policy).sort());
  return kept && same(after.policy, expected)
    ? null
    : `the policy changes beyond what it says of \`${segment.estate}\``;
}

function routesGone(
  { segment, attachments }: Deleted,
  estate: Estate,
  { id, before, after }: Of<"route_tables">,
): string | null {
  if (before === null || after === null) return `\`${id}\` is neither made nor deleted`;
  const attached = attachments.some(({ resource }) => resource === get(estate, "route_tables", id)?.vpc);
  if (!attached) return `\`${id}\` is no route table of a network in \`${segment.estate}\``;
  const stray = strayKey(before, after, ["routes"]);
  if (stray !== null) return `\`${stray}\` of \`${id}\` changes`;
  const added = after.routes.find((route) => !before.routes.some((each) => same(each, route)));
  if (added !== undefined) return `\`${id}\` gets a route to ${added.destination}`;
  const other = before.routes.find(
    (route) => !after.routes.some((each) => same(each, route)) && route.target.id !== segment.coreNetwork,
  );
  return other === undefined
    ? null
    : `\`${id}\` loses its route to ${other.destination}, which does not lead into the segment`;
}

function ofSegment({ own, segment }: Deleted, { from, to }: Flow): string | null {
  return own.holds(from) || own.holds(to) ? null : `neither \`${from}\` nor \`${to}\` is in \`${segment.estate}\``;
}
