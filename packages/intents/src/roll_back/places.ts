import { type Estate, isKnown, list, type ResourceChange, segmentNames } from "@trias/estate";

/**
 * The places whose flows a set of changes can have opened or closed: the resources themselves, the instances and addresses
 * of interfaces, the segments that a policy gained or lost, and whatever stands in a VPC that was made.
 */
export function placesOf(changes: readonly ResourceChange[], estate: Estate): ReadonlySet<string> {
  const places = new Set<string>();
  for (const change of changes) {
    places.add(change.id);
    if (change.part === "interfaces") addInterface(places, change);
    if (change.part === "core_networks") addSegments(places, change, estate);
    if (change.part === "prefix_lists") addEntries(places, change);
    if (change.part === "vpcs") addContents(places, change.id, estate);
  }
  return places;
}

function addInterface(places: Set<string>, { before, after }: Extract<ResourceChange, { part: "interfaces" }>): void {
  for (const one of [before, after]) {
    for (const place of [one?.instance, one?.private_ip, one?.public_ip]) if (place) places.add(place);
  }
}

function addSegments(
  places: Set<string>,
  change: Extract<ResourceChange, { part: "core_networks" }>,
  estate: Estate,
): void {
  const [before, after] = [change.before, change.after].map(
    (one) => new Set(one?.policy.segments.map(({ name }) => name)),
  );
  const moved = (before ?? new Set<string>()).symmetricDifference(after ?? new Set<string>());
  for (const name of moved) {
    places.add(name);
    places.add(
      change.after?.segment_names[name] ?? change.before?.segment_names[name] ?? segmentNames(estate).estateName(name),
    );
  }
}

function addEntries(places: Set<string>, { before, after }: Extract<ResourceChange, { part: "prefix_lists" }>): void {
  const [old, now] = [before, after].map((one) => new Set(one?.entries.map(({ cidr }) => cidr)));
  for (const cidr of (old ?? new Set<string>()).symmetricDifference(now ?? new Set<string>())) {
    places.add(cidr);
    places.add(cidr.slice(0, cidr.indexOf("/")));
  }
}

function addContents(places: Set<string>, vpc: string, estate: Estate): void {
  for (const part of ["subnets", "interfaces"] as const) {
    if (!isKnown(estate, part)) continue;
    for (const one of list(estate, part)) if (one.vpc === vpc) places.add(one.id);
  }
}
