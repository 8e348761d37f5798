import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf, parseStrictJson } from "@trias/core";
import { generateEstate, parseEstate, toWire } from "@trias/estate";
import { parseValue, type WireEstate, wireEstateSchema } from "@trias/protocol";
import { parse as parseYaml } from "yaml";
import { SupervisorError } from "./errors.ts";
import { writeWhole } from "./files.ts";
import { cellOf, type Layout, makeFolder } from "./layout.ts";

const MAX_BYTES = 256 << 20;
const LIMITS = { maxBytes: MAX_BYTES, maxDepth: 64, maxValues: 20_000_000 };

/** File in the sandbox's data folder that it starts from; what happened since stands in its journal. */
const SEED_FILE = "seed.json";

/** Puts the estate into the sandbox's folder before its first start: the sample, or what `file` describes. */
export function seedSandbox(layout: Layout, file: string | undefined): void {
  const data = join(cellOf(layout, "sandbox"), "data");
  const seed = join(data, SEED_FILE);
  if (existsSync(seed)) {
    if (file === undefined) return;
    throw new SupervisorError("estate_malformed", "the sandbox has an estate already", {
      at: seed,
      fix: "start over with `trias reset`, or name another --state-dir",
    });
  }
  const from = file === undefined ? join(layout.clone, "examples", "company-wan", "company-wan.yaml") : resolve(file);
  makeFolder(data, 0o700);
  writeWhole(seed, JSON.stringify(readEstate(from)), 0o644);
}

function readEstate(path: string): WireEstate {
  try {
    if (statSync(path).size > MAX_BYTES) throw new RangeError(`more than ${MAX_BYTES} bytes`);
    const text = readFileSync(path);
    if (!/\.ya?ml$/.test(path)) {
      const wire = parseValue(wireEstateSchema, parseStrictJson(text, LIMITS), path);
      // Reads every resource against its own schema as well.
      parseEstate(wire);
      return wire;
    }
    return toWire(generateEstate(parseYaml(text.toString("utf8"), { maxAliasCount: 100 })));
  } catch (cause) {
    throw new SupervisorError("estate_malformed", `\`${path}\` holds no estate: ${messageOf(cause)}`, {
      at: path,
      fix: "expected a description such as examples/company-wan/company-wan.yaml, or an estate as JSON",
      cause,
    });
  }
}
