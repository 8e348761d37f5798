export { buildAll } from "./build.ts";
export { type Bundle, bundlePower } from "./bundle.ts";
export { readCharterFiles } from "./charter.ts";
export { resetSystem, stopSystem } from "./down.ts";
export { optionsFromEnvironment } from "./environment.ts";
export { SupervisorError, type SupervisorErrorCode } from "./errors.ts";
export { type SealedOptions, type SealedProcess, sealArguments, sealedNode, spawnSealed } from "./seal.ts";
export { spawnSubstitute } from "./substitute.ts";
export { type System, type SystemOptions, startSystem, waitUntilReady } from "./system.ts";
