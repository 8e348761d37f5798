export { createSandboxCloud } from "./client.ts";
export { type Cloud, type CloudOptions, createCloud } from "./cloud.ts";
export { SandboxError, type SandboxErrorCode } from "./errors.ts";
export { type Journal, openJournal } from "./journal.ts";
export { runSandbox } from "./sandbox.ts";
