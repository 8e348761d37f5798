import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundlePower } from "../deploy/supervisor/src/bundle.ts";
import { bundleBreaches } from "./auditor-bundle.ts";

const entry = "powers/auditor/src/main.ts";
const folder = mkdtempSync(join(tmpdir(), "trias-auditor-"));
try {
  const outfile = join(folder, "main.cjs");
  const { metafile } = await bundlePower("auditor", entry, outfile);
  const breaches = bundleBreaches(entry, metafile, readFileSync(outfile, "utf8"));
  for (const breach of breaches) console.error(`the auditor's bundle ${breach}`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
