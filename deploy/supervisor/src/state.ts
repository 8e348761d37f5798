// What the command line needs to find a system and talk to it, without the bundler, the database and the policy engine.
export { startDetached, waitUntilComplete } from "./detached.ts";
export { SupervisorError, type SupervisorErrorCode } from "./errors.ts";
export { CLONE, cellOf, type Layout, layoutOf } from "./layout.ts";
export { lockHolder } from "./lock.ts";
export type { Mode } from "./mode.ts";
export {
  type Credential,
  type Endpoints,
  peopleFiles,
  readCredential,
  readEndpoints,
  readSourceKey,
  readTls,
  type SourceKey,
} from "./people.ts";
export { DEFAULT_PORT_BASE, PROCESSES, type ProcessName } from "./processes.ts";
export { type RunState, readRunState } from "./run-state.ts";
export { type ProcessStatus, type SystemStatus, systemStatus } from "./status.ts";
