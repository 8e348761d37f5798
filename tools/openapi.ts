import { readFileSync, writeFileSync } from "node:fs";
import { openApi } from "@trias/link";
import { type AnyEndpoint, auditorApi, collectorApi, executorApi, orchestratorApi, sandboxApi } from "@trias/protocol";

/**
 * The OpenAPI document of all processes, made from the endpoints that server and client use. Without `--write` it only says
 * whether the committed one is up to date.
 */
const FILE = new URL("../docs/openapi.json", import.meta.url);
const apis = [auditorApi, orchestratorApi, executorApi, collectorApi, sandboxApi].map((api) =>
  Object.fromEntries(Object.entries<AnyEndpoint>(api)),
);
const document = `${JSON.stringify(openApi(apis), null, 1)}\n`;

if (process.argv.includes("--write")) {
  writeFileSync(FILE, document);
} else if (readFileSync(FILE, "utf8") !== document) {
  console.error("docs/openapi.json is not what the endpoints say; run `npm run openapi`");
  process.exitCode = 1;
}
