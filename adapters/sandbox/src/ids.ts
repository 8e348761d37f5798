import { sha256, toHex, utf8 } from "@trias/core";
import type { PartName } from "@trias/estate";
import { SandboxError } from "./errors.ts";

const PREFIX: { readonly [P in PartName]?: string } = {
  attachments: "attachment",
  flow_logs: "fl",
  security_groups: "sg",
  subnets: "subnet",
  vpcs: "vpc",
};

/** An id as AWS gives it, `vpc-` and 17 hexadecimal digits, that follows from the key: a repeat after a crash gives the same. */
export function idFor(part: PartName | null, lineage: string, key: string): string {
  const prefix = part === null ? undefined : PREFIX[part];
  if (prefix === undefined) throw new SandboxError("internal", `nothing of \`${part ?? "any part"}\` can be created`);
  return `${prefix}-${toHex(sha256(utf8(`trias.sandbox-id/1 ${lineage} ${key}`))).slice(0, 17)}`;
}
