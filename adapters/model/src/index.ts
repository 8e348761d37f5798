export { type AdviserOptions, createModelAdviser } from "./adviser.ts";
export { ModelError, type ModelErrorCode } from "./errors.ts";
export { type ModelSettings, modelSettingsSchema } from "./settings.ts";
