import { lints, runChecks } from "./checks.ts";

const failed = await runChecks(lints);
process.exitCode = failed.length === 0 ? 0 : 1;
