import {
  type CoreNetwork,
  complianceOf,
  type Estate,
  get,
  isKnown,
  list,
  type Resource,
  type ResourceChange,
  residencyOf,
  sharesOf,
} from "@trias/estate";
import type { Facts } from "@trias/policy";
import type { ResourceRef } from "@trias/protocol";
import type { Effects } from "../3-effects.ts";
import { isPciSegment } from "./standing.ts";

type Lack = Facts["pci_lacks"][number];
type Violation = Facts["residency_violations"][number];

/** What PCI workloads would be without (P6). */
export function pciLacks({ steps, opened, before, after }: Effects): Facts["pci_lacks"] {
  const fromChanges = steps.flatMap(({ simulated }) =>
    simulated.changes.flatMap((change) => lacksOf(change, simulated.before, simulated.after, after)),
  );
  const fromFlows = opened
    .filter(
      ({ from, to }) => (from === "internet" || to === "internet") && [from, to].some((place) => pci(after, place)),
    )
    .map(
      ({ from, to }): Lack => ({
        part: "segments",
        id: from === "internet" ? to : from,
        lacks: "isolation",
        why: `a flow from ${from} to ${to} would open`,
      }),
    );
  return [...fromChanges, ...fromFlows, ...newShares(before, after)];
}

function lacksOf(change: ResourceChange, before: Estate, after: Estate, end: Estate): Lack[] {
  const ref = { part: change.part, id: change.id };
  const was = change.before !== null && inScope(before, ref);
  const is = change.after !== null && inScope(after, ref);
  const lack = (lacks: Lack["lacks"], why: string): Lack[] => [{ ...ref, lacks, why }];
  if (was && !is && change.after !== null) return lack("isolation", "it would leave the scope of PCI by a changed tag");
  if (change.part === "flow_logs" && was && change.after?.state !== "ACTIVE") {
    return stillThere(end, change.before?.resource ?? "") ? lack("logging", "its flow log would stop") : [];
  }
  if (!is) return [];
  switch (change.part) {
    case "databases":
      if (change.after?.publicly_accessible) return lack("isolation", "it would be publicly accessible");
      return change.after?.encrypted ? [] : lack("encryption", "its storage would not be encrypted");
    case "buckets":
      return change.after?.encrypted ? [] : lack("encryption", "it would not be encrypted");
    case "firewalls":
      return change.after?.logging ? [] : lack("logging", "its firewall would not log");
    case "vpcs":
      return hasFlowLog(end, change.id) ? [] : lack("logging", "no flow log would watch it");
    case "route_tables":
      return change.after?.routes.some(({ target }) => target.type === "internet-gateway")
        ? lack("inspection", "it would have a route straight to the internet")
        : [];
    default:
      return [];
  }
}

function inScope(estate: Estate, ref: ResourceRef): boolean {
  return complianceOf(estate, ref).includes("pci");
}

function stillThere(estate: Estate, id: string): boolean {
  return !isKnown(estate, "vpcs") || get(estate, "vpcs", id) !== undefined;
}

function hasFlowLog(estate: Estate, vpc: string): boolean {
  return (
    isKnown(estate, "flow_logs") &&
    list(estate, "flow_logs").some(
      ({ resource, state, traffic }) => resource === vpc && state === "ACTIVE" && traffic === "ALL",
    )
  );
}

function pci(estate: Estate, place: string): boolean {
  return place !== "internet" && isPciSegment(estate, place);
}

/** A segment in PCI scope that would exchange routes with one more segment. */
function newShares(before: Estate, after: Estate): Lack[] {
  if (before.parts.core_networks === after.parts.core_networks) return [];
  return list(after, "core_networks").flatMap((network) => {
    const old = get(before, "core_networks", network.id);
    const known = new Set(old ? sharesOf(old.policy).map(({ a, b }) => `${a} ${b}`) : []);
    const estateName = (name: string) => network.segment_names[name] ?? name;
    const fresh = sharesOf(network.policy).filter(({ a, b }) => !known.has(`${a} ${b}`));
    const shared = fresh.flatMap(({ a, b }) =>
      [a, b]
        .filter((name) => isPciSegment(after, estateName(name)))
        .map(
          (name): Lack => ({
            part: "segments",
            id: estateName(name),
            lacks: "isolation",
            why: `it would exchange routes with \`${estateName(name === a ? b : a)}\``,
          }),
        ),
    );
    return [...shared, ...lostInspection(old?.policy, network.policy, (name) => estateName(name), after)];
  });
}

type Document = CoreNetwork["policy"];

/** Service insertion that a PCI segment had and would not have any more. */
function lostInspection(
  before: Document | undefined,
  after: Document,
  estateName: (name: string) => string,
  estate: Estate,
): Lack[] {
  const inspected = (document: Document | undefined) =>
    new Set(
      (document?.["segment-actions"] ?? [])
        .filter(({ action }) => action === "send-via" || action === "send-to")
        .map((action) => String(action["segment"])),
    );
  const now = inspected(after);
  return [...inspected(before)]
    .filter((name) => !now.has(name) && isPciSegment(estate, estateName(name)))
    .map((name) => ({
      part: "segments",
      id: estateName(name),
      lacks: "inspection" as const,
      why: "its traffic would no longer be sent through inspection",
    }));
}

const EU_REGION = /^eu-/;

/** Data with EU residency that would stand in, or be tied to, another region (P7). */
export function residencyViolations({ steps }: Effects): Facts["residency_violations"] {
  return steps.flatMap(({ simulated: { changes, before, after } }) =>
    changes.flatMap((change): Violation[] => {
      const ref = { part: change.part, id: change.id };
      const was = change.before === null ? null : residencyOf(before, ref);
      const is = change.after === null ? null : residencyOf(after, ref);
      const region = regionOf(after, change.after) ?? "unknown";
      if (was === "eu" && is !== "eu" && change.after !== null) {
        return [{ ...ref, region, why: "its EU residency would be dropped by a changed tag" }];
      }
      if (is !== "eu" || region === "unknown" || EU_REGION.test(region)) return [];
      return [{ ...ref, region, why: "it would stand outside of the EU" }];
    }),
  );
}

function regionOf(estate: Estate, resource: Resource | null): string | null {
  if (resource === null) return null;
  if ("region" in resource) return resource.region;
  if ("vpc" in resource && typeof resource.vpc === "string" && isKnown(estate, "vpcs")) {
    return get(estate, "vpcs", resource.vpc)?.region ?? null;
  }
  return null;
}
