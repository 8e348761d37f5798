import { messageOf } from "@trias/core";
import { type Dangling, dangling } from "./dangling.ts";
import { EstateError } from "./errors.ts";
import type { Estate, Part } from "./estate.ts";
import { parseResource } from "./parse-resource.ts";
import { PART_NAMES, type PartName, type Resource } from "./resources.ts";

/** A part as somebody read it: its resources as they came, or why it is not known. */
export type PartInput =
  | { readonly status: "known"; readonly resources: Iterable<unknown> }
  | { readonly status: "unknown"; readonly reasons: readonly string[] };

/** Why a part that was given as known is not. */
export interface PartIssue {
  readonly code: "resource_malformed" | "resource_duplicate";
  readonly part: PartName;
  readonly message: string;
  readonly at: string;
}

export interface Made {
  readonly estate: Estate;
  readonly issues: readonly PartIssue[];
  readonly dangling: readonly Dangling[];
}

export type EstateHead = Pick<Estate, "lineage" | "serial" | "time">;

/**
 * An estate of what loaders read. INVARIANT: a known part has every resource in its form and each id once; a part in which one
 * resource is malformed or occurs twice is unknown as a whole, since nobody can say what it really holds. A reference between
 * known parts that leads nowhere is reported and stays: the estate may have been read while it changed.
 */
export function makeEstate(head: EstateHead, inputs: Readonly<Partial<Record<PartName, PartInput>>>): Made {
  const issues: PartIssue[] = [];
  const parts: Record<string, Part<PartName>> = {};
  for (const part of PART_NAMES) {
    const input = inputs[part] ?? { status: "unknown", reasons: ["not in the snapshot"] };
    parts[part] =
      input.status === "unknown" ? unknownPart(input.reasons) : knownPart(part, input.resources, head, issues);
  }
  const estate: Estate = { ...head, parts: parts as Estate["parts"] };
  return { estate, issues, dangling: dangling(estate) };
}

function knownPart(part: PartName, values: Iterable<unknown>, head: EstateHead, issues: PartIssue[]): Part<PartName> {
  const resources = new Map<string, Resource>();
  const refused: PartIssue[] = [];
  for (const value of values) {
    const resource = parsed(part, value, refused);
    if (resource === null) continue;
    const at = `${part}.${resource.id}`;
    if (resources.has(resource.id)) {
      refused.push({
        code: "resource_duplicate",
        part,
        message: `\`${resource.id}\` occurs twice among the ${part}`,
        at,
      });
    }
    resources.set(resource.id, resource);
  }
  issues.push(...refused);
  if (refused.length > 0) return unknownPart(refused.map(({ message }) => message));
  return { status: "known", serial: head.serial, time: head.time, resources } as Part<PartName>;
}

function parsed(part: PartName, value: unknown, refused: PartIssue[]): Resource | null {
  try {
    return parseResource(part, value);
  } catch (error) {
    if (!(error instanceof EstateError)) throw error;
    refused.push({ code: "resource_malformed", part, message: messageOf(error), at: error.at ?? part });
    return null;
  }
}

/** A reason has at most 500 characters on the wire; what doesn't fit is counted. */
const LONGEST_REASON = 500;

function unknownPart(reasons: readonly string[]): Part<PartName> {
  const [first = "no reason was given", ...rest] = reasons;
  let reason = first.slice(0, LONGEST_REASON - 20);
  for (const [i, next] of rest.entries()) {
    const left = ` and ${rest.length - i} more`;
    if (reason.length + 2 + next.length + left.length > LONGEST_REASON)
      return { status: "unknown", reason: `${reason}${left}` };
    reason = `${reason}; ${next}`;
  }
  return { status: "unknown", reason };
}
