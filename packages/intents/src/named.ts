import { type Attachment, type Estate, get, isKnown, list, type PartName, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import type { IntentQuestion } from "./intent.ts";

const MOST_CHOICES = 50;
const NAMED_BY_TAG: readonly PartName[] = [
  "vpcs",
  "vpn_connections",
  "direct_connect_gateways",
  "transit_gateway_route_tables",
];

/** Attachments that a text can mean: by their id, by what they attach, by a name tag of either. */
export function attachmentsNamed(estate: Estate, text: string): readonly Attachment[] {
  if (!isKnown(estate, "attachments")) return [];
  const all = list(estate, "attachments");
  const exact = all.filter(({ id, resource }) => id === text || resource === text);
  if (exact.length > 0) return exact;
  const networks = new Set(idsNamed(estate, ["vpcs"], text));
  return all.filter(({ tags, resource }) => networks.has(resource) || sameName(tags["Name"], text));
}

/** Ids of what can be attached to a core network and that a text can mean. */
export function networksNamed(estate: Estate, text: string): readonly string[] {
  return idsNamed(estate, NAMED_BY_TAG, text);
}

/** Ids of resources that a text can mean: the id itself, else whatever carries the name. */
export function idsNamed(estate: Estate, parts: readonly PartName[], text: string): readonly string[] {
  const known = parts.filter((part) => isKnown(estate, part));
  if (known.some((part) => get(estate, part, text) !== undefined)) return [text];
  return known.flatMap((part) => {
    const all: readonly object[] = list(estate, part);
    return all.flatMap((each) => {
      const id = "id" in each && typeof each.id === "string" ? each.id : "";
      const tags = "tags" in each ? (each.tags as Readonly<Record<string, string>>) : {};
      const name = "name" in each && typeof each.name === "string" ? each.name : undefined;
      return sameName(tags["Name"], text) || sameName(name, text) ? [id] : [];
    });
  });
}

function sameName(name: string | undefined, text: string): boolean {
  return name !== undefined && name.toLowerCase() === text.toLowerCase();
}

export function textOf({ parameters }: Intent, name: string): string | null {
  const value = parameters[name];
  return typeof value === "string" ? value : null;
}

export function estateSegments(estate: Estate): readonly string[] {
  return isKnown(estate, "core_networks") ? segmentNames(estate).all.map((each) => each.estate) : [];
}

export function ask(parameter: string, question: string, choices: readonly string[] = []): IntentQuestion {
  return { parameter, question, choices: choices.slice(0, MOST_CHOICES) };
}

/** The question which of several is meant, in ids that name one each; null where one or none is. */
export function askWhich(parameter: string, text: string, found: readonly string[]): IntentQuestion | null {
  return found.length < 2 ? null : ask(parameter, `\`${text.slice(0, 100)}\` can mean several. Which one?`, found);
}
