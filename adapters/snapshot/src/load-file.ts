import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { ZodError } from "zod";
import { callsByKey } from "./aws/calls.ts";
import { SnapshotError } from "./errors.ts";
import { loadFolder } from "./folder/load-folder.ts";
import { type FileRead, readJsonFile } from "./folder/read-file.ts";
import { loadTrias } from "./load-trias.ts";
import { Findings } from "./report/finding.ts";
import type { Loaded, SnapshotSource } from "./source.ts";
import { loadTerraform } from "./terraform/load-terraform.ts";
import { readPlan } from "./terraform/read-plan.ts";
import { asResource, readRawState, readShownValues } from "./terraform/read-state.ts";

type FileSource = Extract<SnapshotSource, { kind: "file" }>;

/** One file, by what it holds: Trias's own JSON, a Terraform plan or state, or AWS answers. */
export function loadFile(source: FileSource): Loaded {
  const { path } = source;
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new SnapshotError("source_missing", `there is no file \`${path}\``, { fix: "give a file or a folder" });
  }
  const name = basename(path);
  const read = readJsonFile(path, name, new Findings());
  if (!("json" in read)) {
    throw new SnapshotError("source_unreadable", `\`${path}\` can't be read: ${read.message}`, {
      fix: "give a whole JSON file",
    });
  }
  const { json } = read;
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw unrecognised(path);
  const keys = new Set(Object.keys(json));
  try {
    if ("schema" in json && String(json.schema).startsWith("trias.estate/"))
      return loadTrias(json, name, read.bytes.length);
    if (keys.has("planned_values")) return terraform(source, "terraform-plan", read);
    // A state as Terraform keeps it, or as it shows one, which has no values where nothing is managed.
    const kept = keys.has("version") && keys.has("resources") && keys.has("terraform_version");
    const shown = keys.has("format_version") && (keys.has("values") || keys.has("terraform_version"));
    if (kept || shown) return terraform(source, "terraform-state", read);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const [issue] = error.issues;
    const at = `$${(issue?.path ?? []).map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("")}`;
    throw new SnapshotError(
      "source_unreadable",
      `\`${path}\` does not have the expected form: ${issue?.message ?? ""}`,
      { at },
    );
  }
  if ([...keys].some((key) => callsByKey(key).length > 0)) {
    return loadFolder({ ...source, kind: "folder", dir: dirname(path), files: [name] });
  }
  throw unrecognised(path);
}

function unrecognised(path: string): SnapshotError {
  return new SnapshotError("source_unrecognised", `\`${path}\` is nothing that can be read as a network`, {
    fix: "give a folder of `aws … describe-*` answers, `terraform show -json` of a state or a plan, a `.tfstate`, or an estate of Trias",
  });
}

function terraform(source: FileSource, kind: "terraform-state" | "terraform-plan", read: FileRead): Loaded {
  const { json, bytes, modified } = read;
  const given = { region: source.region ?? null, account: source.account ?? null };
  const plan = kind === "terraform-plan" ? readPlan(json) : null;
  const kept = typeof json === "object" && json !== null && "version" in json;
  const shown = typeof json === "object" && json !== null && "values" in json ? json.values : {};
  return loadTerraform({
    kind,
    file: basename(source.path),
    bytes: bytes.length,
    lineage: createHash("sha256").update(bytes).digest("hex").slice(0, 32),
    time: modified.toISOString(),
    resources: plan?.resources ?? (kept ? readRawState(json) : readShownValues(shown).map(asResource)),
    defaults: { ...given, region: given.region ?? plan?.region ?? null },
    assumptions: plan?.assumptions ?? [],
  });
}
