import { isPartName, makeEstate, type PartInput, type PartName } from "@trias/estate";
import { wireEstateSchema } from "@trias/protocol";
import { Findings } from "./report/finding.ts";
import { makeReport } from "./report/make-report.ts";
import type { Loaded } from "./source.ts";

/**
 * An estate in Trias's own JSON. Unlike `parseEstate`, which refuses the whole, a part with a fault in it is unknown here and the
 * report says what the fault is.
 */
export function loadTrias(json: unknown, file: string, bytes: number): Loaded {
  const wire = wireEstateSchema.parse(json);
  const findings = new Findings();
  const parts: Partial<Record<PartName, PartInput>> = {};
  for (const [name, part] of Object.entries(wire.parts)) {
    if (!isPartName(name)) {
      const message = `the estate has no part \`${name}\``;
      findings.add({ code: "key_unknown", severity: "warning", message, file, path: `$.parts.${name}` });
      continue;
    }
    parts[name] = part.status === "known" ? part : { status: "unknown", reasons: [part.reason] };
  }
  const made = makeEstate({ lineage: wire.lineage, serial: wire.serial, time: wire.time }, parts);
  const known = Object.values(made.estate.parts).flatMap((part) =>
    part.status === "known" ? [...part.resources.values()] : [],
  );
  const read = Object.entries(wire.parts).flatMap(([what, part]) =>
    part.status === "known" ? [{ what, files: 1, items: part.resources.length }] : [],
  );
  const said = (key: "region" | "account") =>
    [
      ...new Set(
        known.flatMap((one) => (key in one ? String(Object.entries(one).find(([name]) => name === key)?.[1]) : [])),
      ),
    ].sort();
  return {
    estate: made.estate,
    report: makeReport(made, {
      kind: "trias",
      files: 1,
      bytes,
      read,
      regions: said("region"),
      accounts: said("account"),
      lacking: [],
      findings,
    }),
  };
}
