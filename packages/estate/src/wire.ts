import type { WireEstate, WirePart } from "@trias/protocol";
import { EstateError } from "./errors.ts";
import type { Estate, Part } from "./estate.ts";
import { parseResource } from "./parse-resource.ts";
import { partName } from "./parts.ts";
import { PART_NAMES, type PartName, type Resource } from "./resources.ts";

/** The estate that a snapshot describes. A part that the snapshot lacks is unknown, a resource that its schema refuses is an error. */
export function parseEstate(wire: WireEstate): Estate {
  for (const name of Object.keys(wire.parts)) partName(name);
  const parts: Record<string, Part<PartName>> = {};
  for (const name of PART_NAMES) {
    parts[name] = parsePart(name, Object.hasOwn(wire.parts, name) ? wire.parts[name] : undefined);
  }
  return { lineage: wire.lineage, serial: wire.serial, time: wire.time, parts: parts as Estate["parts"] };
}

function parsePart(name: PartName, wire: WirePart | undefined): Part<PartName> {
  if (wire === undefined) return { status: "unknown", reason: "not in the snapshot" };
  if (wire.status === "unknown") return { status: "unknown", reason: wire.reason };
  const resources = new Map<string, Resource>();
  for (const value of wire.resources) {
    const resource = parseResource(name, value);
    if (resources.has(resource.id)) {
      throw new EstateError("resource_duplicate", `\`${resource.id}\` occurs twice among the ${name}`, {
        at: `${name}.${resource.id}`,
        fix: "list each resource once",
      });
    }
    resources.set(resource.id, resource);
  }
  return { status: "known", serial: wire.serial, time: wire.time, resources };
}

/** The estate's JSON, parts in their fixed order and resources by id, so that equal estates have equal bytes. */
export function toWire(estate: Estate): WireEstate {
  const parts: WireEstate["parts"] = {};
  for (const name of PART_NAMES) {
    const part: Part<PartName> = estate.parts[name];
    parts[name] =
      part.status === "unknown"
        ? { status: "unknown", reason: part.reason }
        : { status: "known", serial: part.serial, time: part.time, resources: sorted(part.resources) };
  }
  return { schema: "trias.estate/1", lineage: estate.lineage, serial: estate.serial, time: estate.time, parts };
}

function sorted(resources: ReadonlyMap<string, Resource>): Resource[] {
  return [...resources.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
