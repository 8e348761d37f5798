export { buildAll } from "./build.ts";
export { type Bundle, bundlePower } from "./bundle.ts";
export { startDetached, waitUntilComplete } from "./detached.ts";
export { resetSystem, stopSystem } from "./down.ts";
export { optionsFromEnvironment } from "./environment.ts";
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
export { DEFAULT_PORT_BASE } from "./ports.ts";
export { PROCESSES, type ProcessName } from "./processes.ts";
export { type RunState, readRunState } from "./run-state.ts";
export { type SealedOptions, type SealedProcess, sealArguments, sealedNode, spawnSealed } from "./seal.ts";
export { type ProcessStatus, type SystemStatus, systemStatus } from "./status.ts";
export { type System, type SystemOptions, startSystem, waitUntilReady } from "./system.ts";
