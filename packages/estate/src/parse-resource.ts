import { EstateError } from "./errors.ts";
import { PART_SCHEMAS, type PartName, type Resource } from "./resources.ts";
import { checkSegmentNames } from "./segment-names.ts";

/** Checks one resource against its part's schema; the error names part, id and path. */
export function parseResource(part: PartName, value: unknown): Resource {
  const result = PART_SCHEMAS[part].safeParse(value);
  if (!result.success) {
    const issues = result.error.issues.slice(0, 3);
    const told = issues.map((issue) => `\`${issue.path.join(".") || "(whole)"}\`: ${issue.message}`).join("; ");
    throw new EstateError("resource_malformed", `${part} \`${idOf(value)}\` does not have the expected form: ${told}`, {
      at: `${part}.${idOf(value)}${issues[0]?.path.length ? `.${issues[0].path.join(".")}` : ""}`,
    });
  }
  const resource: Resource = result.data;
  if (part === "core_networks" && "segment_names" in resource) checkSegmentNames(resource);
  return resource;
}

function idOf(value: unknown): string {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : undefined;
  return typeof id === "string" ? id.slice(0, 256) : "(no id)";
}
