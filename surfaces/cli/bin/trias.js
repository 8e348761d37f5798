#!/usr/bin/env node
// Committed as JavaScript so that `npm ci` alone links the command: a bin that has to be built first gets no link,
// and `npx trias` would then ask the registry for somebody else's package of that name.
import { fileURLToPath } from "node:url";
import { handOver, onNode24 } from "../../../tools/node24.js";

if (onNode24) await import("../src/main.ts");
else handOver(fileURLToPath(import.meta.url), process.argv.slice(2));
