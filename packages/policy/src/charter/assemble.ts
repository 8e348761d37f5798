import { digestValue, messageOf } from "@trias/core";
import { type Concern, parseBytes } from "@trias/protocol";
import type { z } from "zod";
import type { CedarEngine } from "../cedar/engine.ts";
import { type OrganisationPolicy, organisationSet, readOrganisationPolicy } from "../cedar/organisation-policy.ts";
import { CEDAR_SCHEMA } from "../cedar/schema.ts";
import { PolicyError } from "../errors.ts";
import { concernOf } from "../finding.ts";
import { CORE_POLICIES } from "../hard/core-set.ts";
import {
  autonomyFileSchema,
  type Charter,
  calendarFileSchema,
  capsFileSchema,
  charterSchema,
  eventSourcesFileSchema,
  freshnessFileSchema,
  keysFileSchema,
  limitsFileSchema,
  matrixFileSchema,
  neverListFileSchema,
  publicEntriesFileSchema,
  rolesFileSchema,
} from "./charter.ts";
import { parseInvariants } from "./invariants.ts";
import { openThreatIntelligence } from "./threat-intelligence.ts";
import { refuseLoosening } from "./tighten-only.ts";

export type CharterFiles = Readonly<Record<string, string>>;

export interface AssembledCharter {
  readonly charter: Charter;
  /** What people should know about it, though it holds. */
  readonly concerns: readonly Concern[];
}

const THREATS = "threat-intelligence.json";
const INVARIANTS = "invariants.txt";
const SETTINGS = [
  "roles.json",
  "matrix.json",
  "autonomy.json",
  "caps.json",
  "never-list.json",
  "freshness.json",
  "public-entries.json",
  "event-sources.json",
  "keys.json",
  "calendar.json",
  "limits.json",
] as const;
const POLICY = /^policies\/[a-z0-9][a-z0-9-]{0,60}\.cedar$/;

/**
 * The charter from its files, by path relative to its folder. The caller reads them, and nothing else is read. Throws a
 * `PolicyError` that names file and path of the first fault; a charter that asks for less than the default matrix or the
 * hard policies is a fault.
 */
export function assembleCharter(files: CharterFiles, cedar: CedarEngine): AssembledCharter {
  refuseStrangers(files);
  const { roles } = read(files, "roles.json", rolesFileSchema);
  const { rows } = read(files, "matrix.json", matrixFileSchema);
  const limits = read(files, "limits.json", limitsFileSchema);
  const keys = read(files, "keys.json", keysFileSchema);
  const { sources, sns_topics: topics } = read(files, "event-sources.json", eventSourcesFileSchema);
  refuseLoosening({ matrix: files["matrix.json"] ?? "", limits: files["limits.json"] ?? "" }, rows, limits);
  const charter = charterSchema.parse({
    schema: "trias.charter/1",
    digest: digestValue({ schema: "trias.charter/1", files }),
    roles,
    matrix: rows,
    autonomy: read(files, "autonomy.json", autonomyFileSchema),
    caps: read(files, "caps.json", capsFileSchema),
    never_list: read(files, "never-list.json", neverListFileSchema).ranges,
    freshness: read(files, "freshness.json", freshnessFileSchema),
    public_entries: read(files, "public-entries.json", publicEntriesFileSchema).entries,
    event_sources: sources,
    sns_topics: unique(
      topics.map((topic) => ({ ...topic, id: topic.topic })),
      "event-sources.json",
    ).map(({ id: _, ...topic }) => topic),
    keys,
    calendar: read(files, "calendar.json", calendarFileSchema),
    invariants: unique(parseInvariants(textOf(files, INVARIANTS), INVARIANTS), INVARIANTS),
    limits,
    threat_intelligence: openThreatIntelligence(files[THREATS], keys.charter),
    policies: policiesOf(files, cedar),
  });
  prepareCharter(charter, cedar);
  return { charter, concerns: concernsOf(charter) };
}

/** Gets the engine ready for this charter, so that the first case does not wait for it; throws where it can't be evaluated. */
export function prepareCharter(charter: Charter, cedar: CedarEngine): void {
  cedar.prepare(CORE_POLICIES, CEDAR_SCHEMA);
  cedar.prepare(organisationSet(charter.policies), CEDAR_SCHEMA);
}

function refuseStrangers(files: CharterFiles): void {
  const known = new Set<string>([...SETTINGS, INVARIANTS, THREATS, "README.md"]);
  const stranger = Object.keys(files).find((path) => !known.has(path) && !POLICY.test(path));
  if (stranger !== undefined) {
    throw new PolicyError("charter_file_unknown", `\`${stranger.slice(0, 100)}\` is no file of a charter`, {
      at: stranger.slice(0, 100),
      fix: `expected ${SETTINGS.join(", ")}, ${INVARIANTS}, ${THREATS} or policies/<name>.cedar`,
    });
  }
}

function read<T>(files: CharterFiles, path: (typeof SETTINGS)[number], schema: z.ZodType<T>): T {
  const text = textOf(files, path);
  try {
    return parseBytes(schema, text, path);
  } catch (cause) {
    throw new PolicyError("charter_malformed", messageOf(cause), { at: path, cause });
  }
}

function textOf(files: CharterFiles, path: string): string {
  const text = files[path];
  if (text !== undefined) return text;
  throw new PolicyError("charter_file_missing", `the charter has no \`${path}\``, { at: path });
}

function policiesOf(files: CharterFiles, cedar: CedarEngine): OrganisationPolicy[] {
  const paths = Object.keys(files)
    .filter((path) => POLICY.test(path))
    .sort();
  const policies = paths.flatMap((path) => readOrganisationPolicy(path, files[path] ?? "", cedar) ?? []);
  return unique(policies, "policies");
}

/** Two of one id would shadow each other. */
function unique<T extends { readonly id: string }>(items: T[], at: string): T[] {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) throw new PolicyError("charter_malformed", `id \`${id}\` occurs twice`, { at });
    seen.add(id);
  }
  return items;
}

function concernsOf({ threat_intelligence: list }: Charter): Concern[] {
  if (list.status === "verified") return [];
  const message = `no threat list is in force (${list.reason}): every block needs a person`;
  return [concernOf({ rule: "charter.threat_intelligence", level: "warn", message, subject: THREATS })];
}
