import { type Attachment, type Estate, isKnown, list, PART_NAMES, segmentNames, sharesOf } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { OrchestratorError } from "../errors.ts";
import { textOrNone } from "../planners/parameters.ts";
import type { PlannerContext } from "../planners/planner.ts";

/** How the network stands by the estate as it was read last: what needs somebody first, then the segments. */
export function networkStatus(intent: Intent, { estate }: PlannerContext): string {
  const target = textOrNone(intent, "target");
  const segments = segmentNames(estate);
  const wanted = target === undefined ? segments.all : [segments.resolve(target)].filter((each) => each !== null);
  if (wanted.length === 0) {
    throw new OrchestratorError("impossible", `not found: no segment is called \`${(target ?? "").slice(0, 100)}\``, {
      at: "target",
      fix: `expected one of ${segments.all.map((each) => each.estate).join(", ")}`,
      remedy: "ask",
    });
  }
  const attachments = isKnown(estate, "attachments") ? list(estate, "attachments") : [];
  const names = new Set(wanted.map(({ policy }) => policy));
  const concerned = attachments.filter(
    ({ segment }) => target === undefined || (segment !== null && names.has(segment)),
  );
  const issues = issuesOf(estate, concerned);
  const first = `as of ${estate.time}: ${wanted.length} segments, ${concerned.length} attachments, ${issues.length === 0 ? "nothing that needs anybody" : `${issues.length} things to look at`}`;
  return [
    first,
    ...issues.map((issue) => `  ! ${issue}`),
    ...wanted.map(({ policy, estate: name }) => `  ${name}: ${segmentLine(estate, policy, attachments)}`),
  ].join("\n");
}

function issuesOf(estate: Estate, attachments: readonly Attachment[]): string[] {
  const unread = PART_NAMES.filter((part) => !isKnown(estate, part)).map((part) => `${part} could not be read`);
  const networks = list(estate, "core_networks").flatMap(({ id, state }) =>
    state === "AVAILABLE" ? [] : [`the core network \`${id}\` is ${state}`],
  );
  const attached = attachments.flatMap(({ id, resource, state, segment, network_function_group: group }) => {
    if (state !== "AVAILABLE") return [`\`${id}\` (\`${resource}\`) is ${state}`];
    return segment === null && group === null
      ? [`\`${id}\` (\`${resource}\`) is available and in no segment: it carries nothing`]
      : [];
  });
  const silent = (isKnown(estate, "firewalls") ? list(estate, "firewalls") : []).flatMap(({ id, logging }) =>
    logging ? [] : [`the firewall \`${id}\` writes no log`],
  );
  return [...networks, ...attached, ...silent, ...unread].slice(0, 50);
}

function segmentLine(estate: Estate, policy: string, attachments: readonly Attachment[]): string {
  const own = attachments.filter(({ segment }) => segment === policy);
  const regions = [...new Set(own.map(({ region }) => region))].sort();
  const partners = list(estate, "core_networks")
    .flatMap((network) => sharesOf(network.policy))
    .flatMap(({ a, b }) => (a === policy ? [b] : b === policy ? [a] : []))
    .map((name) => segmentNames(estate).estateName(name));
  const where = regions.length === 0 ? "" : ` in ${regions.join(", ")}`;
  return `${own.length} attachments${where}; shares with ${partners.length === 0 ? "nobody" : partners.sort().join(", ")}`;
}
