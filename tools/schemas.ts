import { readFileSync, writeFileSync } from "node:fs";
import { estateJsonSchema } from "@trias/estate";

/** The JSON Schema of `trias.estate/1`. Without `--write` it only says whether the committed one is up to date. */
const FILE = new URL("../docs/estate.schema.json", import.meta.url);
const document = `${JSON.stringify(estateJsonSchema(), null, 1)}\n`;

if (process.argv.includes("--write")) {
  writeFileSync(FILE, document);
} else if (readFileSync(FILE, "utf8") !== document) {
  console.error("docs/estate.schema.json is not what the estate's schemas say; run `npm run schemas`");
  process.exitCode = 1;
}
