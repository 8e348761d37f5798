import {
  type CoreAttachment,
  type CoreNetworkPolicy,
  parseAttachments,
  type ReadPolicy,
  readCoreNetworkPolicy,
} from "@trias/cloud-wan";
import { type JsonLimits, parseStrictJson } from "@trias/core";
import type { CoreNetwork } from "@trias/estate";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";
import { readInput } from "./input.ts";

/** AWS's API takes ten million characters; its quota, which the linter speaks of, is lower. */
export const MAX_POLICY_BYTES = 10_000_000;
const LIMITS: JsonLimits = { maxBytes: MAX_POLICY_BYTES, maxDepth: 64, maxValues: 1_000_000 };

export interface PolicyFile extends ReadPolicy {
  readonly bytes: number;
}

/** Whether bytes look like a core network policy document, and not like a plan; what is no JSON is left to the plan's reader. */
export function isPolicyDocument(bytes: Uint8Array): boolean {
  try {
    const value = parseStrictJson(bytes, LIMITS);
    return typeof value === "object" && value !== null && "core-network-configuration" in value;
  } catch {
    return false;
  }
}

/** A core network policy from a file, with what is wrong with it. */
export async function readPolicyFile(path: string): Promise<PolicyFile> {
  return readPolicyBytes(await readInput(path, MAX_POLICY_BYTES, "a core network policy"));
}

export function readPolicyBytes(bytes: Uint8Array): PolicyFile {
  return { ...readCoreNetworkPolicy(parseStrictJson(bytes, LIMITS)), bytes: bytes.length };
}

/** The document as it is written, once it has been read. */
export function parsePolicyDocument(bytes: Uint8Array): CoreNetwork["policy"] {
  return parseStrictJson(bytes, LIMITS) as CoreNetwork["policy"];
}

/** The policy of a file, or an error that names the first thing that is wrong. */
export function needPolicy(path: string, { policy, problems }: PolicyFile): CoreNetworkPolicy {
  if (policy !== null) return policy;
  const first = problems.find(({ level }) => level === "error");
  const at = first === undefined || first.path === "" ? path : `${path}: ${first.path}`;
  throw new CliError("policy_malformed", EXIT.usage, `no core network policy: ${first?.message ?? "unreadable"}`, {
    at,
    fix:
      first === undefined
        ? "`trias policy lint` lists what is wrong"
        : `${first.fix}; \`trias policy lint\` lists all that is wrong`,
  });
}

/** Attachments from a file: a list, or an object with one under `attachments`. */
export async function readAttachmentsFile(path: string): Promise<readonly CoreAttachment[]> {
  const value = parseStrictJson(await readInput(path, MAX_POLICY_BYTES, "attachments"), LIMITS);
  if (typeof value === "object" && value !== null && "attachments" in value) return parseAttachments(value.attachments);
  return parseAttachments(value);
}
