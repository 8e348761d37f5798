export { type Auditor, type AuditorOptions, openAuditor } from "./auditor.ts";
export { AuditorError, type AuditorErrorCode } from "./errors.ts";
export type { Clock, Database, Log, RandomBytes, Sql } from "./ports.ts";
